CREATE TABLE extract (
  area           text NOT NULL,
  extract_id     uuid NOT NULL,
  agency         text NOT NULL,
  kind           text NOT NULL,
  mapping        text NOT NULL,
  path           text NOT NULL,
  sha256         text NOT NULL,
  bytes          bigint NOT NULL,
  coverage       text NOT NULL CHECK (coverage IN ('full', 'delta')),
  covers         daterange NOT NULL,
  received_at    timestamptz NOT NULL,
  taken_at       timestamptz NOT NULL,
  rows_in        integer NOT NULL,
  rows_added     integer NOT NULL,
  rows_changed   integer NOT NULL,
  rows_unchanged integer NOT NULL,
  rows_withdrawn integer NOT NULL,
  rows_held      integer NOT NULL,
  PRIMARY KEY (area, extract_id),
  FOREIGN KEY (area, agency) REFERENCES agency,
  UNIQUE (area, agency, kind, path, sha256, received_at)
);
COMMENT ON TABLE extract IS 'A file an agency sent, as it was taken in. A row here means that every row of the file is kept or held back.';
COMMENT ON COLUMN extract.mapping IS 'Format and version that read it, as name@version.';
COMMENT ON COLUMN extract.covers IS 'Days the extract speaks for. Absence withdraws a record only under full coverage and within these days.';
COMMENT ON COLUMN extract.received_at IS 'When the extract reached the partnership.';
COMMENT ON COLUMN extract.taken_at IS 'When Vantage took it in.';

CREATE TABLE record (
  area          text NOT NULL,
  record_id     uuid NOT NULL,
  version       integer NOT NULL CHECK (version >= 1),
  agency        text NOT NULL,
  kind          text NOT NULL,
  key           text NOT NULL,
  extract_id    uuid NOT NULL,
  line          integer NOT NULL,
  content       jsonb NOT NULL,
  content_hash  bytea NOT NULL,
  people        jsonb NOT NULL,
  happened      daterange,
  recorded_at   timestamptz,
  received_at   timestamptz NOT NULL,
  superseded_at timestamptz,
  superseded_by text CHECK (superseded_by IN ('changed', 'withdrawn')),
  PRIMARY KEY (area, record_id, version),
  FOREIGN KEY (area, agency) REFERENCES agency,
  FOREIGN KEY (area, extract_id) REFERENCES extract DEFERRABLE INITIALLY DEFERRED,
  CHECK ((superseded_at IS NULL) = (superseded_by IS NULL))
);
CREATE UNIQUE INDEX record_current ON record (area, agency, kind, key) WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX record_key ON record (area, agency, kind, key, version);
CREATE INDEX record_extract ON record (area, extract_id);
COMMENT ON TABLE record IS 'One row of an extract, kept as it came. Its identity is (agency, kind, key); each new content is a new version, and no content is ever changed.';
COMMENT ON COLUMN record.people IS 'Who the row is about: [{"role","id","identity"?}], id being the agency''s own number for the person.';
COMMENT ON COLUMN record.happened IS 'Days the row speaks of, as the row states them. Null when it states none.';
COMMENT ON COLUMN record.recorded_at IS 'When the agency recorded it. Null when the extract does not say: shown as unknown, never guessed.';
COMMENT ON COLUMN record.version IS 'Counts the contents of one record in the order in which they were taken in, which is the order in which they were received unless an extract came late.';
COMMENT ON COLUMN record.superseded_at IS 'Received time of the extract that changed or withdrew it.';

CREATE TABLE record_told (
  area       text NOT NULL,
  record_id  uuid NOT NULL,
  version    integer NOT NULL,
  extract_id uuid NOT NULL,
  line       integer NOT NULL,
  PRIMARY KEY (area, record_id, version, extract_id),
  FOREIGN KEY (area, record_id, version) REFERENCES record,
  FOREIGN KEY (area, extract_id) REFERENCES extract DEFERRABLE INITIALLY DEFERRED
);
COMMENT ON TABLE record_told IS 'An extract that told a version again, unchanged, where its coverage does not already say so (a full extract tells again every record it speaks for and does not withdraw). An extract that comes late must not supersede what was told after it.';

CREATE TABLE held_row (
  area        text NOT NULL,
  held_id     uuid NOT NULL,
  extract_id  uuid NOT NULL,
  agency      text NOT NULL,
  kind        text NOT NULL,
  key         text,
  line        integer NOT NULL,
  column_name text,
  value       text,
  reason      text NOT NULL,
  remedy      text NOT NULL,
  content     jsonb NOT NULL,
  received_at timestamptz NOT NULL,
  mended_by   uuid,
  mended_at   timestamptz,
  PRIMARY KEY (area, held_id),
  FOREIGN KEY (area, extract_id) REFERENCES extract DEFERRABLE INITIALLY DEFERRED,
  CHECK ((mended_by IS NULL) = (mended_at IS NULL))
);
CREATE INDEX held_row_open ON held_row (area, agency, kind, key) WHERE mended_at IS NULL;
CREATE INDEX held_row_extract ON held_row (area, extract_id);
COMMENT ON TABLE held_row IS 'A row that could not be kept, with what is wrong, where, and what would be right. A later extract mends it.';
COMMENT ON COLUMN held_row.mended_by IS 'Extract that tells the same key again, or speaks for the same days and no longer shows the row.';

ALTER TABLE extract ENABLE ROW LEVEL SECURITY;
ALTER TABLE record ENABLE ROW LEVEL SECURITY;
ALTER TABLE record_told ENABLE ROW LEVEL SECURITY;
ALTER TABLE held_row ENABLE ROW LEVEL SECURITY;
CREATE POLICY in_area ON extract USING (area = current_setting('vantage.area', true));
CREATE POLICY in_area ON record USING (area = current_setting('vantage.area', true));
CREATE POLICY in_area ON record_told USING (area = current_setting('vantage.area', true));
CREATE POLICY in_area ON held_row USING (area = current_setting('vantage.area', true));
GRANT SELECT, INSERT ON extract, record, record_told, held_row TO vantage_app;
GRANT UPDATE (superseded_at, superseded_by) ON record TO vantage_app;
GRANT UPDATE (mended_by, mended_at) ON held_row TO vantage_app;
