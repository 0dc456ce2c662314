DELETE FROM followed;
ALTER TABLE followed ADD COLUMN as_of timestamptz NOT NULL;
COMMENT ON COLUMN followed.as_of IS 'When the newest extract of which it was made had been received: what goes on was counted up to that day.';
