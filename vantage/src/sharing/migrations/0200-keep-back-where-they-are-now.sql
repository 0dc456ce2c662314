ALTER TABLE protection ADD COLUMN from_words text NOT NULL DEFAULT '';
COMMENT ON COLUMN protection.from_words IS 'From whom, in words, where it is somebody whom no record tells of; empty otherwise.';
DO $$
BEGIN
  EXECUTE (SELECT string_agg(format('ALTER TABLE protection DROP CONSTRAINT %I', conname), '; ')
    FROM pg_constraint WHERE conrelid = 'protection'::regclass AND contype = 'c' AND pg_get_constraintdef(oid) LIKE '%from_ids%');
END
$$;
ALTER TABLE protection
  ADD CONSTRAINT from_somebody CHECK (cardinality(from_ids) > 0 OR from_words <> ''),
  ADD CONSTRAINT from_others CHECK (NOT person_id = ANY (from_ids));

CREATE FUNCTION stays_of(v_area text, v_persons uuid[]) RETURNS TABLE (person_id uuid, form text, place text, began date, ended date)
  LANGUAGE sql STABLE AS $$
    SELECT person_id, 'home', home_id::text, lower(happened), upper(happened) FROM residence
    WHERE area = v_area AND superseded_at IS NULL AND person_id = ANY (v_persons)
    UNION ALL
    SELECT person_id, 'postcode', parts ->> 'postcode',
      coalesce(lower(happened), (recorded_at AT TIME ZONE 'Europe/London')::date), upper(happened)
    FROM person_detail
    WHERE area = v_area AND superseded_at IS NULL AND person_id = ANY (v_persons) AND kind = 'address' AND parts ? 'postcode'
  $$;
REVOKE ALL ON FUNCTION stays_of(text, uuid[]) FROM PUBLIC;
COMMENT ON FUNCTION stays_of(text, uuid[]) IS 'Where persons are said to have been: each stay at a home, and each postcode of an address, from the day that is stated or else the day on which it was recorded. Null where no first day is known, or the stay goes on.';

CREATE FUNCTION kept_with(v_area text, v_asked jsonb) RETURNS SETOF uuid
  LANGUAGE sql STABLE SET search_path = public, pg_temp SET enable_nestloop = off AS $$
    WITH asked AS (SELECT * FROM jsonb_to_recordset(v_asked) AS a (n integer, person_id uuid, from_ids uuid[], since date)),
    own AS (
      SELECT a.n, a.since, s.* FROM asked a JOIN stays_of(v_area, ARRAY(SELECT person_id FROM asked)) AS s USING (person_id)),
    harming AS (SELECT a.n, f.id AS person_id FROM asked a CROSS JOIN unnest(a.from_ids) AS f (id)),
    theirs AS (
      SELECT h.n, s.form, s.place FROM harming h JOIN stays_of(v_area, ARRAY(SELECT person_id FROM harming)) AS s USING (person_id)
      WHERE s.ended IS NULL),
    shared AS (
      SELECT own.*, t.found IS NOT NULL AS harmed
      FROM own LEFT JOIN (SELECT DISTINCT n, form, place, true AS found FROM theirs) AS t USING (n, form, place)),
    place AS (
      SELECT s.n, s.since, s.form, s.place, s.ended FROM shared s
      WHERE coalesce(s.ended > s.since, true) AND NOT EXISTS (
        SELECT FROM shared later
        WHERE later.n = s.n AND later.form = s.form AND later.place <> s.place AND later.ended IS NULL AND (
          (later.began > s.began AND later.began <= s.since)
          OR (later.began > coalesce(s.began, '-infinity') AND s.harmed AND NOT later.harmed)))),
    mine AS (
      SELECT a.n, m.family_id FROM asked a JOIN membership m USING (person_id)
      WHERE m.area = v_area AND m.person_id = ANY (ARRAY(SELECT person_id FROM asked)) AND m.undone_at IS NULL),
    family AS (
      SELECT DISTINCT mine.n, m.person_id FROM mine JOIN membership m USING (family_id)
      WHERE m.area = v_area AND m.family_id = ANY (ARRAY(SELECT family_id FROM mine)) AND m.undone_at IS NULL),
    near AS (
      SELECT person_id FROM family
      UNION
      SELECT r.person_id FROM residence r
      WHERE r.area = v_area AND r.superseded_at IS NULL AND r.home_id = ANY (ARRAY(SELECT place::uuid FROM place WHERE form = 'home'))),
    stay AS (SELECT * FROM stays_of(v_area, ARRAY(SELECT person_id FROM near))),
    gone AS (
      SELECT DISTINCT s.person_id, s.form, s.place, coalesce(s.began, '-infinity') AS began, true AS is
      FROM stay s JOIN stay later USING (person_id, form)
      WHERE later.place <> s.place AND later.ended IS NULL AND later.began > coalesce(s.began, '-infinity'))
    SELECT person_id FROM asked
    UNION
    SELECT s.person_id
    FROM place p
      JOIN stay s USING (form, place)
      LEFT JOIN family f ON f.n = p.n AND f.person_id = s.person_id
      LEFT JOIN harming h ON h.n = p.n AND h.person_id = s.person_id
      LEFT JOIN gone g ON g.person_id = s.person_id AND g.form = s.form AND g.place = s.place AND g.began = coalesce(s.began, '-infinity')
    WHERE coalesce(s.ended > p.since, true)
      AND (s.form = 'home' OR f.person_id IS NOT NULL)
      AND (h.person_id IS NULL OR (p.ended IS NULL AND s.ended IS NULL AND g.is IS NULL))
  $$;
REVOKE ALL ON FUNCTION kept_with(text, jsonb) FROM PUBLIC;
COMMENT ON FUNCTION kept_with(text, jsonb) IS 'Whose whereabouts are kept back with those of protected people (n, person_id, from_ids, since), themselves among them: whoever has lived since the protection began where they are or have been since, and whoever of the family is said to be at the postcode. A stay without an end is over when a later one elsewhere had begun before the protection did; and so is one where somebody from whom they are protected lives now, when a later one elsewhere goes on. Where no day is known, it may be where they are. The one from whom they are protected is not kept back, unless both are at the same place now and neither is known to have gone elsewhere later. Without nested loops: it asks for all that stand at once, and what it joins has no statistics.';

CREATE OR REPLACE FUNCTION kept_from(v_area text, v_me uuid, v_direct uuid[], v_on date) RETURNS SETOF uuid LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_asked jsonb;
BEGIN
  SELECT jsonb_agg(jsonb_build_object('n', n, 'person_id', p.person_id, 'from_ids', p.from_ids,
      'since', coalesce(lower(p.happened), '-infinity'))) INTO v_asked
    FROM (SELECT row_number() OVER () AS n, * FROM protection
      WHERE area = v_area AND ended_at IS NULL AND happened @> v_on
        AND NOT coalesce(v_me = ANY (named), false) AND NOT person_id = ANY (v_direct)) AS p;
  IF v_asked IS NOT NULL THEN RETURN QUERY SELECT kept_with(v_area, v_asked); END IF;
END
$$;
COMMENT ON FUNCTION kept_from(text, uuid, uuid[], date) IS 'Persons whose whereabouts a worker may not know: protected ones whom they are neither allocated to themselves (v_direct) nor named for, and whoever is kept back with these.';

CREATE FUNCTION kept_with_one(v_person uuid, v_from uuid[], v_now timestamptz) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
    SELECT kept_with(current_setting('vantage.area', true), jsonb_build_array(jsonb_build_object('n', 1, 'person_id', v_person,
      'from_ids', v_from, 'since', (v_now AT TIME ZONE 'Europe/London')::date)))
  $$;
REVOKE ALL ON FUNCTION kept_with_one(uuid, uuid[], timestamptz) FROM PUBLIC;
COMMENT ON FUNCTION kept_with_one(uuid, uuid[], timestamptz) IS 'Whose whereabouts a protection from today on would keep back.';

CREATE FUNCTION would_lose_sight(v_person uuid, v_from uuid[], v_now timestamptz)
  RETURNS TABLE (worker_id uuid, person_id uuid, via uuid, reason text, managing uuid)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_area text := current_setting('vantage.area', true);
  v_on date := (v_now AT TIME ZONE 'Europe/London')::date;
  v_kept uuid[];
  v_standing uuid[];
BEGIN
  IF NOT works_beside(v_person, v_from) THEN RETURN; END IF;
  v_kept := ARRAY(SELECT k FROM kept_with_one(v_person, v_from, v_now) AS k WHERE NOT (SELECT keys_of('sealed')) ? k::text);
  v_standing := ARRAY(SELECT r.relation_id FROM relation r
    WHERE r.area = v_area AND r.person_id = ANY (v_kept) AND r.superseded_at IS NULL AND r.happened @> v_on
      AND NOT (SELECT keys_of('sealed')) ? r.via::text);
  v_standing := ARRAY(SELECT unnest(v_standing) EXCEPT SELECT unnest(ended_by_consent(v_area, v_standing, v_now)));
  RETURN QUERY
    WITH standing AS (
      SELECT r.* FROM relation r JOIN worker w USING (area, worker_id) JOIN agency a ON a.area = w.area AND a.agency = w.agency
      WHERE r.area = v_area AND r.relation_id = ANY (v_standing)
        AND (a.type NOT IN ('treatment', 'sexual-health', 'abuse-services') OR w.agency = current_setting('vantage.agency', true))),
    own AS (SELECT DISTINCT s.worker_id FROM standing s WHERE s.kind = 'allocated' AND s.person_id = v_person AND s.via = v_person)
    SELECT s.worker_id, s.person_id, s.via, s.reason, NULL::uuid FROM standing s
    WHERE s.worker_id NOT IN (SELECT o.worker_id FROM own o)
    UNION
    SELECT m.worker_id, s.person_id, s.via, s.reason, s.worker_id FROM standing s
      JOIN worker w ON w.area = v_area AND w.worker_id = s.worker_id
      JOIN post p ON p.area = v_area AND p.worker_id = s.worker_id AND p.team <> '' AND p.superseded_at IS NULL AND p.happened @> v_on
      JOIN post m ON m.area = v_area AND m.team = p.team AND m.role = 'team-manager' AND m.superseded_at IS NULL AND m.happened @> v_on
      JOIN worker wm ON wm.area = v_area AND wm.worker_id = m.worker_id AND wm.agency = w.agency
    WHERE s.kind = 'allocated' AND m.worker_id NOT IN (SELECT o.worker_id FROM own o);
END
$$;
REVOKE ALL ON FUNCTION would_lose_sight(uuid, uuid[], timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION would_lose_sight(uuid, uuid[], timestamptz) TO vantage_app;
COMMENT ON FUNCTION would_lose_sight(uuid, uuid[], timestamptz) IS 'Who works with somebody whose whereabouts a protection from today on would keep back, or manages who is allocated to them (managing), and would no longer know where they are: for whoever may protect the person. Whom the actor may not see is left out, and so are workers of another agency whose name says what somebody came for.';

CREATE FUNCTION would_be_kept(v_person uuid, v_from uuid[], v_now timestamptz) RETURNS SETOF uuid
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT k FROM kept_with_one(v_person, v_from, v_now) AS k
    WHERE works_beside(v_person, v_from) AND NOT (SELECT keys_of('sealed')) ? k::text
  $$;
REVOKE ALL ON FUNCTION would_be_kept(uuid, uuid[], timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION would_be_kept(uuid, uuid[], timestamptz) TO vantage_app;
COMMENT ON FUNCTION would_be_kept(uuid, uuid[], timestamptz) IS 'Whose whereabouts a protection from today on would keep back, for whoever may protect the person.';
