CREATE FUNCTION keys_of(v_setting text) RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(jsonb_object(k, k), '{}') FROM string_to_array(nullif(current_setting('vantage.' || v_setting, true), ''), ',') AS k $$;
COMMENT ON FUNCTION keys_of(text) IS 'The members of a set that begin_sight left in a setting, as keys; never null. One is found among thousands as fast as among few, and making the set costs less than a table of hashes.';

CREATE OR REPLACE FUNCTION sight_rule(v_person text, v_said text, v_tier integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT format($rule$((SELECT sees('all')) OR (NOT (SELECT keys_of('sealed')) ? (%1$s)::text AND (
    (SELECT sees('counts'))
    OR (SELECT keys_of('may_any_%3$s')) ? %2$s
    OR ((SELECT keys_of('near_team')) ? (%1$s)::text AND (SELECT keys_of('may_team_%3$s')) ? %2$s)
    OR ((SELECT keys_of('near_allocated')) ? (%1$s)::text AND (SELECT keys_of('may_allocated_%3$s')) ? %2$s)
    OR ((SELECT keys_of('near_manager')) ? (%1$s)::text AND (SELECT keys_of('may_manager_%3$s')) ? %2$s)
    OR ((SELECT keys_of('near_named')) ? (%1$s)::text AND (SELECT keys_of('may_named_%3$s')) ? %2$s)
  )))$rule$, v_person, v_said, v_tier)
$$;

CREATE FUNCTION set_sight(v_table regclass, v_rule text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE format('DROP POLICY IF EXISTS in_sight ON %s', v_table);
  EXECUTE format('CREATE POLICY in_sight ON %s USING (area = current_setting(''vantage.area'', true) AND %s)', v_table, v_rule);
END
$$;
REVOKE ALL ON FUNCTION set_sight(regclass, text) FROM PUBLIC;
COMMENT ON FUNCTION set_sight(regclass, text) IS 'Puts a rule over a table with persons'' facts: rows of the actor''s area for which it holds. For migrations.';

DO $$
BEGIN
  EXECUTE 'CREATE OR REPLACE FUNCTION tier_here(v_person uuid, v_agency text, v_kind text) RETURNS integer LANGUAGE sql STABLE AS $f$ SELECT CASE '
    || (SELECT string_agg('WHEN ' || sight_rule('v_person', '(v_agency || ''|'' || v_kind)', tier) || ' THEN ' || tier, ' ' ORDER BY tier DESC) FROM generate_series(1, 4) AS t (tier))
    || ' ELSE 0 END $f$';
  EXECUTE 'CREATE FUNCTION summary_here(v_person uuid, v_agency text, v_kind text) RETURNS boolean LANGUAGE sql STABLE AS $f$ SELECT '
    || sight_rule('v_person', '(v_agency || ''|'' || v_kind)', 3) || ' $f$';
END
$$;
COMMENT ON FUNCTION summary_here(uuid, text, text) IS 'Whether the actor may see a summary of a kind of fact about a person from an agency: tier_here at 3 or more, asked once.';
