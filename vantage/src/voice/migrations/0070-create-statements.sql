CREATE TABLE statement (
  area          text NOT NULL,
  statement_id  uuid NOT NULL,
  person_id     uuid NOT NULL,
  agency        text NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('said', 'likes-to-be-called')),
  words         text NOT NULL,
  said_to       text NOT NULL,
  audience      text NOT NULL CHECK (audience IN ('speaker-and-lead', 'team', 'family-and-team')),
  done          text,
  happened      daterange NOT NULL,
  precision     text NOT NULL CHECK (precision IN ('day', 'month', 'year', 'unknown')),
  record_id     uuid NOT NULL,
  recorded_at   timestamptz,
  received_at   timestamptz NOT NULL,
  superseded_at timestamptz,
  PRIMARY KEY (area, statement_id),
  FOREIGN KEY (area, person_id) REFERENCES person
);
CREATE INDEX statement_person ON statement (area, person_id) WHERE superseded_at IS NULL;
COMMENT ON TABLE statement IS 'What a person said, in their own words, and who they let read it.';
COMMENT ON COLUMN statement.audience IS 'Who the speaker agreed may read it; asked before it was recorded.';
COMMENT ON COLUMN statement.done IS 'What we did about it.';

ALTER TABLE statement ENABLE ROW LEVEL SECURITY;
CREATE POLICY in_area ON statement USING (area = current_setting('vantage.area', true));
GRANT SELECT, INSERT ON statement TO vantage_app;
GRANT UPDATE (superseded_at) ON statement TO vantage_app;
