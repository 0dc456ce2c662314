CREATE FUNCTION vantage_analyze(names text[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY names LOOP
    EXECUTE format('ANALYZE public.%I', name);
  END LOOP;
END
$$;
REVOKE ALL ON FUNCTION vantage_analyze(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION vantage_analyze(text[]) TO vantage_app;
COMMENT ON FUNCTION vantage_analyze(text[]) IS 'Lets the working role, which owns no table, refresh the planner''s statistics of tables it has just filled, inside its transaction.';
