-- The night's lock of this database, in a transaction that stays open: freed when the session ends, however it ends. It conflicts with
-- itself and with no reader; the transaction has neither an id nor a snapshot, so that it holds up no vacuum and no barrier.
LOCK TABLE fallow.night_lock IN EXCLUSIVE MODE NOWAIT
