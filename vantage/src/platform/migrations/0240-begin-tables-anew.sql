CREATE FUNCTION vantage_begin_filling(tables text[]) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  name text;
  filled boolean;
  all_empty boolean := true;
BEGIN
  FOREACH name IN ARRAY tables LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', name) INTO filled;
    IF filled THEN
      all_empty := false;
    ELSE
      EXECUTE format('TRUNCATE public.%I', name);
    END IF;
  END LOOP;
  RETURN all_empty;
END
$$;
REVOKE ALL ON FUNCTION vantage_begin_filling(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION vantage_begin_filling(text[]) TO vantage_app;
COMMENT ON FUNCTION vantage_begin_filling(text[]) IS 'Begins those of the tables that are empty anew, so that what this transaction puts into them is written once, to the tables themselves, and is on the disk when it commits; tells whether all were empty. Takes no row away.';

CREATE OR REPLACE FUNCTION vantage_filled(tables text[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  filled text;
  grown boolean;
BEGIN
  PERFORM vantage_make_indexes(tables);
  FOREACH filled IN ARRAY tables LOOP
    SELECT pg_relation_size(oid) > greatest(relpages, 0) * 1.1 * current_setting('block_size')::integer INTO grown
    FROM pg_class WHERE oid = format('public.%I', filled)::regclass;
    CONTINUE WHEN NOT grown;
    EXECUTE format('ANALYZE public.%I', filled);
  END LOOP;
END
$$;
COMMENT ON FUNCTION vantage_filled(text[]) IS 'Lets the working role, which owns no table, have the waiting indexes of tables it has just filled made, and the planner''s statistics of those that have grown by more than a tenth refreshed, inside its transaction.';
