CREATE FUNCTION reads_private(v_person text, v_agency text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT format($rule$((SELECT sees('all')) OR (SELECT keys_of('near_self')) ? (%1$s)::text OR (SELECT keys_of('near_themselves')) ? (%1$s)::text
    OR (%2$s = (SELECT current_setting('vantage.agency', true)) AND (SELECT keys_of('near_allocated')) ? (%1$s)::text))$rule$, v_person, v_agency)
$$;
COMMENT ON FUNCTION reads_private(text, text) IS 'The text of the rule of who reads what a person said, to one agency, for themselves and their lead alone: they themselves, whoever is allocated to them, and at that agency whoever is allocated to a child or the main carer of their family.';

SELECT set_sight('statement', sight_rule('person_id', 'agency', 'kind', 4)
  || ' AND (audience <> ''speaker-and-lead'' OR ' || reads_private('person_id', 'agency') || ')');
COMMENT ON POLICY in_sight ON statement IS 'By agreement; and words for the speaker and their lead by the speaker, whoever is allocated to the speaker, and whoever at the agency that was told is allocated to a child or the main carer of their family.';

DROP POLICY for_whom_it_was_said ON network_tie;
DO $$
BEGIN
  EXECUTE 'CREATE POLICY for_whom_it_was_said ON network_tie AS RESTRICTIVE FOR SELECT USING (
    (SELECT current_setting(''vantage.actor'', true)) IN (written_by::text, ended_by::text)
    OR ' || reads_private('about[1]', 'agency') || ' OR (audience <> ''speaker-and-lead'' AND outcome IS NULL))';
END
$$;
COMMENT ON POLICY for_whom_it_was_said ON network_tie IS 'What stands, by whom its speaker let see it; what stands no more, by who reads the speaker’s words for them and their lead, and whoever wrote it down or ended it.';
