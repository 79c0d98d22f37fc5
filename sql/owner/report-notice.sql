-- Records what became of a notice. False when that very report was there already.
SELECT fallow.report_notice_by(CAST(:accountId AS fallow.account_id), :number, :outcome, :at, :reference, :by)
