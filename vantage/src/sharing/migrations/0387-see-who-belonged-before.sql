CREATE OR REPLACE FUNCTION sight_settings() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT '{sees,held,agency,here,named,sealed,ended,subjects,may_ask,kept,kept_back_3,kept_back_4}'::text[]
    || ARRAY(SELECT 'near_' || c FROM unnest('{team,allocated,manager,named,once_team,once_manager}'::text[]) AS c)
    || ARRAY(SELECT 'may_' || c || '_' || t FROM unnest('{any,team,allocated,manager,named}'::text[]) AS c, generate_series(1, 4) AS t)
$$;

CREATE FUNCTION belonged_before(v_area text, v_vias uuid[], v_on date) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  SELECT DISTINCT m.person_id
  FROM membership core JOIN membership m ON m.area = core.area AND m.family_id = core.family_id
  WHERE core.area = v_area AND core.person_id = ANY (v_vias) AND core.part IN ('child', 'main-carer')
    AND core.undone_at IS NULL AND core.happened @> v_on
    AND m.undone_at IS NULL AND m.part NOT IN ('child', 'main-carer') AND upper(m.happened) <= v_on
$$;
REVOKE ALL ON FUNCTION belonged_before(text, uuid[], date) FROM PUBLIC;
COMMENT ON FUNCTION belonged_before(text, uuid[], date) IS 'Grown people who belonged, until a day that has come, to a family of which one of some persons is a child or the main carer. Of them whoever works with the family sees who they are and how they are related, and nothing else. A child who left a family is not among them.';

DO $$
DECLARE
  v_now text := pg_get_functiondef('work_out_sight'::regproc);
  v_found text := 'PERFORM set_config(''vantage.subjects'',';
BEGIN
  IF length(v_now) - length(replace(v_now, v_found, '')) <> length(v_found) THEN
    RAISE EXCEPTION 'work_out_sight does not say which subjects there are as it did';
  END IF;
  EXECUTE replace(v_now, v_found, 'FOR near IN
    SELECT own.condition, string_agg(one.id::text, '','') AS persons
    FROM (VALUES (''team'', v_own), (''manager'', v_managed)) AS own (condition, relations),
      belonged_before(v_area, ARRAY(SELECT via FROM relation WHERE area = v_area AND relation_id = ANY (own.relations)), v_on) AS one (id)
    WHERE own.relations <> ''{}'' AND NOT one.id = ANY (v_sealed)
    GROUP BY own.condition
  LOOP
    PERFORM set_config(''vantage.near_once_'' || near.condition, near.persons, true);
    v_conditions := v_conditions || near.condition;
  END LOOP;
  ' || v_found);
END
$$;

CREATE OR REPLACE FUNCTION sight_rule(v_person text, v_agency text, v_kind text, v_tier integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT format($rule$((SELECT sees('all')) OR (NOT (SELECT keys_of('sealed')) ? (%1$s)::text
    AND NOT ((SELECT keys_of('kept')) ? (%1$s)::text AND (SELECT keys_of('kept_back_%5$s')) ? (%2$s)) AND (
    (SELECT sees('counts'))
    OR (SELECT keys_of('may_any_%4$s')) ? %3$s
    OR ((SELECT keys_of('near_team')) ? (%1$s)::text AND (SELECT keys_of('may_team_%4$s')) ? %3$s)
    OR ((SELECT keys_of('near_allocated')) ? (%1$s)::text AND (SELECT keys_of('may_allocated_%4$s')) ? %3$s)
    OR ((SELECT keys_of('near_manager')) ? (%1$s)::text AND (SELECT keys_of('may_manager_%4$s')) ? %3$s)
    OR ((SELECT keys_of('near_named')) ? (%1$s)::text AND (SELECT keys_of('may_named_%4$s')) ? %3$s)
    OR (%6$s AND (%2$s) IN ('name', 'birth-date', 'sex', 'death-date', 'parent', 'partner', 'former-partner', 'sibling', 'grandparent', 'carer', 'other-kin', 'membership')
      AND (((SELECT keys_of('near_once_team')) ? (%1$s)::text AND (SELECT keys_of('may_team_%4$s')) ? %3$s)
        OR ((SELECT keys_of('near_once_manager')) ? (%1$s)::text AND (SELECT keys_of('may_manager_%4$s')) ? %3$s)))
    OR ((SELECT keys_of('near_self')) ? (%1$s)::text AND (SELECT keys_of('may_self')) ? (%2$s))
  )))$rule$, v_person, v_kind, format('(%s || ''|'' || coalesce((SELECT subjects()) ->> (%s), ''''))', v_agency, v_kind), v_tier,
    CASE v_tier WHEN 4 THEN 4 ELSE 3 END, (v_tier < 4)::text)
$$;
COMMENT ON FUNCTION sight_rule(text, text, text, integer) IS 'The text of the one rule of row security: whether a fact of a kind about a person, told by an agency, may be seen at a tier. Of whoever belonged to a family before, who they are and how they are related, up to a summary. Each part is a set made once a statement, never a function of the row. Never null.';

DO $$
BEGIN
  EXECUTE 'CREATE OR REPLACE FUNCTION tier_here(v_person uuid, v_agency text, v_kind text) RETURNS integer LANGUAGE sql STABLE AS $f$ SELECT CASE '
    || (SELECT string_agg('WHEN ' || sight_rule('v_person', 'v_agency', 'v_kind', tier) || ' THEN ' || tier, ' ' ORDER BY tier DESC) FROM generate_series(1, 4) AS t (tier))
    || ' ELSE 0 END $f$';
END
$$;

DELETE FROM sight_worked_out;
