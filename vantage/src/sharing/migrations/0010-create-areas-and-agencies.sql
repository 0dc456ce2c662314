CREATE TABLE area (
  area       text PRIMARY KEY CHECK (area ~ '^[a-z][a-z0-9-]{1,39}$'),
  name       text NOT NULL,
  marking    text NOT NULL CHECK (marking IN ('made-up', 'real')),
  created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE area IS 'One partnership''s place: the authority and its partners. Every other table carries its key.';
COMMENT ON COLUMN area.marking IS 'Whether the people in it are made up or real. The server refuses a real area until sign-in exists.';

CREATE TABLE agency (
  area   text NOT NULL REFERENCES area,
  agency text NOT NULL CHECK (agency ~ '^[a-z][a-z0-9-]{1,39}$'),
  name   text NOT NULL,
  type   text NOT NULL,
  PRIMARY KEY (area, agency)
);
COMMENT ON TABLE agency IS 'An organisation that holds records or helps.';
COMMENT ON COLUMN agency.type IS 'Agency type from the catalogue: social-care, police, school, health, housing, youth-justice, charity, other.';

ALTER TABLE area ENABLE ROW LEVEL SECURITY;
ALTER TABLE agency ENABLE ROW LEVEL SECURITY;
CREATE POLICY in_area ON area USING (area = current_setting('vantage.area', true));
CREATE POLICY in_area ON agency USING (area = current_setting('vantage.area', true));
GRANT SELECT, INSERT ON area, agency TO vantage_app;
GRANT UPDATE (name, type) ON agency TO vantage_app;

CREATE FUNCTION area_here() RETURNS TABLE (area text, name text, marking text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$ SELECT a.area, a.name, a.marking FROM public.area a ORDER BY a.created_at LIMIT 1 $$;
REVOKE ALL ON FUNCTION area_here() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION area_here() TO vantage_app;
COMMENT ON FUNCTION area_here() IS 'The area this data folder belongs to: row security would hide another area''s row from the one who must refuse it.';
