DO $$
DECLARE
  everybody text := 'NOT EXISTS (SELECT FROM unnest(about) AS one (id) WHERE NOT '
    || sight_rule('one.id', '(agency || ''|'' || kind)', 4) || ')';
BEGIN
  DROP POLICY in_sight ON fact;
  EXECUTE 'CREATE POLICY in_sight ON fact USING (area = current_setting(''vantage.area'', true) AND ('
    || sight_rule('person_id', '(agency || ''|'' || kind)', 3) || ' OR fact_id IN (SELECT told_to_me())))';
  DROP POLICY in_sight ON fact_detail;
  EXECUTE 'CREATE POLICY in_sight ON fact_detail USING (area = current_setting(''vantage.area'', true) AND ((SELECT sees(''all'')) OR '
    || everybody || ' OR fact_id IN (SELECT told_whole())))';
  DROP POLICY in_sight ON opening;
  EXECUTE 'CREATE POLICY in_sight ON opening USING (area = current_setting(''vantage.area'', true) AND '
    || sight_rule('person_id', '(agency || ''|'' || kind)', 3) || ')';
END
$$;
COMMENT ON POLICY in_sight ON fact_detail IS 'Everybody whom the happening is about must be seen at detail: what is said of one may name another. The person alone whom it is about sees it when they are told.';
