-- The verdicts are applied: what they were for is in the decisions now.
TRUNCATE fallow.plan
