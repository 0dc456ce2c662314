DO $$
BEGIN
  DROP POLICY in_sight ON person_detail;
  EXECUTE 'CREATE POLICY in_sight ON person_detail USING (area = current_setting(''vantage.area'', true) AND '
    || sight_rule('person_id', '(agency || ''|'' || kind)', 3) || ')';
  DROP POLICY in_sight ON link;
  EXECUTE 'CREATE POLICY in_sight ON link USING (area = current_setting(''vantage.area'', true) AND '
    || sight_rule('person_id', '(agency || ''|record'')', 4) || ')';
END
$$;
