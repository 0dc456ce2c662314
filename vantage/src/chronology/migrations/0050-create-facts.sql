CREATE TABLE fact (
  area          text NOT NULL,
  fact_id       uuid NOT NULL,
  person_id     uuid NOT NULL,
  role          text NOT NULL,
  agency        text NOT NULL,
  kind          text NOT NULL,
  shape         text NOT NULL CHECK (shape IN ('event', 'involvement')),
  happened      daterange NOT NULL,
  precision     text NOT NULL CHECK (precision IN ('day', 'month', 'year', 'unknown')),
  occasion      text,
  detail        jsonb NOT NULL,
  assertion_key text NOT NULL,
  recorded_at   timestamptz,
  received_at   timestamptz NOT NULL,
  superseded_at timestamptz,
  PRIMARY KEY (area, fact_id),
  FOREIGN KEY (area, person_id) REFERENCES person,
  FOREIGN KEY (area, agency) REFERENCES agency
);
CREATE UNIQUE INDEX fact_current ON fact (area, assertion_key) WHERE superseded_at IS NULL;
CREATE INDEX fact_person ON fact (area, person_id) WHERE superseded_at IS NULL;
CREATE INDEX fact_kind ON fact (area, kind) WHERE superseded_at IS NULL;
CREATE INDEX fact_involvement ON fact (area, kind, person_id) WHERE superseded_at IS NULL AND shape = 'involvement';
CREATE INDEX fact_began ON fact (area, (lower(happened))) WHERE superseded_at IS NULL;
COMMENT ON TABLE fact IS 'An event or involvement of one person: one assertion (person, kind, service, start, agency), however many extracts tell it.';
COMMENT ON COLUMN fact.kind IS 'Code from the catalogue.';
COMMENT ON COLUMN fact.role IS 'The person''s part in it: subject, victim, suspect, witness, child-present, parent.';
COMMENT ON COLUMN fact.happened IS 'Day or span; an unbounded upper end means open as far as the extracts say.';
COMMENT ON COLUMN fact.occasion IS 'Ties the facts of several persons about one happening together, within an agency.';
COMMENT ON COLUMN fact.recorded_at IS 'When the agency recorded the last of what the fact says: latest of the records that it follows. Null when one of them does not say: shown as unknown.';
COMMENT ON COLUMN fact.received_at IS 'When the last of what the fact says was received: latest of the records that it follows, and never before the fact whose place it took was superseded.';

CREATE TABLE fact_source (
  area      text NOT NULL,
  fact_id   uuid NOT NULL,
  record_id uuid NOT NULL,
  version   integer NOT NULL,
  PRIMARY KEY (area, fact_id, record_id, version),
  FOREIGN KEY (area, fact_id) REFERENCES fact,
  FOREIGN KEY (area, record_id, version) REFERENCES record
);
CREATE INDEX fact_source_record ON fact_source (area, record_id);
COMMENT ON TABLE fact_source IS 'Every record version that tells a fact.';

CREATE TABLE opening (
  area          text NOT NULL,
  opening_id    uuid NOT NULL,
  person_id     uuid NOT NULL,
  reason        text NOT NULL,
  kind          text NOT NULL,
  happened      daterange NOT NULL,
  fact_id       uuid NOT NULL,
  agency        text NOT NULL,
  recorded_at   timestamptz,
  received_at   timestamptz NOT NULL,
  superseded_at timestamptz,
  PRIMARY KEY (area, opening_id),
  FOREIGN KEY (area, fact_id) REFERENCES fact
);
CREATE INDEX opening_person ON opening (area, person_id) WHERE superseded_at IS NULL;
COMMENT ON TABLE opening IS 'A dated, listed reason for which a picture may open: help agreed, a statutory enquiry or plan, care, youth justice.';
COMMENT ON COLUMN opening.kind IS 'Code from the catalogue of the fact that is the reason.';

ALTER TABLE fact ENABLE ROW LEVEL SECURITY;
ALTER TABLE fact_source ENABLE ROW LEVEL SECURITY;
ALTER TABLE opening ENABLE ROW LEVEL SECURITY;
CREATE POLICY in_area ON fact USING (area = current_setting('vantage.area', true));
CREATE POLICY in_area ON fact_source USING (area = current_setting('vantage.area', true));
CREATE POLICY in_area ON opening USING (area = current_setting('vantage.area', true));
GRANT SELECT, INSERT ON fact, fact_source, opening TO vantage_app;
GRANT UPDATE (superseded_at) ON fact, opening TO vantage_app;
