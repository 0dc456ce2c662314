CREATE FUNCTION reviewed_persons() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT DISTINCT m.person_id
    FROM review r JOIN membership m ON m.area = r.area AND m.family_id = r.family_id AND m.undone_at IS NULL
    WHERE r.area = current_setting('vantage.area', true) AND r.review_id::text = current_setting('vantage.review', true)
      AND NOT keys_of('sealed') ? m.person_id::text
  $$;
REVOKE ALL ON FUNCTION reviewed_persons() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reviewed_persons() TO vantage_app;
COMMENT ON FUNCTION reviewed_persons() IS 'Who belongs to the family of the review that was entered, but for those sealed from the actor; nobody where none was.';

CREATE FUNCTION meant_now(v_agency text, v_local_id text) RETURNS uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce(
      (SELECT n.person_id FROM agency_number n WHERE n.area = current_setting('vantage.area', true) AND n.number = v_agency || ' ' || v_local_id),
      (SELECT m.person_id FROM makeup m WHERE m.area = current_setting('vantage.area', true) AND m.number = v_agency || ' ' || v_local_id
        AND m.ended_at IS NOT NULL ORDER BY m.ended_at DESC, m.makeup_id LIMIT 1))
  $$;
REVOKE ALL ON FUNCTION meant_now(text, text) FROM PUBLIC;
COMMENT ON FUNCTION meant_now(text, text) IS 'Whom an agency''s number means today; of one that no record mentions any more, whom it meant last.';

CREATE FUNCTION reviewed_versions(v_kinds text[]) RETURNS TABLE (record_id uuid, version integer, agency text, kind text, content jsonb,
    recorded_at timestamptz, received_at timestamptz, superseded_at timestamptz, superseded_by text, persons jsonb)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH own AS MATERIALIZED (SELECT id FROM reviewed_persons() AS one (id)),
    ever AS MATERIALIZED (
      SELECT id FROM own
      UNION
      SELECT m.person_id FROM own JOIN agency_number n ON n.area = current_setting('vantage.area', true) AND n.person_id = own.id
        JOIN makeup m ON m.area = n.area AND m.number = n.number),
    told AS MATERIALIZED (
      SELECT l.record_id FROM ever JOIN link l ON l.person_id = ever.id AND l.undone_at IS NULL WHERE l.area = current_setting('vantage.area', true)
      UNION
      SELECT l.record_id FROM ever JOIN link l ON l.person_id = ever.id AND l.undone_at IS NOT NULL WHERE l.area = current_setting('vantage.area', true)),
    versions AS MATERIALIZED (
      SELECT r.* FROM told JOIN record r ON r.area = current_setting('vantage.area', true) AND r.record_id = told.record_id WHERE r.kind = ANY (v_kinds)),
    number AS MATERIALIZED (
      SELECT DISTINCT r.agency, m.id FROM versions r CROSS JOIN LATERAL jsonb_to_recordset(r.people) AS m (id text)),
    meant AS MATERIALIZED (SELECT agency, id, meant_now(agency, id) AS person_id FROM number)
    SELECT r.record_id, r.version, r.agency, r.kind, r.content, r.recorded_at, r.received_at, r.superseded_at, r.superseded_by, (
      SELECT jsonb_object_agg(m.role, meant.person_id)
      FROM jsonb_to_recordset(r.people) AS m (role text, id text) JOIN meant ON meant.agency = r.agency AND meant.id = m.id
      WHERE meant.person_id IN (SELECT id FROM own))
    FROM versions r
  $$;
REVOKE ALL ON FUNCTION reviewed_versions(text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reviewed_versions(text[]) TO vantage_app;
COMMENT ON FUNCTION reviewed_versions(text[]) IS 'Every version, whether it stands or not, of the records about the people of the review that was entered. Who is who is as of today. Persons, by their role, are null in a version that is about none of them.';

CREATE FUNCTION reviewed_factors(v_agencies text[], v_assessments text[]) RETURNS TABLE (record_id uuid, version integer, agency text, kind text,
    content jsonb, recorded_at timestamptz, received_at timestamptz, superseded_at timestamptz, superseded_by text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT r.record_id, r.version, r.agency, r.kind, r.content, r.recorded_at, r.received_at, r.superseded_at, r.superseded_by
    FROM unnest(v_agencies, v_assessments) AS a (agency, id)
      JOIN record r ON r.kind = 'ssd.assessment_factors' AND r.content ->> 'cinf_assessment_id' = a.id AND r.agency = a.agency
    WHERE r.area = current_setting('vantage.area', true) AND EXISTS (SELECT FROM reviewed_persons())
  $$;
REVOKE ALL ON FUNCTION reviewed_factors(text[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reviewed_factors(text[], text[]) TO vantage_app;
COMMENT ON FUNCTION reviewed_factors(text[], text[]) IS 'Every version of what assessments found, by agency and number; nothing where no review was entered.';

CREATE FUNCTION reviewed_ties(v_agency text, v_day date) RETURNS TABLE (person_id uuid, role text, condition text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  v_area text := current_setting('vantage.area', true);
  v_begins timestamptz := v_day::timestamp AT TIME ZONE 'Europe/London';
  v_ends timestamptz := (v_day + 1)::timestamp AT TIME ZONE 'Europe/London';
  v_persons uuid[] := ARRAY(SELECT reviewed_persons());
  v_ended uuid[];
BEGIN
  v_ended := ended_by_consent(v_area, ARRAY(SELECT r.relation_id FROM relation r
    WHERE r.area = v_area AND r.person_id = ANY (v_persons) AND r.superseded_at IS NULL AND r.happened @> v_day AND r.rests_on IS NOT NULL),
    v_ends - interval '1 microsecond');
  RETURN QUERY
    WITH at_work AS (
      SELECT DISTINCT w.worker_id, p.role, p.team FROM post p JOIN worker w USING (area, worker_id)
      WHERE p.area = v_area AND w.agency = v_agency AND p.superseded_at IS NULL AND p.happened @> v_day),
    works AS (
      SELECT r.worker_id, r.person_id, r.via, r.kind FROM relation r
      WHERE r.area = v_area AND r.person_id = ANY (v_persons) AND r.superseded_at IS NULL AND r.happened @> v_day
        AND r.relation_id <> ALL (v_ended) AND NOT keys_of('sealed') ? r.via::text
        AND r.worker_id IN (SELECT worker_id FROM at_work)),
    met AS (
      SELECT w.worker_id, a.role, c.condition, w.person_id, w.via FROM works w JOIN at_work a USING (worker_id)
        CROSS JOIN LATERAL unnest(CASE w.kind WHEN 'allocated' THEN '{team,allocated}'::text[] ELSE '{team}' END) AS c (condition)
      UNION ALL
      SELECT mine.worker_id, mine.role, 'manager', w.person_id, w.via
      FROM at_work mine JOIN at_work theirs ON theirs.team = mine.team JOIN works w ON w.worker_id = theirs.worker_id AND w.kind = 'allocated'
      WHERE mine.role = 'team-manager' AND mine.team <> ''
      UNION ALL
      SELECT lead.worker_id, lead.role, 'named', w.person_id, w.via FROM at_work lead CROSS JOIN works w WHERE lead.role = 'agency-lead'
      UNION ALL
      SELECT a.worker_id, a.role, 'named', id, id
      FROM grant_of_access g JOIN at_work a USING (worker_id) CROSS JOIN unnest(g.persons) AS one (id)
      WHERE g.area = v_area AND g.begun_at < v_ends AND g.until > v_begins AND id = ANY (v_persons)
      UNION ALL
      SELECT a.worker_id, a.role, 'any', id, id FROM at_work a CROSS JOIN unnest(v_persons) AS one (id)),
    hidden AS (
      SELECT s.person_id, s.named FROM seal s
      WHERE s.area = v_area AND s.happened @> v_day AND (s.undone_at IS NULL OR s.undone_at >= v_ends)
        AND (s.person_id = ANY (v_persons) OR s.person_id IN (SELECT via FROM works)))
    SELECT DISTINCT m.person_id, m.role, m.condition FROM met m
    WHERE NOT EXISTS (SELECT FROM hidden h WHERE h.person_id IN (m.person_id, m.via) AND NOT m.worker_id = ANY (h.named))
    UNION
    SELECT h.person_id, '', 'sealed' FROM hidden h
    WHERE h.person_id = ANY (v_persons) AND NOT EXISTS (SELECT FROM at_work a WHERE a.worker_id = ANY (h.named))
    UNION
    SELECT p.person_id, '', 'kept' FROM protection p
    WHERE p.area = v_area AND p.person_id = ANY (v_persons) AND p.happened @> v_day AND (p.ended_at IS NULL OR p.ended_at >= v_ends)
      AND NOT EXISTS (SELECT FROM at_work a WHERE a.worker_id = ANY (p.named))
      AND NOT EXISTS (SELECT FROM works w WHERE w.person_id = p.person_id AND w.via = p.person_id AND w.kind = 'allocated');
END
$$;
REVOKE ALL ON FUNCTION reviewed_ties(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION reviewed_ties(text, date) TO vantage_app;
COMMENT ON FUNCTION reviewed_ties(text, date) IS 'Of the people of the review that was entered: under which conditions of agreements, in which roles, an agency''s workers were near to each on a day (any: it employed somebody in the role); "sealed" from all of them; "kept", the whereabouts kept back from all of them.';

DO $$
BEGIN
  EXECUTE 'CREATE FUNCTION reviewed_tiers(v_persons uuid[], v_agencies text[], v_kinds text[]) RETURNS TABLE (n bigint, tier integer) LANGUAGE sql STABLE AS $f$ SELECT a.n, CASE WHEN '
    || sight_rule('a.person_id', 'a.agency', 'a.kind', 4) || ' THEN 4 WHEN ' || sight_rule('a.person_id', 'a.agency', 'a.kind', 3)
    || ' THEN 3 ELSE 0 END FROM unnest(v_persons, v_agencies, v_kinds) WITH ORDINALITY AS a (person_id, agency, kind, n) $f$';
END
$$;
COMMENT ON FUNCTION reviewed_tiers(uuid[], text[], text[]) IS 'How much the actor may see of each of many kinds of fact about persons from agencies: as tier_here, with nothing below a summary, and the sets of sight made once for all of them.';
