CREATE TABLE person (
  area       text NOT NULL REFERENCES area,
  person_id  uuid NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (area, person_id)
);
COMMENT ON TABLE person IS 'One human being, resolved from records. The id never changes and is never used again.';

CREATE TABLE link (
  area       text NOT NULL,
  link_id    uuid NOT NULL,
  record_id  uuid NOT NULL,
  role       text NOT NULL,
  person_id  uuid NOT NULL,
  agency     text NOT NULL,
  local_id   text NOT NULL,
  weight     double precision,
  reasons    jsonb NOT NULL,
  decided_by text NOT NULL,
  decided_at timestamptz NOT NULL,
  undone_by  text,
  undone_at  timestamptz,
  PRIMARY KEY (area, link_id),
  FOREIGN KEY (area, person_id) REFERENCES person,
  CHECK ((undone_at IS NULL) = (undone_by IS NULL))
);
CREATE UNIQUE INDEX link_current ON link (area, record_id, role) WHERE undone_at IS NULL;
CREATE INDEX link_person ON link (area, person_id) WHERE undone_at IS NULL;
COMMENT ON TABLE link IS 'Says that a record (every version of it) is about a person in a role. Undone, never deleted.';
COMMENT ON COLUMN link.local_id IS 'The agency''s own number for the person in this record.';
COMMENT ON COLUMN link.weight IS 'Match weight in bits that joins this agency''s number to the person''s other numbers. Null when the person has no other.';
COMMENT ON COLUMN link.reasons IS 'Plain reasons, each with its field, what was compared and its weight.';
COMMENT ON COLUMN link.decided_by IS 'engine, or the person who decided.';

CREATE TABLE person_detail (
  area          text NOT NULL,
  detail_id     uuid NOT NULL,
  person_id     uuid NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('name','birth-date','sex','death-date','address','nhs-number','upn')),
  value         text NOT NULL,
  parts         jsonb NOT NULL,
  chosen        boolean NOT NULL,
  rule          text NOT NULL,
  agency        text NOT NULL,
  record_id     uuid NOT NULL,
  happened      daterange,
  recorded_at   timestamptz,
  received_at   timestamptz NOT NULL,
  superseded_at timestamptz,
  PRIMARY KEY (area, detail_id),
  FOREIGN KEY (area, person_id) REFERENCES person
);
CREATE INDEX person_detail_person ON person_detail (area, person_id, kind) WHERE superseded_at IS NULL;
COMMENT ON TABLE person_detail IS 'A name, birth date, sex, address or identifier that a record states of a person; one of each kind is chosen by a listed rule.';
COMMENT ON COLUMN person_detail.parts IS 'The value in parts: {"given","surname"} for a name, {"address","postcode"} for an address, {} otherwise.';
COMMENT ON COLUMN person_detail.rule IS 'Name of the rule that chose or passed over this detail.';

ALTER TABLE person ENABLE ROW LEVEL SECURITY;
ALTER TABLE link ENABLE ROW LEVEL SECURITY;
ALTER TABLE person_detail ENABLE ROW LEVEL SECURITY;
CREATE POLICY in_area ON person USING (area = current_setting('vantage.area', true));
CREATE POLICY in_area ON link USING (area = current_setting('vantage.area', true));
CREATE POLICY in_area ON person_detail USING (area = current_setting('vantage.area', true));
GRANT SELECT, INSERT ON person, link, person_detail TO vantage_app;
GRANT UPDATE (undone_by, undone_at) ON link TO vantage_app;
GRANT UPDATE (superseded_at) ON person_detail TO vantage_app;
