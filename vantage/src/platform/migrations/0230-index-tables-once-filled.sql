CREATE TABLE vantage_index (
  name     text PRIMARY KEY,
  on_table text NOT NULL,
  made_as  text NOT NULL,
  why      text NOT NULL
);
COMMENT ON TABLE vantage_index IS 'Indexes of tables that grow by the million. Each is made when its table has first been filled: made of all rows at once it costs a fraction of what it costs row by row. Part of the schema, like the list of migrations: it says nothing of an area.';

CREATE FUNCTION vantage_make_indexes(tables text[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  waiting vantage_index;
  filled boolean;
BEGIN
  FOR waiting IN
    SELECT * FROM vantage_index WHERE on_table = ANY (tables) AND to_regclass(format('public.%I', name)) IS NULL ORDER BY name
  LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', waiting.on_table) INTO filled;
    CONTINUE WHEN NOT filled;
    EXECUTE waiting.made_as;
    EXECUTE format('COMMENT ON INDEX public.%I IS %L', waiting.name, waiting.why);
  END LOOP;
END
$$;
REVOKE ALL ON FUNCTION vantage_make_indexes(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION vantage_make_indexes(text[]) TO vantage_app;
COMMENT ON FUNCTION vantage_make_indexes(text[]) IS 'Makes the indexes that wait for these tables to be filled, of those that are.';

CREATE FUNCTION vantage_index_later(name text, on_table text, made_as text, why text) RETURNS void LANGUAGE plpgsql
  SET search_path = public, pg_temp AS $$
BEGIN
  EXECUTE format('ALTER TABLE public.%I DROP CONSTRAINT IF EXISTS %I', on_table, name);
  EXECUTE format('DROP INDEX IF EXISTS public.%I', name);
  INSERT INTO vantage_index VALUES (name, on_table, made_as, why);
  PERFORM vantage_make_indexes(ARRAY[on_table]);
END
$$;
REVOKE ALL ON FUNCTION vantage_index_later(text, text, text, text) FROM PUBLIC;
COMMENT ON FUNCTION vantage_index_later(text, text, text, text) IS 'For migrations: has an index made once its table is filled, at once where it is; one that stands under its name goes.';

CREATE FUNCTION vantage_key_later(on_table text, VARIADIC columns text[]) RETURNS void LANGUAGE sql AS $$
  SELECT vantage_index_later(on_table || '_pkey', on_table,
    format('ALTER TABLE %I ADD CONSTRAINT %I PRIMARY KEY (%s)', on_table, on_table || '_pkey', array_to_string(columns, ', ')),
    'Its key.')
$$;
REVOKE ALL ON FUNCTION vantage_key_later(text, text[]) FROM PUBLIC;
COMMENT ON FUNCTION vantage_key_later(text, text[]) IS 'For migrations: the same for a table''s primary key, to which nothing may refer.';

CREATE FUNCTION vantage_filled(tables text[]) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  filled text;
BEGIN
  PERFORM vantage_make_indexes(tables);
  FOREACH filled IN ARRAY tables LOOP
    EXECUTE format('ANALYZE public.%I', filled);
  END LOOP;
END
$$;
REVOKE ALL ON FUNCTION vantage_filled(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION vantage_filled(text[]) TO vantage_app;
COMMENT ON FUNCTION vantage_filled(text[]) IS 'Lets the working role, which owns no table, have the waiting indexes of tables it has just filled made, and the planner''s statistics of them refreshed, inside its transaction.';
DROP FUNCTION vantage_analyze(text[]);
