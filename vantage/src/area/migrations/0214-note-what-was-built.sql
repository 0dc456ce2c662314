CREATE TABLE built_from (
  area     text NOT NULL REFERENCES area,
  basis    text NOT NULL,
  built_at timestamptz NOT NULL,
  PRIMARY KEY (area)
);
COMMENT ON TABLE built_from IS 'What everything that follows from the records was last made of: a build that would be made of the same makes nothing.';
COMMENT ON COLUMN built_from.basis IS 'Fingerprint of the extracts, what people decided, the prices, the day and the program.';
ALTER TABLE built_from ENABLE ROW LEVEL SECURITY;
CREATE POLICY for_building ON built_from USING (area = current_setting('vantage.area', true) AND (SELECT sees('all')));
GRANT SELECT, INSERT, DELETE ON built_from TO vantage_app;
