CREATE FUNCTION keys_of(v_setting text) RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(jsonb_object(k, k), '{}') FROM string_to_array(nullif(current_setting('vantage.' || v_setting, true), ''), ',') AS k $$;
COMMENT ON FUNCTION keys_of(text) IS 'The members of a set that begin_sight left in a setting, as keys; never null. One is found among thousands as fast as among few, and making the set costs less than a table of hashes.';

CREATE FUNCTION subjects() RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(nullif(current_setting('vantage.subjects', true), ''), '{}')::jsonb $$;
COMMENT ON FUNCTION subjects() IS 'The subject of each kind of fact, as begin_sight left it. Agreements share subjects: sets of agency|subject are a quarter of what sets of agency|kind would be.';

DROP FUNCTION sight_rule(text, text, integer);
CREATE FUNCTION sight_rule(v_person text, v_agency text, v_kind text, v_tier integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT format($rule$((SELECT sees('all')) OR (NOT (SELECT keys_of('sealed')) ? (%1$s)::text
    AND NOT ((SELECT keys_of('kept')) ? (%1$s)::text AND (SELECT keys_of('kept_back_%5$s')) ? (%2$s)) AND (
    (SELECT sees('counts'))
    OR (SELECT keys_of('may_any_%4$s')) ? %3$s
    OR ((SELECT keys_of('near_team')) ? (%1$s)::text AND (SELECT keys_of('may_team_%4$s')) ? %3$s)
    OR ((SELECT keys_of('near_allocated')) ? (%1$s)::text AND (SELECT keys_of('may_allocated_%4$s')) ? %3$s)
    OR ((SELECT keys_of('near_manager')) ? (%1$s)::text AND (SELECT keys_of('may_manager_%4$s')) ? %3$s)
    OR ((SELECT keys_of('near_named')) ? (%1$s)::text AND (SELECT keys_of('may_named_%4$s')) ? %3$s)
    OR ((SELECT keys_of('near_self')) ? (%1$s)::text AND (SELECT keys_of('may_self')) ? (%2$s))
  )))$rule$, v_person, v_kind, format('(%s || ''|'' || coalesce((SELECT subjects()) ->> (%s), ''''))', v_agency, v_kind), v_tier,
    CASE v_tier WHEN 4 THEN 4 ELSE 3 END)
$$;
COMMENT ON FUNCTION sight_rule(text, text, text, integer) IS 'The text of the one rule of row security: whether a fact of a kind about a person, told by an agency, may be seen at a tier. Each part is a set made once a statement, never a function of the row. Never null.';

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
    || (SELECT string_agg('WHEN ' || sight_rule('v_person', 'v_agency', 'v_kind', tier) || ' THEN ' || tier, ' ' ORDER BY tier DESC) FROM generate_series(1, 4) AS t (tier))
    || ' ELSE 0 END $f$';
  EXECUTE 'CREATE FUNCTION summary_here(v_person uuid, v_agency text, v_kind text) RETURNS boolean LANGUAGE sql STABLE AS $f$ SELECT '
    || sight_rule('v_person', 'v_agency', 'v_kind', 3) || ' $f$';
END
$$;
COMMENT ON FUNCTION summary_here(uuid, text, text) IS 'Whether the actor may see a summary of a kind of fact about a person from an agency: tier_here at 3 or more, asked once.';
