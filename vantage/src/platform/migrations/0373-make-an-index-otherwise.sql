CREATE OR REPLACE FUNCTION vantage_index_later(name text, on_table text, made_as text, why text) RETURNS void LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
BEGIN
  EXECUTE format('ALTER TABLE public.%I DROP CONSTRAINT IF EXISTS %I', on_table, name);
  EXECUTE format('DROP INDEX IF EXISTS public.%I', name);
  DELETE FROM vantage_index i WHERE i.name = vantage_index_later.name;
  INSERT INTO vantage_index VALUES (name, on_table, made_as, why);
  PERFORM vantage_make_indexes(ARRAY[on_table]);
END
$$;
COMMENT ON FUNCTION vantage_index_later(text, text, text, text) IS 'For migrations: has an index made once its table is filled, at once where it is; one that stands under its name, or was to be made, goes.';
