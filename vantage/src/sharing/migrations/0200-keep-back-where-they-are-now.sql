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

CREATE FUNCTION places_of(v_area text, v_person uuid, v_from uuid[], v_since date) RETURNS TABLE (form text, place text, ended date)
  LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH own AS (SELECT * FROM stays_of(v_area, ARRAY[v_person])),
    theirs AS (SELECT form, place FROM stays_of(v_area, v_from) WHERE ended IS NULL)
    SELECT s.form, s.place, s.ended FROM own s
    WHERE coalesce(s.ended > v_since, true) AND NOT EXISTS (
      SELECT FROM own n
      WHERE n.form = s.form AND n.place <> s.place AND n.ended IS NULL AND (
        (n.began > s.began AND n.began <= v_since)
        OR (n.began > coalesce(s.began, '-infinity') AND (s.form, s.place) IN (TABLE theirs) AND NOT (n.form, n.place) IN (TABLE theirs))))
  $$;
REVOKE ALL ON FUNCTION places_of(text, uuid, uuid[], date) FROM PUBLIC;
COMMENT ON FUNCTION places_of(text, uuid, uuid[], date) IS 'Where a protected person is or has been since the protection began. A stay without an end is over when a later one elsewhere had begun by then; and so is one where somebody from whom they are protected lives now, when a later one elsewhere goes on. Where no day is known, it may be where they are. Its setting keeps it from being put into the query that calls it, in which PostgreSQL would not make the hashed sets anew for each person.';

CREATE FUNCTION kept_with(v_area text, v_person uuid, v_from uuid[], v_since date) RETURNS SETOF uuid
  LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    WITH own AS (SELECT * FROM places_of(v_area, v_person, v_from, v_since)),
    family AS (
      SELECT theirs.person_id FROM membership mine JOIN membership theirs USING (area, family_id)
      WHERE mine.area = v_area AND mine.person_id = v_person AND mine.undone_at IS NULL AND theirs.undone_at IS NULL),
    near AS (
      SELECT person_id FROM family
      UNION
      SELECT r.person_id FROM residence r
      WHERE r.area = v_area AND r.superseded_at IS NULL AND r.home_id = ANY (ARRAY(SELECT place::uuid FROM own WHERE form = 'home'))),
    stay AS (SELECT * FROM stays_of(v_area, ARRAY(SELECT person_id FROM near)))
    SELECT v_person
    UNION
    SELECT s.person_id FROM own JOIN stay s USING (form, place)
    WHERE coalesce(s.ended > v_since, true)
      AND (s.form = 'home' OR s.person_id IN (TABLE family))
      AND (NOT s.person_id = ANY (v_from) OR (own.ended IS NULL AND s.ended IS NULL AND NOT EXISTS (
        SELECT FROM stay n
        WHERE n.person_id = s.person_id AND n.form = s.form AND n.place <> s.place AND n.ended IS NULL
          AND n.began > coalesce(s.began, '-infinity'))))
  $$;
REVOKE ALL ON FUNCTION kept_with(text, uuid, uuid[], date) FROM PUBLIC;
COMMENT ON FUNCTION kept_with(text, uuid, uuid[], date) IS 'Whose whereabouts are kept back with a protected person’s, themselves among them: whoever has lived since the protection began where they are or have been since, and whoever of the family is said to be at the postcode. The one from whom they are protected is not, unless both are at the same place now and neither is known to have gone elsewhere later. Its setting is there as that of places_of.';

CREATE OR REPLACE FUNCTION kept_from(v_area text, v_me uuid, v_direct uuid[], v_on date) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
    SELECT DISTINCT w FROM protection p CROSS JOIN LATERAL kept_with(v_area, p.person_id, p.from_ids, coalesce(lower(p.happened), '-infinity')) AS w
    WHERE p.area = v_area AND p.ended_at IS NULL AND p.happened @> v_on
      AND NOT coalesce(v_me = ANY (p.named), false) AND NOT p.person_id = ANY (v_direct)
  $$;
COMMENT ON FUNCTION kept_from(text, uuid, uuid[], date) IS 'Persons whose whereabouts a worker may not know: protected ones whom they are neither allocated to themselves (v_direct) nor named for, and whoever is kept back with these.';

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
  v_kept := ARRAY(SELECT k FROM kept_with(v_area, v_person, v_from, v_on) AS k WHERE NOT (SELECT keys_of('sealed')) ? k::text);
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
    SELECT k FROM kept_with(current_setting('vantage.area', true), v_person, v_from, (v_now AT TIME ZONE 'Europe/London')::date) AS k
    WHERE works_beside(v_person, v_from) AND NOT (SELECT keys_of('sealed')) ? k::text
  $$;
REVOKE ALL ON FUNCTION would_be_kept(uuid, uuid[], timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION would_be_kept(uuid, uuid[], timestamptz) TO vantage_app;
COMMENT ON FUNCTION would_be_kept(uuid, uuid[], timestamptz) IS 'Whose whereabouts a protection from today on would keep back, for whoever may protect the person.';
