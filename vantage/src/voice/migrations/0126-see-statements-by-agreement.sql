DO $$
BEGIN
  DROP POLICY in_area ON statement;
  EXECUTE 'CREATE POLICY in_sight ON statement USING (area = current_setting(''vantage.area'', true) AND '
    || sight_rule('person_id', '(agency || ''|'' || kind)', 4)
    || ' AND (audience <> ''speaker-and-lead'' OR (SELECT sees(''all'')) OR person_id IN (SELECT near(''allocated''))))';
END
$$;
COMMENT ON POLICY in_sight ON statement IS 'By agreement, and of words for the speaker and the lead only by whoever is allocated.';

CREATE FUNCTION have_spoken(v_persons uuid[]) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT DISTINCT s.person_id FROM statement s
    WHERE s.area = current_setting('vantage.area', true) AND s.superseded_at IS NULL AND s.kind = 'said'
      AND s.person_id = ANY (v_persons) AND tier_here(s.person_id, s.agency, s.kind) >= 1
  $$;
REVOKE ALL ON FUNCTION have_spoken(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION have_spoken(uuid[]) TO vantage_app;
COMMENT ON FUNCTION have_spoken(uuid[]) IS 'Of the persons, those of whom words are recorded whose existence the actor may know: nobody is said not to have been asked when their words are for others.';
