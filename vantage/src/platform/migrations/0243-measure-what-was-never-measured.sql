CREATE OR REPLACE FUNCTION vantage_filled(tables text[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  filled text;
  fresh boolean;
BEGIN
  PERFORM vantage_make_indexes(tables);
  FOREACH filled IN ARRAY tables LOOP
    -- Making an index notes a table's size, though nothing is known of its values.
    SELECT NOT EXISTS (SELECT FROM pg_stats WHERE schemaname = 'public' AND tablename = filled)
      OR pg_relation_size(oid) > relpages * 1.1 * current_setting('block_size')::integer INTO fresh
    FROM pg_class WHERE oid = format('public.%I', filled)::regclass;
    CONTINUE WHEN NOT fresh;
    EXECUTE format('ANALYZE public.%I', filled);
  END LOOP;
END
$$;
COMMENT ON FUNCTION vantage_filled(text[]) IS 'Lets the working role, which owns no table, have the waiting indexes of tables it has just filled made, and the planner''s statistics refreshed of those that have none or have grown by more than a tenth, inside its transaction.';
