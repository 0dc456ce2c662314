CREATE OR REPLACE FUNCTION keep_wide_sets(v_place integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF to_regclass('pg_temp.sight_set') IS NULL THEN RETURN; END IF;
  DELETE FROM pg_temp.sight_set WHERE place = v_place;
  INSERT INTO pg_temp.sight_set
    SELECT v_place, name, CASE name WHEN 'subjects' THEN value::jsonb
      ELSE (SELECT jsonb_object_agg(key, NULL) FROM unnest(string_to_array(value, ',')) AS key) END
    FROM (SELECT name, current_setting('vantage.' || name, true) AS value FROM unnest(sight_settings()) AS name
      WHERE name LIKE 'near\_%' OR name ~ '^may_[a-z]+_[1-4]$' OR name = 'subjects') AS one
    WHERE is_wide(value);
  PERFORM set_config('vantage.' || name, '*', true) FROM pg_temp.sight_set WHERE place = v_place;
END
$$;
COMMENT ON FUNCTION keep_wide_sets(integer) IS 'Moves the wide ones among the sets of people whom the actor is near, of what agreements let be seen, and the subjects of kinds of fact, from the transaction''s settings to the connection''s own place, with their keys made once.';

CREATE OR REPLACE FUNCTION subjects() RETURNS jsonb LANGUAGE sql STABLE PARALLEL RESTRICTED
  AS $$ SELECT CASE WHEN current_setting('vantage.subjects', true) = '*' THEN wide_keys('subjects')
    ELSE coalesce(nullif(current_setting('vantage.subjects', true), ''), '{}')::jsonb END $$;

CREATE OR REPLACE FUNCTION is_wide(v_set text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT length(v_set) > 500 $$;
COMMENT ON FUNCTION is_wide(text) IS 'Whether a set of a sight has so many members, some thirteen people, that making its keys anew for every question costs more than fetching them.';

DELETE FROM sight_worked_out;
