CREATE OR REPLACE FUNCTION sight_settings() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT '{sees,held,agency,here,named,sealed,ended,subjects,may_ask,kept,kept_back_3,kept_back_4}'::text[]
    || ARRAY(SELECT 'near_' || c FROM unnest('{team,allocated,manager,named}'::text[]) AS c)
    || ARRAY(SELECT 'may_' || c || '_' || t FROM unnest('{any,team,allocated,manager,named}'::text[]) AS c, generate_series(1, 4) AS t)
$$;

DO $$
DECLARE
  v_begin text := pg_get_functiondef('begin_sight'::regproc);
  v_anew text := 'v_role IN (''system'', ''counts'', ''family-member'')';
BEGIN
  IF strpos(v_begin, v_anew) = 0 THEN RAISE EXCEPTION 'begin_sight is not as it was'; END IF;
  EXECUTE replace(v_begin, v_anew, 'v_role IN (''system'', ''family-member'')');
END
$$;
