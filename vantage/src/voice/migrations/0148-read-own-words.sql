DO $$
BEGIN
  DROP POLICY in_sight ON statement;
  EXECUTE 'CREATE POLICY in_sight ON statement USING (area = current_setting(''vantage.area'', true) AND '
    || sight_rule('person_id', '(agency || ''|'' || kind)', 4)
    || ' AND (audience <> ''speaker-and-lead'' OR (SELECT sees(''all'')) OR person_id IN (SELECT near(''allocated'')) OR person_id IN (SELECT near(''self''))))';
END
$$;
COMMENT ON POLICY in_sight ON statement IS 'By agreement, and of words for the speaker and the lead only by the speaker and whoever is allocated.';
