CREATE FUNCTION begin_connection() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF to_regclass('pg_temp.sight_set') IS NOT NULL THEN RETURN; END IF;
  CREATE TEMPORARY TABLE sight_set (place integer, name text, keys jsonb NOT NULL, PRIMARY KEY (place, name));
  ALTER TABLE sight_set ALTER keys SET STORAGE EXTERNAL;
END
$$;
REVOKE ALL ON FUNCTION begin_connection() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION begin_connection() TO vantage_app;
COMMENT ON FUNCTION begin_connection() IS 'Gives a connection a place, gone with it, for the wide sets of the sight that it remembers. A connection without one keeps them in settings.';

CREATE FUNCTION is_wide(v_set text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT length(v_set) > 2000 $$;
COMMENT ON FUNCTION is_wide(text) IS 'Whether a set of a sight has so many members, some fifty, that making its keys anew for every question costs more than fetching them.';

CREATE FUNCTION wide_keys(v_setting text) RETURNS jsonb LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  -- The path of nothing hands the keys over whole: otherwise they would be fetched for each row that they are asked about.
  RETURN coalesce((SELECT keys #> '{}' FROM pg_temp.sight_set
    WHERE place = current_setting('vantage.sight_place')::integer AND name = v_setting), '{}');
END
$$;
REVOKE ALL ON FUNCTION wide_keys(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wide_keys(text) TO vantage_app;
COMMENT ON FUNCTION wide_keys(text) IS 'A wide set of the actor''s sight, as its connection remembers it. Only sets by which more is seen are kept so: one that is not there lets nothing be seen.';

CREATE OR REPLACE FUNCTION keys_of(v_setting text) RETURNS jsonb LANGUAGE sql STABLE PARALLEL RESTRICTED
  AS $$ SELECT CASE WHEN current_setting('vantage.' || v_setting, true) = '*' THEN wide_keys(v_setting) ELSE
    coalesce(jsonb_object(string_to_array(nullif(current_setting('vantage.' || v_setting, true), ''), ','),
      string_to_array(nullif(current_setting('vantage.' || v_setting, true), ''), ',')), '{}') END $$;
COMMENT ON FUNCTION keys_of(text) IS 'The members of a set that begin_sight left in a setting, or, where that says *, with the connection, as keys; never null. One is found among thousands as fast as among few. Without FROM, so that it is written into the question rather than called.';

CREATE OR REPLACE FUNCTION near(v_condition text) RETURNS SETOF uuid LANGUAGE sql STABLE PARALLEL RESTRICTED
  AS $$ SELECT jsonb_object_keys(keys_of('near_' || v_condition))::uuid $$;

DO $$
DECLARE
  v_begin text := pg_get_functiondef('begin_sight'::regproc);
  v_changes text := 'v_changes := (SELECT coalesce(sum(changes), 0) FROM sight_change);';
  v_keep text := 'PERFORM set_config(v_place, jsonb_build_object(';
BEGIN
  IF strpos(v_begin, v_changes) = 0 OR strpos(v_begin, v_keep) = 0 THEN RAISE EXCEPTION 'begin_sight is not as it was'; END IF;
  v_begin := replace(v_begin, v_changes, 'PERFORM set_config(''vantage.sight_place'', (hashtext(v_of) & 63)::text, true);
  ' || v_changes);
  EXECUTE replace(v_begin, v_keep, 'PERFORM keep_wide_sets(hashtext(v_of) & 63);
  ' || v_keep);
END
$$;
COMMENT ON FUNCTION begin_sight(text, text, text, text, timestamptz) IS 'Leaves the actor''s sight in settings of the transaction that begins, which row security reads, and what the actor and their agency are called (vantage.here); a setting that is not there lets nothing be seen, and one that says * stands with the connection (keep_wide_sets). A connection remembers the sight of up to 64 people at work. It is worked out again as soon as anything has changed that it is worked out from, and at every moment from which it is another of itself.';

CREATE FUNCTION keep_wide_sets(v_place integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF to_regclass('pg_temp.sight_set') IS NULL THEN RETURN; END IF;
  DELETE FROM pg_temp.sight_set WHERE place = v_place;
  INSERT INTO pg_temp.sight_set
    SELECT v_place, name, (SELECT jsonb_object_agg(key, NULL) FROM unnest(string_to_array(value, ',')) AS key)
    FROM (SELECT name, current_setting('vantage.' || name, true) AS value FROM unnest(sight_settings()) AS name WHERE name LIKE 'near\_%') AS one
    WHERE is_wide(value);
  PERFORM set_config('vantage.' || name, '*', true) FROM pg_temp.sight_set WHERE place = v_place;
END
$$;
REVOKE ALL ON FUNCTION keep_wide_sets(integer) FROM PUBLIC;
COMMENT ON FUNCTION keep_wide_sets(integer) IS 'Moves the wide ones among the sets of people whom the actor is near from the transaction''s settings to the connection''s own place, with their keys made once.';
