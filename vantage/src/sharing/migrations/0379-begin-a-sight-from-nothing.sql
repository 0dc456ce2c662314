CREATE FUNCTION every_sight_setting() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT sight_settings() || '{sight_place,near_self,may_self,told,told_listed,told_whole}'::text[]
$$;
COMMENT ON FUNCTION every_sight_setting() IS 'The settings, after `vantage.`, that make up the sight of whoever looks, a person who looks for themselves as well.';

DO $$
DECLARE
  v_begin text := pg_get_functiondef('begin_sight'::regproc);
  v_first text := '
BEGIN
  IF v_role IN (''system'', ''family-member'')';
  v_named text := 'array_to_string(services_named(), '','')';
  v_taken text := 'v_kept := take_shared_sight(v_of, v_changes, v_now);';
  v_wide text := 'PERFORM keep_wide_sets(hashtext(v_of) & 63);';
  v_shared text := 'IF v_changed_nothing THEN';
  v_changed text[];
BEGIN
  -- In one transaction numbers are counted and somebody looks: neither sees by what the other left, nor loses its wide sets.
  v_changed := ARRAY[
    v_first, '
BEGIN
  PERFORM set_config(''vantage.'' || name, '''', true) FROM unnest(every_sight_setting()) AS name;
  IF v_role IN (''system'', ''family-member'')',
    v_named, 'CASE v_role WHEN ''counts'' THEN '''' ELSE ' || v_named || ' END',
    v_taken, 'v_kept := CASE WHEN v_role <> ''counts'' THEN take_shared_sight(v_of, v_changes, v_now) END;',
    v_wide, 'IF v_role <> ''counts'' THEN ' || v_wide || ' END IF;',
    v_shared, 'IF v_changed_nothing AND v_role <> ''counts'' THEN'];
  FOR i IN 1 .. cardinality(v_changed) BY 2 LOOP
    IF strpos(v_begin, v_changed[i]) = 0 THEN RAISE EXCEPTION 'begin_sight is not as it was'; END IF;
    v_begin := replace(v_begin, v_changed[i], v_changed[i + 1]);
  END LOOP;
  EXECUTE v_begin;
END
$$;
