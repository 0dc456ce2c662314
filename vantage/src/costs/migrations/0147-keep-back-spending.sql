DO $$
BEGIN
  DROP POLICY in_sight ON spending;
  EXECUTE 'CREATE POLICY in_sight ON spending USING (area = current_setting(''vantage.area'', true) AND '
    || sight_rule('person_id', '(agency || ''|'' || kind)', 3) || ')';
END
$$;
