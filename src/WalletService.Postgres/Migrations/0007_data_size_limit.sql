-- Bytes of account data that a transfer's transaction may load. Unknown for transfers priced before: they have the highest, 64 MiB.
ALTER TABLE transfers ADD COLUMN data_size_limit bigint CHECK (data_size_limit BETWEEN 0 AND 4294967295);
