CREATE TABLE fact_detail (
  area      text NOT NULL,
  fact_id   uuid NOT NULL,
  person_id uuid NOT NULL,
  agency    text NOT NULL,
  kind      text NOT NULL,
  about     uuid[] NOT NULL,
  detail    jsonb NOT NULL,
  PRIMARY KEY (area, fact_id),
  FOREIGN KEY (area, fact_id) REFERENCES fact
);
COMMENT ON TABLE fact_detail IS 'What is said about a fact beside its days: seen at the tier detail, where the fact itself is seen at summary.';
COMMENT ON COLUMN fact_detail.about IS 'Everybody of whom the same happening is told, who may all be named in it. Not what the fact says: it may change.';
INSERT INTO fact_detail (area, fact_id, person_id, agency, kind, about, detail)
  SELECT f.area, f.fact_id, f.person_id, f.agency, f.kind, coalesce(o.about, ARRAY[f.person_id]), f.detail
  FROM fact f LEFT JOIN (
    SELECT area, agency, occasion, array_agg(DISTINCT person_id ORDER BY person_id) AS about FROM fact
    WHERE occasion IS NOT NULL AND superseded_at IS NULL GROUP BY area, agency, occasion) AS o USING (area, agency, occasion);
ALTER TABLE fact DROP COLUMN detail;
GRANT SELECT, INSERT ON fact_detail TO vantage_app;
GRANT UPDATE (about) ON fact_detail TO vantage_app;
ALTER TABLE fact_detail ENABLE ROW LEVEL SECURITY;

DO $$
DECLARE
  everybody text := 'NOT EXISTS (SELECT FROM unnest(about) AS one (id) WHERE NOT '
    || sight_rule('one.id', '(agency || ''|'' || kind)', 4) || ')';
BEGIN
  DROP POLICY in_area ON fact;
  EXECUTE 'CREATE POLICY in_sight ON fact USING (area = current_setting(''vantage.area'', true) AND '
    || sight_rule('person_id', '(agency || ''|'' || kind)', 3) || ')';
  EXECUTE 'CREATE POLICY in_sight ON fact_detail USING (area = current_setting(''vantage.area'', true) AND ((SELECT sees(''all'')) OR '
    || everybody || '))';
  DROP POLICY in_area ON opening;
  EXECUTE 'CREATE POLICY in_sight ON opening USING (area = current_setting(''vantage.area'', true) AND '
    || sight_rule('person_id', '(agency || ''|'' || kind)', 3) || ')';
END
$$;
DROP POLICY in_area ON fact_source;
CREATE POLICY in_sight ON fact_source USING (area = current_setting('vantage.area', true) AND ((SELECT sees('all'))
  OR EXISTS (SELECT FROM fact_detail d WHERE d.area = fact_source.area AND d.fact_id = fact_source.fact_id)));
COMMENT ON POLICY in_sight ON fact_detail IS 'Everybody whom the happening is about must be seen at detail: what is said of one may name another.';
