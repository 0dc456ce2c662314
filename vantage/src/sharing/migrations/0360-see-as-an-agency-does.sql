CREATE FUNCTION ties_of_agency(v_agency text, v_persons uuid[], v_day date, v_told uuid[]) RETURNS TABLE (person_id uuid, role text, condition text)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  v_area text := current_setting('vantage.area', true);
  v_begins timestamptz := v_day::timestamp AT TIME ZONE 'Europe/London';
  v_ends timestamptz := (v_day + 1)::timestamp AT TIME ZONE 'Europe/London';
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
        AND r.relation_id <> ALL (v_ended) AND (v_told IS NULL OR r.relation_id = ANY (v_told)) AND NOT keys_of('sealed') ? r.via::text
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
      WHERE v_told IS NULL AND g.area = v_area AND g.begun_at < v_ends AND g.until > v_begins AND id = ANY (v_persons)
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
REVOKE ALL ON FUNCTION ties_of_agency(text, uuid[], date, uuid[]) FROM PUBLIC;
COMMENT ON FUNCTION ties_of_agency(text, uuid[], date, uuid[]) IS 'Of some persons: under which conditions of agreements, in which roles, an agency''s workers were near to each on a day (any: it employed somebody in the role); "sealed" from all of them; "kept", the whereabouts kept back from all of them. Where relations are given, of these alone, and nobody is named by an opening.';

DO $$
BEGIN
  EXECUTE $f$CREATE FUNCTION ties_told(v_agency text, v_persons uuid[], v_kinds text[], v_day date) RETURNS TABLE (person_id uuid, role text, condition text)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $body$
      SELECT t.* FROM ties_of_agency(v_agency,
        ARRAY(SELECT DISTINCT d.person_id FROM person_detail d
          WHERE d.area = current_setting('vantage.area', true) AND d.superseded_at IS NULL AND d.person_id = ANY (v_persons) AND $f$
    || sight_rule('d.person_id', 'd.agency', 'd.kind', 3)
    || $f$), v_day,
        ARRAY(SELECT r.relation_id FROM relation r
          WHERE r.area = current_setting('vantage.area', true) AND r.superseded_at IS NULL AND r.person_id = ANY (v_persons) AND r.happened @> v_day
            AND EXISTS (SELECT FROM fact f
              WHERE f.area = r.area AND f.person_id = r.via AND f.agency = r.agency AND f.kind = ANY (v_kinds) AND f.superseded_at IS NULL
                AND f.happened @> v_day AND $f$
    || sight_rule('f.person_id', 'f.agency', 'f.kind', 3)
    || $f$))) AS t
      WHERE v_agency <> ALL (ARRAY(SELECT not_named()))
    $body$ $f$;
END
$$;
REVOKE ALL ON FUNCTION ties_told(text, uuid[], text[], date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ties_told(text, uuid[], text[], date) TO vantage_app;
COMMENT ON FUNCTION ties_told(text, uuid[], text[], date) IS 'What ties_of_agency says of the persons whom the actor sees, by such work alone as a fact of these kinds tells that the actor may see; nothing of an agency that is not named to the actor.';
