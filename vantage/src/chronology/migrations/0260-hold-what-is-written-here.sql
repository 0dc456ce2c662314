ALTER TABLE fact
  ADD COLUMN audience text CHECK (audience IN ('team', 'allocated', 'author')),
  ADD COLUMN written_by uuid,
  ADD CONSTRAINT written_for_somebody CHECK ((audience IS NULL) = (written_by IS NULL));
ALTER TABLE fact_detail
  ADD COLUMN audience text CHECK (audience IN ('team', 'allocated', 'author')),
  ADD COLUMN written_by uuid,
  ADD CONSTRAINT written_for_somebody CHECK ((audience IS NULL) = (written_by IS NULL));
COMMENT ON COLUMN fact.written_by IS 'The worker who wrote it here; null of what an extract tells. No build makes or ends what is written here.';
COMMENT ON COLUMN fact.audience IS 'Of what is written here, who may see it of those to whom agreements show it: whoever is allocated, manages the work or is named; the team as well; or whoever wrote it and manages the work there alone.';

CREATE FUNCTION audience_rule(v_person text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT format($rule$((audience = 'allocated' AND ((SELECT keys_of('near_allocated')) ? %1$s OR (SELECT keys_of('near_manager')) ? %1$s
      OR (SELECT keys_of('near_named')) ? %1$s))
    OR (audience = 'author' AND agency = (SELECT current_setting('vantage.agency', true)) AND (SELECT keys_of('near_manager')) ? %1$s))$rule$,
    v_person || '::text')
$$;
COMMENT ON FUNCTION audience_rule(text) IS 'The text of a rule: whether somebody is among those for whom what is written here about a person is.';

CREATE FUNCTION set_sight_of_written(v_table regclass, v_also text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_of_all text := 'NOT EXISTS (SELECT FROM unnest(about) AS one (id) WHERE NOT ';
BEGIN
  EXECUTE format($p$CREATE POLICY own_writing ON %s USING (area = current_setting('vantage.area', true)
    AND written_by::text = current_setting('vantage.actor', true) AND %s (NOT (SELECT keys_of('sealed')) ? one.id::text
      AND ((SELECT keys_of('near_team')) ? one.id::text OR (SELECT keys_of('near_manager')) ? one.id::text))))$p$, v_table, v_of_all);
  EXECUTE format($p$CREATE POLICY for_whom_it_was_written ON %s AS RESTRICTIVE FOR SELECT USING (audience IS NULL OR audience = 'team'
    OR (SELECT sees('all')) OR (SELECT sees('counts')) OR written_by::text = (SELECT current_setting('vantage.actor', true))
    OR %s %s) OR %s)$p$, v_table, v_of_all, audience_rule('one.id'), v_also);
  EXECUTE format($p$CREATE POLICY written_by_oneself ON %s AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all'))
    OR (written_by::text = current_setting('vantage.actor', true) AND agency = (SELECT current_setting('vantage.agency', true))))$p$, v_table);
END
$$;
REVOKE ALL ON FUNCTION set_sight_of_written(regclass, text) FROM PUBLIC;
COMMENT ON FUNCTION set_sight_of_written(regclass, text) IS 'For migrations: over a table of what is said of several people (about, agency, audience, written_by) whose writers see what they wrote of people with all of whom they still work, and others only what was written for them.';

SELECT set_sight_of_written('fact_detail', '(SELECT keys_of(''told_whole'')) ? fact_id::text');
CREATE POLICY ended_by_nobody ON fact_detail AS RESTRICTIVE FOR UPDATE USING ((SELECT sees('all')));

CREATE POLICY own_writing ON fact USING (area = current_setting('vantage.area', true)
  AND written_by::text = current_setting('vantage.actor', true)
  AND NOT (SELECT keys_of('sealed')) ? person_id::text
  AND ((SELECT keys_of('near_team')) ? person_id::text OR (SELECT keys_of('near_manager')) ? person_id::text));
COMMENT ON POLICY own_writing ON fact IS 'What they wrote themselves, of people with whom they still work.';
DO $$
BEGIN
  EXECUTE format($p$CREATE POLICY for_whom_it_was_written ON fact AS RESTRICTIVE FOR SELECT USING (audience IS NULL OR audience = 'team'
    OR (SELECT sees('all')) OR (SELECT sees('counts')) OR written_by::text = (SELECT current_setting('vantage.actor', true))
    OR (audience = 'allocated' AND (SELECT current_setting('vantage.held', true)) = 'agency-lead')
    OR %s OR (SELECT keys_of('told')) ? fact_id::text)$p$, audience_rule('person_id'));
END
$$;
COMMENT ON POLICY for_whom_it_was_written ON fact IS 'Of those to whom agreements show it, only those for whom it was written; the lead of an agency sees that it was.';
CREATE POLICY written_by_oneself ON fact AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all'))
  OR (written_by::text = current_setting('vantage.actor', true) AND agency = (SELECT current_setting('vantage.agency', true))
    AND superseded_at IS NULL));
CREATE POLICY ended_by_oneself ON fact AS RESTRICTIVE FOR UPDATE USING ((SELECT sees('all'))
  OR written_by::text = current_setting('vantage.actor', true));
