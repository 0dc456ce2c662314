CREATE OR REPLACE FUNCTION begin_sight(v_area text, v_actor text, v_role text, v_purpose text, v_now timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_on date := (v_now AT TIME ZONE 'Europe/London')::date;
  v_me uuid;
  v_agency text;
  v_sealed uuid[];
  v_own uuid[];
  v_managed uuid[];
  v_ended uuid[];
  v_conditions text[] := '{any}';
  near record;
  may record;
BEGIN
  IF v_role IN ('system', 'counts') THEN PERFORM set_config('vantage.held', v_role, true); END IF;
  IF v_role = 'system' THEN
    PERFORM set_config('vantage.sees', 'all', true);
    RETURN;
  END IF;
  IF v_actor ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' THEN v_me := v_actor::uuid; END IF;
  SELECT coalesce(array_agg(DISTINCT person_id), '{}') INTO v_sealed FROM seal
    WHERE area = v_area AND undone_at IS NULL AND happened @> v_on AND (v_me IS NULL OR NOT v_me = ANY (named));
  PERFORM set_config('vantage.sealed', array_to_string(v_sealed, ','), true);
  IF v_role = 'counts' THEN
    PERFORM set_config('vantage.sees', 'counts', true);
    RETURN;
  END IF;
  IF v_role = 'family-member' THEN
    IF NOT v_me = ANY (v_sealed) THEN PERFORM begin_own_sight(v_area, v_me, v_purpose, v_now); END IF;
    RETURN;
  END IF;
  SELECT w.agency INTO v_agency FROM worker w JOIN post p USING (area, worker_id)
    WHERE w.area = v_area AND w.worker_id = v_me AND p.role = v_role AND p.superseded_at IS NULL AND p.happened @> v_on
    LIMIT 1;
  IF v_agency IS NULL THEN RETURN; END IF;
  PERFORM set_config('vantage.held', v_role, true);
  PERFORM set_config('vantage.agency', v_agency, true);

  SELECT coalesce(array_agg(relation_id), '{}') INTO v_own FROM relation
    WHERE area = v_area AND worker_id = v_me AND superseded_at IS NULL AND happened @> v_on AND NOT via = ANY (v_sealed);
  SELECT coalesce(array_agg(DISTINCT r.relation_id), '{}') INTO v_managed
    FROM post mine
      JOIN post theirs ON theirs.area = mine.area AND theirs.team = mine.team AND theirs.superseded_at IS NULL AND theirs.happened @> v_on
      JOIN worker w ON w.area = theirs.area AND w.worker_id = theirs.worker_id AND w.agency = v_agency
      JOIN relation r ON r.area = theirs.area AND r.worker_id = theirs.worker_id AND r.kind = 'allocated' AND r.superseded_at IS NULL AND r.happened @> v_on
        AND NOT r.via = ANY (v_sealed)
    WHERE v_role = 'team-manager' AND mine.area = v_area AND mine.worker_id = v_me AND mine.role = 'team-manager'
      AND mine.team <> '' AND mine.superseded_at IS NULL AND mine.happened @> v_on;
  v_ended := ended_by_consent(v_area, v_own || v_managed, v_now);
  IF v_ended <> '{}' THEN
    PERFORM set_config('vantage.ended', array_to_string(v_ended, ','), true);
    v_own := ARRAY(SELECT unnest(v_own) EXCEPT SELECT unnest(v_ended));
    v_managed := ARRAY(SELECT unnest(v_managed) EXCEPT SELECT unnest(v_ended));
  END IF;

  FOR near IN
    SELECT held.condition, string_agg(DISTINCT held.person_id::text, ',') AS persons FROM (
      SELECT unnest(CASE kind WHEN 'allocated' THEN '{team,allocated}'::text[] ELSE '{team}' END) AS condition, person_id
      FROM relation WHERE area = v_area AND relation_id = ANY (v_own)
      UNION ALL
      SELECT 'manager', person_id FROM relation WHERE area = v_area AND relation_id = ANY (v_managed)
      UNION ALL
      SELECT 'named', unnest(persons) FROM grant_of_access
      WHERE area = v_area AND worker_id = v_me AND begun_at <= v_now AND v_now < until
    ) AS held
    WHERE NOT held.person_id = ANY (v_sealed)
    GROUP BY held.condition
  LOOP
    PERFORM set_config('vantage.near_' || near.condition, near.persons, true);
    v_conditions := v_conditions || near.condition;
  END LOOP;
  PERFORM set_config('vantage.subjects', (SELECT jsonb_object_agg(kind, subject)::text FROM kind_of_fact WHERE area = v_area), true);
  FOR may IN
    WITH standing AS (
      SELECT a.condition, a.from_agency, one.subject, max(a.tier) AS tier
      FROM agreement a CROSS JOIN unnest(a.subjects) AS one (subject)
      WHERE a.area = v_area AND a.ended_at IS NULL AND a.happened @> v_on AND a.purpose = v_purpose
        AND a.condition = ANY (v_conditions)
        AND (a.to_agency IS NULL OR a.to_agency = v_agency) AND (a.to_role IS NULL OR a.to_role = v_role)
      GROUP BY a.condition, a.from_agency, one.subject),
    said AS (
      SELECT s.condition, s.from_agency || '|' || s.subject AS key, max(s.tier) AS tier FROM (
        SELECT condition, from_agency, subject, tier FROM standing WHERE subject <> '*'
        UNION ALL
        SELECT st.condition, st.from_agency, k.subject, st.tier
        FROM standing st CROSS JOIN (SELECT DISTINCT subject FROM kind_of_fact WHERE area = v_area) AS k
        WHERE st.subject = '*') AS s
      GROUP BY s.condition, s.from_agency, s.subject)
    SELECT said.condition, t.tier, string_agg(said.key, ',') AS keys, bool_or(said.tier < 3) AS little
    FROM said JOIN generate_series(1, 4) AS t (tier) ON t.tier <= said.tier
    GROUP BY said.condition, t.tier
  LOOP
    PERFORM set_config('vantage.may_' || may.condition || '_' || may.tier, may.keys, true);
    IF may.little THEN PERFORM set_config('vantage.may_ask', 'true', true); END IF;
  END LOOP;
  PERFORM keep_back(v_area, ARRAY(SELECT kept_from(v_area, v_me, ARRAY(
    SELECT person_id FROM relation WHERE area = v_area AND relation_id = ANY (v_own) AND kind = 'allocated' AND via = person_id), v_on)));
END
$$;
COMMENT ON FUNCTION begin_sight(text, text, text, text, timestamptz) IS 'Works out once, when a transaction begins, which persons the actor is near to, which kinds of fact of which agencies agreements let the actor see, what has ended with a consent, and whose whereabouts are kept back, and leaves all of it in settings of the transaction, which row security reads. A setting that is not there lets nothing be seen, and an actor who does not hold a role on the day, whatever they say, has none in vantage.held.';

CREATE FUNCTION ended_by_consent(v_area text, v_relations uuid[], v_now timestamptz) RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_concerned uuid[];
BEGIN
  SELECT array_agg(DISTINCT one.id) INTO v_concerned
    FROM relation r CROSS JOIN LATERAL (VALUES (r.person_id), (r.via)) AS one (id)
    WHERE r.area = v_area AND r.relation_id = ANY (v_relations) AND r.rests_on IS NOT NULL;
  IF v_concerned IS NULL THEN RETURN '{}'; END IF;
  RETURN ARRAY(
    SELECT DISTINCT r.relation_id FROM without_consent(v_area, v_concerned, v_now) w
      JOIN relation r ON r.area = v_area AND r.rests_on = w.service AND w.person_id IN (r.person_id, r.via)
    WHERE r.relation_id = ANY (v_relations));
END
$$;
REVOKE ALL ON FUNCTION ended_by_consent(text, uuid[], timestamptz) FROM PUBLIC;
COMMENT ON FUNCTION ended_by_consent(text, uuid[], timestamptz) IS 'Of the relations, those that rested on a consent that is no more: of the person, or of whom the relation came through.';

CREATE FUNCTION keep_back(v_area text, v_kept uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF v_kept = '{}' THEN RETURN; END IF;
  PERFORM set_config('vantage.kept', array_to_string(v_kept, ','), true),
    set_config('vantage.kept_back_3', (SELECT string_agg(kind, ',') FROM kind_of_fact WHERE area = v_area AND locates), true),
    set_config('vantage.kept_back_4', (SELECT string_agg(kind, ',') FROM kind_of_fact WHERE area = v_area AND subject <> 'words'), true);
END
$$;
REVOKE ALL ON FUNCTION keep_back(text, uuid[]) FROM PUBLIC;
COMMENT ON FUNCTION keep_back(text, uuid[]) IS 'Leaves in settings whose whereabouts are kept back, and which kinds of fact: those that locate, and at the tier detail all but people''s own words, since anything that is said, and any record, may tell where somebody is.';

CREATE FUNCTION begin_own_sight(v_area text, v_me uuid, v_purpose text, v_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_harms boolean;
BEGIN
  IF v_purpose <> 'own' OR NOT EXISTS (SELECT FROM person WHERE area = v_area AND person_id = v_me) THEN RETURN; END IF;
  PERFORM set_config('vantage.held', 'family-member', true), set_config('vantage.near_self', v_me::text, true);
  PERFORM set_config('vantage.may_self', 'name,said,likes-to-be-called,consent', true);
  v_harms := EXISTS (SELECT FROM protection WHERE area = v_area AND ended_at IS NULL AND v_me = ANY (from_ids)
    AND happened @> (v_now AT TIME ZONE 'Europe/London')::date);
  PERFORM set_config('vantage.told', array_to_string(ARRAY(
    SELECT fact_id FROM told_to(v_area, v_me, v_now) WHERE NOT (v_harms AND locates)), ','), true);
  IF NOT v_harms THEN PERFORM set_config('vantage.told_whole', current_setting('vantage.told'), true); END IF;
END
$$;
REVOKE ALL ON FUNCTION begin_own_sight(text, uuid, text, timestamptz) FROM PUBLIC;
COMMENT ON FUNCTION begin_own_sight(text, uuid, text, timestamptz) IS 'What a person may see of themselves: their names, their words, what they answered when asked for consent, and the facts of which they are told. From whom somebody is protected is told of no fact that locates, and of others only that they happened.';

SELECT set_sight('consent', sight_rule('person_id', 'agency', '''consent''', 3));
CREATE POLICY added_by_whoever_works_with_them ON consent AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all'))
  OR (recorded_by = current_setting('vantage.actor', true) AND withdrawn_at IS NULL
    AND agency = current_setting('vantage.agency', true)
    AND (person_id IN (SELECT near('team')) OR person_id IN (SELECT near('manager')))));
CREATE POLICY withdrawn_by_whoever_works_with_them ON consent AS RESTRICTIVE FOR UPDATE USING ((SELECT sees('all'))
  OR person_id IN (SELECT near('team')) OR person_id IN (SELECT near('manager')) OR person_id IN (SELECT near('self')));

CREATE POLICY not_ended ON relation AS RESTRICTIVE USING (NOT (SELECT keys_of('ended')) ? relation_id::text);
COMMENT ON POLICY not_ended ON relation IS 'What rested on a consent ends with it.';
