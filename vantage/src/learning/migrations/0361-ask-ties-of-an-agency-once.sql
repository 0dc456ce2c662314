DROP FUNCTION reviewed_ties(text, date);
CREATE FUNCTION reviewed_ties(v_agency text, v_day date) RETURNS TABLE (person_id uuid, role text, condition text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT * FROM ties_of_agency(v_agency, ARRAY(SELECT reviewed_persons()), v_day, NULL)
  $$;
REVOKE ALL ON FUNCTION reviewed_ties(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reviewed_ties(text, date) TO vantage_app;
COMMENT ON FUNCTION reviewed_ties(text, date) IS 'What ties_of_agency says of the people of the review that was entered.';
