ALTER TABLE record ADD COLUMN sheet text;
ALTER TABLE held_row ADD COLUMN sheet text;
COMMENT ON COLUMN record.sheet IS 'Sheet of the workbook. Null where the file is no workbook.';
COMMENT ON COLUMN held_row.sheet IS 'Sheet of the workbook. Null where the file is no workbook.';

ALTER TABLE extract DROP CONSTRAINT extract_area_agency_kind_path_sha256_received_at_key;
ALTER TABLE extract ADD UNIQUE (area, agency, kind, path, sha256, received_at, mapping);

CREATE TABLE mapping (
  area          text NOT NULL,
  name          text NOT NULL,
  version       integer NOT NULL CHECK (version >= 1),
  content       jsonb NOT NULL,
  made_by       text NOT NULL,
  made_at       timestamptz NOT NULL,
  superseded_at timestamptz,
  PRIMARY KEY (area, name, version)
);
CREATE UNIQUE INDEX mapping_current ON mapping (area, name) WHERE superseded_at IS NULL;
COMMENT ON TABLE mapping IS 'Which column of an agency''s own spreadsheet is which column of a kind that can be read, as people said. A change is a new version; files read by an older one are read again.';

CREATE TABLE waiting_file (
  area        text NOT NULL,
  waiting_id  uuid NOT NULL,
  agency      text NOT NULL,
  path        text NOT NULL,
  received_at timestamptz NOT NULL,
  sheets      jsonb NOT NULL,
  noted_at    timestamptz NOT NULL,
  settled_at  timestamptz,
  PRIMARY KEY (area, waiting_id),
  FOREIGN KEY (area, agency) REFERENCES agency
);
CREATE UNIQUE INDEX waiting_file_open ON waiting_file (area, agency, path) WHERE settled_at IS NULL;
COMMENT ON TABLE waiting_file IS 'A spreadsheet that no format and no mapping knows: nothing of it is kept but how it begins, so that a person can say what its columns are.';
COMMENT ON COLUMN waiting_file.sheets IS 'How each sheet begins: [{"sheet","line","headings","rows"}].';
COMMENT ON COLUMN waiting_file.settled_at IS 'When a build read the file, or no longer found it.';

ALTER TABLE mapping ENABLE ROW LEVEL SECURITY;
ALTER TABLE waiting_file ENABLE ROW LEVEL SECURITY;
CREATE POLICY in_sight ON mapping USING (area = current_setting('vantage.area', true) AND (SELECT sees('all')
  OR current_setting('vantage.held', true) IN ('administrator', 'information-governance-lead')));
CREATE POLICY in_sight ON waiting_file USING (area = current_setting('vantage.area', true) AND (SELECT sees('all')
  OR current_setting('vantage.held', true) IN ('administrator', 'information-governance-lead')));
COMMENT ON POLICY in_sight ON waiting_file IS 'The rows with which a spreadsheet begins are about people: they are for those who say what its columns are.';
GRANT SELECT, INSERT ON mapping, waiting_file TO vantage_app;
GRANT UPDATE (superseded_at) ON mapping TO vantage_app;
GRANT UPDATE (settled_at) ON waiting_file TO vantage_app;
