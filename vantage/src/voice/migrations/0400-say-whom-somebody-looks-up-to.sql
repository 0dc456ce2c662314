ALTER TABLE network_tie
  ADD COLUMN looks_up boolean NOT NULL DEFAULT false,
  ADD COLUMN of_age boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN network_tie.looks_up IS 'Whether those whose tie it is look up to them.';
COMMENT ON COLUMN network_tie.of_age IS 'Whether they are of about one age with those whose tie it is.';
GRANT SELECT (looks_up, of_age) ON network_tie TO vantage_app;
