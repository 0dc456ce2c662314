CREATE TABLE counted_until (
  area      text NOT NULL,
  fact_id   uuid NOT NULL,
  person_id uuid NOT NULL,
  agency    text NOT NULL,
  kind      text NOT NULL,
  until     date NOT NULL,
  PRIMARY KEY (area, fact_id)
);
COMMENT ON TABLE counted_until IS 'Up to which day, not itself included, an open spell is counted as spent on (rule open-spells). What is spent is charged anew for each reader, from the facts that they may see; rebuilt, not kept.';
ALTER TABLE counted_until ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, DELETE ON counted_until TO vantage_app;
SELECT set_sight('counted_until', sight_rule('person_id', 'agency', 'kind', 3));
CREATE POLICY added_by_program ON counted_until AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all')));
CREATE POLICY removed_by_program ON counted_until AS RESTRICTIVE FOR DELETE USING ((SELECT sees('all')));
COMMENT ON TABLE spending IS 'What a service spent on one fact in one financial year: units times a unit cost, in pence of the price year, with its range. Charged over all facts, for the area''s numbers; what a reader is shown of a family is charged anew from what they see.';

INSERT INTO counted_until (area, fact_id, person_id, agency, kind, until)
  SELECT f.area, f.fact_id, f.person_id, f.agency, f.kind, max(upper(s.happened))
  FROM spending s JOIN fact f USING (area, fact_id)
  WHERE s.superseded_at IS NULL AND f.superseded_at IS NULL
  GROUP BY f.area, f.fact_id HAVING coalesce(upper(f.happened) > max(upper(s.happened)), true);
