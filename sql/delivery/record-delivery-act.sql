INSERT INTO fallow.delivery_act (from_event, events, consumer, act, acted_by, reason)
VALUES (:event, :events, :consumer, :act, :by, :reason)
