DO $$
BEGIN
  DROP POLICY in_sight ON residence;
  EXECUTE 'CREATE POLICY in_sight ON residence USING (area = current_setting(''vantage.area'', true) AND '
    || sight_rule('person_id', '(agency || ''|'' || kind)', 3) || ')';
END
$$;
