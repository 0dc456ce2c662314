ALTER TABLE extract
  ADD COLUMN whole boolean NOT NULL DEFAULT true,
  ADD COLUMN key_columns text[];
COMMENT ON COLUMN extract.whole IS 'False where a row of the file was held back without a key, or so that it cannot be told which rows it holds: absence from the extract then says nothing, whatever its coverage.';
COMMENT ON COLUMN extract.key_columns IS 'Columns that the manifest names as making the key. Null: the format''s own.';
