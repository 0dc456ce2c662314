CREATE TABLE relationship (
  area            text NOT NULL,
  relationship_id uuid NOT NULL,
  person_id       uuid NOT NULL,
  other_id        uuid NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('parent', 'partner', 'former-partner', 'sibling', 'grandparent', 'carer', 'other-kin')),
  happened        daterange NOT NULL,
  precision       text NOT NULL CHECK (precision IN ('day', 'month', 'year', 'unknown')),
  agency          text NOT NULL,
  record_id       uuid NOT NULL,
  recorded_at     timestamptz,
  received_at     timestamptz NOT NULL,
  superseded_at   timestamptz,
  PRIMARY KEY (area, relationship_id),
  FOREIGN KEY (area, person_id) REFERENCES person,
  FOREIGN KEY (area, other_id) REFERENCES person
);
CREATE INDEX relationship_person ON relationship (area, person_id) WHERE superseded_at IS NULL;
CREATE INDEX relationship_other ON relationship (area, other_id) WHERE superseded_at IS NULL;
COMMENT ON TABLE relationship IS 'A stated relationship: person_id is the kind of other_id (parent: person_id is a parent of other_id).';

CREATE TABLE home (
  area        text NOT NULL REFERENCES area,
  home_id     uuid NOT NULL,
  address     text NOT NULL,
  postcode    text,
  address_key text NOT NULL,
  PRIMARY KEY (area, home_id),
  UNIQUE (area, address_key)
);
COMMENT ON TABLE home IS 'An address at which somebody has lived.';

CREATE TABLE residence (
  area          text NOT NULL,
  residence_id  uuid NOT NULL,
  person_id     uuid NOT NULL,
  home_id       uuid NOT NULL,
  kind          text NOT NULL DEFAULT 'residence' CHECK (kind = 'residence'),
  happened      daterange NOT NULL,
  precision     text NOT NULL CHECK (precision IN ('day', 'month', 'year', 'unknown')),
  agency        text NOT NULL,
  record_id     uuid NOT NULL,
  recorded_at   timestamptz,
  received_at   timestamptz NOT NULL,
  superseded_at timestamptz,
  PRIMARY KEY (area, residence_id),
  FOREIGN KEY (area, person_id) REFERENCES person,
  FOREIGN KEY (area, home_id) REFERENCES home
);
CREATE INDEX residence_person ON residence (area, person_id) WHERE superseded_at IS NULL;
CREATE INDEX residence_home ON residence (area, home_id) WHERE superseded_at IS NULL;
COMMENT ON TABLE residence IS 'A spell during which a person lived at a home, as one agency states it.';

CREATE TABLE family (
  area       text NOT NULL REFERENCES area,
  family_id  uuid NOT NULL,
  name       text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (area, family_id)
);
COMMENT ON TABLE family IS 'People who belong together, with dates. The id never changes and is never used again.';
COMMENT ON COLUMN family.name IS 'What the family is called on its page: the surname most of its children carry.';

CREATE TABLE membership (
  area          text NOT NULL,
  membership_id uuid NOT NULL,
  family_id     uuid NOT NULL,
  person_id     uuid NOT NULL,
  part          text NOT NULL CHECK (part IN ('child', 'main-carer', 'parent', 'carer', 'lives-with', 'kin', 'group')),
  reason        text NOT NULL,
  evidence      jsonb NOT NULL,
  happened      daterange NOT NULL,
  decided_by    text NOT NULL,
  decided_at    timestamptz NOT NULL,
  undone_by     text,
  undone_at     timestamptz,
  PRIMARY KEY (area, membership_id),
  FOREIGN KEY (area, family_id) REFERENCES family,
  FOREIGN KEY (area, person_id) REFERENCES person
);
CREATE UNIQUE INDEX membership_current ON membership (area, family_id, person_id) WHERE undone_at IS NULL;
CREATE INDEX membership_person ON membership (area, person_id) WHERE undone_at IS NULL;
COMMENT ON COLUMN membership.part IS 'The person''s part in the family, which says by which rule they belong to it.';
COMMENT ON TABLE membership IS 'A person''s place in a family over dates, with a plain reason and the records behind it. Undone, never deleted.';

ALTER TABLE relationship ENABLE ROW LEVEL SECURITY;
ALTER TABLE home ENABLE ROW LEVEL SECURITY;
ALTER TABLE residence ENABLE ROW LEVEL SECURITY;
ALTER TABLE family ENABLE ROW LEVEL SECURITY;
ALTER TABLE membership ENABLE ROW LEVEL SECURITY;
CREATE POLICY in_area ON relationship USING (area = current_setting('vantage.area', true));
CREATE POLICY in_area ON home USING (area = current_setting('vantage.area', true));
CREATE POLICY in_area ON residence USING (area = current_setting('vantage.area', true));
CREATE POLICY in_area ON family USING (area = current_setting('vantage.area', true));
CREATE POLICY in_area ON membership USING (area = current_setting('vantage.area', true));
GRANT SELECT, INSERT ON relationship, home, residence, family, membership TO vantage_app;
GRANT UPDATE (superseded_at) ON relationship, residence TO vantage_app;
GRANT UPDATE (name) ON family TO vantage_app;
GRANT UPDATE (undone_by, undone_at) ON membership TO vantage_app;
