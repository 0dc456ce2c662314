DO $$
BEGIN
  EXECUTE $f$CREATE FUNCTION named_by(v_persons uuid[], v_agencies text[]) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
  AS $body$
    BEGIN
      RETURN QUERY SELECT DISTINCT p.person_id FROM unnest(v_persons) AS p (person_id), unnest(v_agencies) AS a (agency)
      WHERE $f$ || sight_rule('p.person_id', 'a.agency', '''name''', 3) || $f$;
    END
  $body$ $f$;
END
$$;
REVOKE ALL ON FUNCTION named_by(uuid[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION named_by(uuid[], text[]) TO vantage_app;
COMMENT ON FUNCTION named_by(uuid[], text[]) IS 'Of the persons, those of whom the actor may see who they are by the records of one of the agencies, whether or not these have any. The rule stands in it, so that its sets are made once, not for each pair.';
