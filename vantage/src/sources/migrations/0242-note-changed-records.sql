CREATE TABLE followed (
  area      text NOT NULL REFERENCES area,
  made_with text NOT NULL,
  PRIMARY KEY (area)
);
COMMENT ON TABLE followed IS 'Here once everything that follows from an area''s records has been made, of all of them but those in record_changed. Rebuilt, not kept.';
COMMENT ON COLUMN followed.made_with IS 'Fingerprint of what it was made with beside the records: where that is another, everything is made anew.';

CREATE TABLE record_changed (
  area      text NOT NULL,
  record_id uuid NOT NULL
);
COMMENT ON TABLE record_changed IS 'Records that came, changed or went since everything that follows from records was made. Emptied when it has been made again.';

ALTER TABLE followed ENABLE ROW LEVEL SECURITY;
ALTER TABLE record_changed ENABLE ROW LEVEL SECURITY;
CREATE POLICY for_building ON followed USING (area = current_setting('vantage.area', true) AND (SELECT sees('all')));
CREATE POLICY for_building ON record_changed USING (area = current_setting('vantage.area', true) AND (SELECT sees('all')));
GRANT SELECT, INSERT, DELETE ON followed, record_changed TO vantage_app;
