CREATE TABLE plan_entry (
  area        text NOT NULL REFERENCES area,
  entry_id    uuid NOT NULL,
  kind        text NOT NULL CHECK (kind IN ('plan-lead', 'plan-help', 'plan-step')),
  family_id   uuid NOT NULL,
  persons     uuid[] NOT NULL CHECK (cardinality(persons) > 0),
  numbers     text[] NOT NULL,
  about       uuid[] NOT NULL CHECK (cardinality(about) > 0),
  agency      text NOT NULL,
  content     jsonb NOT NULL,
  day         date NOT NULL,
  written_by  uuid NOT NULL,
  written_at  timestamptz NOT NULL,
  outcome     text CHECK (outcome IN ('replaced', 'done', 'dropped')),
  ended_words text,
  ended_by    text,
  ended_at    timestamptz,
  PRIMARY KEY (area, entry_id),
  FOREIGN KEY (area, agency) REFERENCES agency,
  FOREIGN KEY (area, written_by) REFERENCES worker,
  CHECK ((outcome IS NULL) = (ended_at IS NULL) AND (outcome IS NULL) = (ended_by IS NULL))
);
CREATE INDEX plan_entry_about ON plan_entry USING gin (about);
COMMENT ON TABLE plan_entry IS 'The one lead of a family, the level of help agreed, and the next steps, as they were set here. What ends stays.';
COMMENT ON COLUMN plan_entry.day IS 'Since when somebody leads, when the level of help was agreed, or by when a step is to be done.';
COMMENT ON COLUMN plan_entry.persons IS 'For whom it was set.';
COMMENT ON COLUMN plan_entry.numbers IS 'For each of the persons, the number by which an agency knew them then, as with notes.';
COMMENT ON COLUMN plan_entry.about IS 'The persons, as records are held together now.';
COMMENT ON COLUMN plan_entry.outcome IS 'Why it stands no more: something else took its place, or a step was done or dropped.';
CREATE TRIGGER note_numbers BEFORE INSERT ON plan_entry FOR EACH ROW EXECUTE FUNCTION note_numbers();

ALTER TABLE plan_entry ENABLE ROW LEVEL SECURITY;
SELECT set_sight('plan_entry', '((SELECT sees(''all'')) OR (
    NOT EXISTS (SELECT FROM unnest(about) AS one (id) WHERE (SELECT keys_of(''kept'')) ? one.id::text)
    AND CASE kind WHEN ''plan-step'' THEN NOT EXISTS (SELECT FROM unnest(about) AS one (id) WHERE NOT ' || sight_rule('one.id', 'agency', 'kind', 3) || ')
      ELSE EXISTS (SELECT FROM unnest(about) AS one (id) WHERE ' || sight_rule('one.id', 'agency', 'kind', 3) || ') END))');
COMMENT ON POLICY in_sight ON plan_entry IS 'Who leads and what was agreed is seen by who may see it of anybody in the family; a step only of everybody whom it is about, since it may name them. Nobody sees it from whom the whereabouts of one of them are kept back.';
CREATE POLICY written_by_oneself ON plan_entry AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all'))
  OR (written_by::text = current_setting('vantage.actor', true) AND agency = (SELECT current_setting('vantage.agency', true))
    AND about <@ ARRAY(SELECT near('team') UNION SELECT near('manager'))));
CREATE POLICY ended_by_whoever_works_with_them ON plan_entry AS RESTRICTIVE FOR UPDATE USING ((SELECT sees('all'))
  OR about && ARRAY(SELECT near('team') UNION SELECT near('manager')));
GRANT INSERT ON plan_entry TO vantage_app;
GRANT SELECT (area, entry_id, kind, family_id, persons, about, agency, content, day, written_by, written_at, outcome, ended_words, ended_by,
  ended_at) ON plan_entry TO vantage_app;
GRANT UPDATE (about, outcome, ended_words, ended_by, ended_at) ON plan_entry TO vantage_app;

CREATE FUNCTION plans_to_follow() RETURNS TABLE (entry_id uuid, now_about uuid[]) LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH asked AS (
      SELECT p.entry_id, p.about, one.person, one.number, one.at
      FROM plan_entry p CROSS JOIN LATERAL unnest(p.persons, p.numbers) WITH ORDINALITY AS one (person, number, at)
      WHERE p.area = current_setting('vantage.area', true) AND sees('all'))
    SELECT a.entry_id, array_agg(coalesce(h.person_id, a.person) ORDER BY a.at)
    FROM asked a LEFT JOIN who_has(current_setting('vantage.area', true), ARRAY(SELECT number FROM asked)) h USING (number)
    GROUP BY a.entry_id, a.about
    HAVING array_agg(coalesce(h.person_id, a.person) ORDER BY a.at) <> a.about
  $$;
REVOKE ALL ON FUNCTION plans_to_follow() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION plans_to_follow() TO vantage_app;
COMMENT ON FUNCTION plans_to_follow() IS 'For a build: what was set for people of whom records now hold that they are others, and who they are.';
