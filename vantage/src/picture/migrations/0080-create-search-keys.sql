CREATE TABLE search_key (
  area      text NOT NULL,
  key       text COLLATE "C" NOT NULL,
  form      text NOT NULL CHECK (form IN ('word', 'sound', 'number')),
  person_id uuid NOT NULL,
  family_id uuid NOT NULL,
  PRIMARY KEY (area, key, form, person_id, family_id),
  FOREIGN KEY (area, person_id) REFERENCES person,
  FOREIGN KEY (area, family_id) REFERENCES family
);
CREATE INDEX search_key_family ON search_key (area, family_id);
COMMENT ON TABLE search_key IS 'What finds a family: words and sounds of its members'' names and their identifiers, as plain keys that row security can still search by index. Only families whose picture is open are here; rebuilt, not kept.';

ALTER TABLE search_key ENABLE ROW LEVEL SECURITY;
CREATE POLICY in_area ON search_key USING (area = current_setting('vantage.area', true));
GRANT SELECT, INSERT, DELETE ON search_key TO vantage_app;
