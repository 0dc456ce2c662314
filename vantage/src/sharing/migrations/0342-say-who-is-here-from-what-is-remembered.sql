CREATE OR REPLACE FUNCTION keys_of(v_setting text) RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(jsonb_object(string_to_array(nullif(current_setting('vantage.' || v_setting, true), ''), ','),
    string_to_array(nullif(current_setting('vantage.' || v_setting, true), ''), ',')), '{}') $$;
COMMENT ON FUNCTION keys_of(text) IS 'The members of a set that begin_sight left in a setting, as keys; never null. One is found among thousands as fast as among few, and making the set costs less than a table of hashes. Without FROM, so that it is written into the question rather than called.';

CREATE OR REPLACE FUNCTION sight_settings() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT '{held,agency,here,named,sealed,ended,subjects,may_ask,kept,kept_back_3,kept_back_4}'::text[]
    || ARRAY(SELECT 'near_' || c FROM unnest('{team,allocated,manager,named}'::text[]) AS c)
    || ARRAY(SELECT 'may_' || c || '_' || t FROM unnest('{any,team,allocated,manager,named}'::text[]) AS c, generate_series(1, 4) AS t)
$$;

DO $$
DECLARE
  v_begin text := pg_get_functiondef('begin_sight'::regproc);
  v_named text := 'PERFORM set_config(''vantage.named'',';
  v_ordered text := 'CASE WHEN name = ''subjects'' THEN';
BEGIN
  IF strpos(v_begin, v_named) = 0 OR strpos(v_begin, v_ordered) = 0 THEN RAISE EXCEPTION 'begin_sight is not as it was'; END IF;
  v_begin := replace(v_begin, v_ordered, 'CASE WHEN name IN (''subjects'', ''here'') THEN');
  EXECUTE replace(v_begin, v_named, 'PERFORM set_config(''vantage.here'', coalesce((SELECT jsonb_build_object(''name'', w.name, ''agencyName'', a.name)::text
    FROM worker w JOIN agency a USING (area, agency) WHERE w.area = v_area AND w.worker_id::text = v_actor), ''''), true);
  ' || v_named);
END
$$;
COMMENT ON FUNCTION begin_sight(text, text, text, text, timestamptz) IS 'Leaves the actor''s sight in settings of the transaction that begins, which row security reads, and what the actor and their agency are called (vantage.here); a setting that is not there lets nothing be seen. A connection remembers the sight of up to 64 people at work. It is worked out again as soon as anything has changed that it is worked out from, and at every moment from which it is another of itself.';
