-- Everything of Fallow's in this database, the contract's objects included. What is not Fallow's was looked for before.
DROP SCHEMA IF EXISTS fallow CASCADE
