CREATE OR REPLACE FUNCTION sight_settings() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT '{sees,held,agency,here,named,sealed,ended,subjects,may_ask,kept,kept_back_3,kept_back_4}'::text[]
    || ARRAY(SELECT 'near_' || c FROM unnest('{team,allocated,themselves,manager,named,once_team,once_manager}'::text[]) AS c)
    || ARRAY(SELECT 'may_' || c || '_' || t FROM unnest('{any,team,allocated,manager,named}'::text[]) AS c, generate_series(1, 4) AS t)
$$;

DO $$
DECLARE
  v_now text := pg_get_functiondef('work_out_sight'::regproc);
  v_found text := 'PERFORM set_config(''vantage.subjects'',';
BEGIN
  IF length(v_now) - length(replace(v_now, v_found, '')) <> length(v_found) THEN
    RAISE EXCEPTION 'work_out_sight does not say which subjects there are as it did';
  END IF;
  EXECUTE replace(v_now, v_found, 'PERFORM set_config(''vantage.near_themselves'', coalesce((
    SELECT string_agg(DISTINCT person_id::text, '','') FROM relation
    WHERE area = v_area AND relation_id = ANY (v_own) AND kind = ''allocated'' AND via = person_id AND NOT person_id = ANY (v_sealed)), ''''), true);
  ' || v_found);
END
$$;

DELETE FROM sight_worked_out;
