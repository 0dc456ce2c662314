ALTER TABLE kind_of_fact ADD COLUMN held_by text[];
COMMENT ON COLUMN kind_of_fact.held_by IS 'Types of agency to which alone facts of the kind are shared, unless an agreement with one agency names their subject; null: all. The agency that recorded it always sees it.';
GRANT UPDATE (held_by) ON kind_of_fact TO vantage_app;
UPDATE agreement SET subjects = array_remove(subjects, 'numbers') || '{nhs-number,pupil-number}' WHERE 'numbers' = ANY (subjects);

CREATE OR REPLACE FUNCTION begin_sight(v_area text, v_actor text, v_role text, v_purpose text, v_now timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_on date := (v_now AT TIME ZONE 'Europe/London')::date;
  v_me uuid;
  v_agency text;
  v_not_held text[];
  v_sealed uuid[];
  v_own uuid[];
  v_managed uuid[];
  v_led uuid[];
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
    v_ended := ended_by_consent(v_area, ARRAY(
      SELECT r.relation_id FROM relation r
        JOIN (SELECT person_id AS id FROM consent WHERE area = v_area
          UNION SELECT unnest(children) FROM consent WHERE area = v_area) AS asked ON asked.id IN (r.person_id, r.via)
      WHERE r.area = v_area AND r.rests_on IS NOT NULL AND r.superseded_at IS NULL), v_now);
    PERFORM set_config('vantage.ended', array_to_string(v_ended, ','), true);
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
  SELECT coalesce(array_agg(r.relation_id), '{}') INTO v_led
    FROM worker w JOIN relation r USING (area, worker_id)
    WHERE v_role = 'agency-lead' AND w.area = v_area AND w.agency = v_agency AND r.superseded_at IS NULL AND r.happened @> v_on
      AND NOT r.via = ANY (v_sealed);
  v_ended := ended_by_consent(v_area, v_own || v_managed || v_led, v_now);
  IF v_ended <> '{}' THEN
    PERFORM set_config('vantage.ended', array_to_string(v_ended, ','), true);
    v_own := ARRAY(SELECT unnest(v_own) EXCEPT SELECT unnest(v_ended));
    v_managed := ARRAY(SELECT unnest(v_managed) EXCEPT SELECT unnest(v_ended));
    v_led := ARRAY(SELECT unnest(v_led) EXCEPT SELECT unnest(v_ended));
  END IF;

  FOR near IN
    SELECT held.condition, string_agg(DISTINCT held.person_id::text, ',') AS persons FROM (
      SELECT unnest(CASE kind WHEN 'allocated' THEN '{team,allocated}'::text[] ELSE '{team}' END) AS condition, person_id
      FROM relation WHERE area = v_area AND relation_id = ANY (v_own)
      UNION ALL
      SELECT 'manager', person_id FROM relation WHERE area = v_area AND relation_id = ANY (v_managed)
      UNION ALL
      SELECT 'named', person_id FROM relation WHERE area = v_area AND relation_id = ANY (v_led)
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
  v_not_held := ARRAY(SELECT subject FROM kind_of_fact k
    WHERE k.area = v_area AND NOT (SELECT type FROM agency a WHERE a.area = v_area AND a.agency = v_agency) = ANY (k.held_by));
  FOR may IN
    WITH standing AS (
      SELECT a.condition, a.from_agency, one.subject, coalesce(a.to_agency = v_agency, false) AS named, max(a.tier) AS tier
      FROM agreement a CROSS JOIN unnest(a.subjects) AS one (subject)
      WHERE a.area = v_area AND a.ended_at IS NULL AND a.happened @> v_on AND a.purpose = v_purpose
        AND a.condition = ANY (v_conditions)
        AND (a.to_agency IS NULL OR a.to_agency = v_agency) AND (a.to_role IS NULL OR a.to_role = v_role)
      GROUP BY a.condition, a.from_agency, one.subject, named),
    said AS (
      SELECT s.condition, s.from_agency || '|' || s.subject AS key, max(s.tier) AS tier FROM (
        SELECT condition, from_agency, subject, tier FROM standing
        WHERE subject <> '*' AND (named OR from_agency = v_agency OR subject <> ALL (v_not_held))
        UNION ALL
        SELECT st.condition, st.from_agency, k.subject, st.tier
        FROM standing st CROSS JOIN (SELECT DISTINCT subject FROM kind_of_fact WHERE area = v_area) AS k
        WHERE st.subject = '*' AND (st.from_agency = v_agency OR k.subject <> ALL (v_not_held))) AS s
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
COMMENT ON FUNCTION begin_sight(text, text, text, text, timestamptz) IS 'Works out once, when a transaction begins, which persons the actor is near to (to the lead of an agency those are named with whom its workers work), which kinds of fact of which agencies agreements let the actor see, what has ended with a consent, and whose whereabouts are kept back, and leaves all of it in settings of the transaction, which row security reads. A setting that is not there lets nothing be seen, and an actor who does not hold a role on the day, whatever they say, has none in vantage.held.';
