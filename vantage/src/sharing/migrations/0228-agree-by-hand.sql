ALTER TABLE agreement ADD COLUMN reason text CHECK (reason <> ''), ADD COLUMN end_reason text CHECK (end_reason <> '');
COMMENT ON COLUMN agreement.reason IS 'Why, as whoever agreed it wrote. Null where the program put it in place.';
COMMENT ON COLUMN agreement.end_reason IS 'Why it ended, as whoever ended it wrote. Null where the program did.';
GRANT UPDATE (end_reason) ON agreement TO vantage_app;

DROP POLICY added_by_program ON agreement;
DROP POLICY changed_by_program ON agreement;
CREATE POLICY made_by_leads ON agreement AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all'))
  OR (decided_by = current_setting('vantage.actor', true) AND ended_at IS NULL AND (
    (current_setting('vantage.held', true) = 'agency-lead' AND from_agency = current_setting('vantage.agency', true))
    OR (current_setting('vantage.held', true) = 'information-governance-lead' AND (to_agency = from_agency
      OR (NOT subjects && '{*,records,treatment,sexual-health,adoption,abuse-services,witness}'
        AND NOT EXISTS (SELECT FROM agency a WHERE a.area = agreement.area AND a.agency = agreement.from_agency
          AND a.type IN ('treatment', 'sexual-health', 'abuse-services'))))))));
CREATE POLICY ended_by_leads ON agreement AS RESTRICTIVE FOR UPDATE
  USING ((SELECT sees('all')) OR (ended_at IS NULL AND (current_setting('vantage.held', true) = 'information-governance-lead'
    OR (current_setting('vantage.held', true) = 'agency-lead' AND from_agency = current_setting('vantage.agency', true)))))
  WITH CHECK ((SELECT sees('all')) OR ended_by = current_setting('vantage.actor', true));

CREATE FUNCTION foresee_agreements(v_from text, v_ending uuid[], v_added jsonb, v_purposes jsonb, v_on date, v_now timestamptz)
  RETURNS TABLE (agency text, role text, opens boolean, workers integer, people integer)
  LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_column
DECLARE
  v_area text := current_setting('vantage.area', true);
  v_held text := coalesce(current_setting('vantage.held', true), '');
  v_today date := (v_now AT TIME ZONE 'Europe/London')::date;
  v_sealed uuid[] := ARRAY(SELECT sealed_from_me());
  v_not_named text[] := ARRAY(SELECT not_named());
  v_ended uuid[];
BEGIN
  IF NOT (sees('all') OR v_held = 'information-governance-lead'
    OR (v_held = 'agency-lead' AND v_from = current_setting('vantage.agency', true))) THEN RETURN; END IF;
  v_ended := ended_by_consent(v_area, ARRAY(SELECT relation_id FROM relation
    WHERE area = v_area AND superseded_at IS NULL AND happened @> v_today AND rests_on IS NOT NULL), v_now);
  RETURN QUERY
    WITH side AS (
      SELECT a.purpose, a.condition, a.to_agency, a.to_role, s.subject, a.tier, true AS before, a.agreement_id <> ALL (v_ending) AS after
      FROM agreement a CROSS JOIN unnest(a.subjects) AS s (subject)
      WHERE a.area = v_area AND a.from_agency = v_from AND a.ended_at IS NULL AND a.happened @> v_on
      UNION ALL
      SELECT n.purpose, n.condition, n."toAgency", n."toRole", s.subject, n.tier, false, true
      FROM jsonb_to_record(coalesce(v_added, '{}')) AS n (purpose text, condition text, "toAgency" text, "toRole" text, tier smallint, subjects text[])
        CROSS JOIN unnest(n.subjects) AS s (subject)),
    -- Who holds which post, and the subjects that agreements let each kind of worker see before and after.
    at_work AS (
      SELECT DISTINCT w.worker_id, w.agency, g.type, p.role, p.team
      FROM post p JOIN worker w USING (area, worker_id) JOIN agency g USING (area, agency)
      WHERE p.area = v_area AND p.superseded_at IS NULL AND p.happened @> v_today),
    subject AS (SELECT DISTINCT subject FROM kind_of_fact WHERE area = v_area),
    said AS (
      SELECT c.agency, c.role, x.condition, k.subject,
        coalesce(max(x.tier) FILTER (WHERE x.before), 0) AS before, coalesce(max(x.tier) FILTER (WHERE x.after), 0) AS after
      FROM (SELECT DISTINCT agency, type, role FROM at_work) AS c
        JOIN side x ON x.purpose = v_purposes ->> c.role AND (x.to_agency IS NULL OR x.to_agency = c.agency)
          AND (x.to_role IS NULL OR x.to_role = c.role)
        JOIN subject k ON x.subject IN (k.subject, '*')
      WHERE c.agency = v_from OR (x.subject <> '*' AND x.to_agency = c.agency) OR NOT EXISTS (
        SELECT FROM kind_of_fact h WHERE h.area = v_area AND h.subject = k.subject AND NOT c.type = ANY (h.held_by))
      GROUP BY c.agency, c.role, x.condition, k.subject),
    holder AS (
      SELECT h.* FROM at_work h WHERE EXISTS (
        SELECT FROM said WHERE said.agency = h.agency AND said.role = h.role AND said.before <> said.after)),
    tie AS MATERIALIZED (
      SELECT r.worker_id, r.person_id, r.kind FROM relation r
      WHERE r.area = v_area AND r.superseded_at IS NULL AND r.happened @> v_today
        AND r.person_id <> ALL (v_sealed) AND r.via <> ALL (v_sealed)
        AND NOT EXISTS (SELECT FROM unnest(v_ended) AS e (id) WHERE e.id = r.relation_id)),
    near AS (
      SELECT h.worker_id, h.agency, h.role, t.person_id, c.condition
      FROM holder h JOIN tie t USING (worker_id)
        CROSS JOIN unnest(CASE t.kind WHEN 'allocated' THEN '{team,allocated}'::text[] ELSE '{team}' END) AS c (condition)
      UNION
      SELECT h.worker_id, h.agency, h.role, t.person_id, 'manager'
      FROM holder h JOIN at_work o ON o.team = h.team AND o.agency = h.agency JOIN tie t ON t.worker_id = o.worker_id
      WHERE h.role = 'team-manager' AND h.team <> '' AND t.kind = 'allocated'
      UNION
      SELECT h.worker_id, h.agency, h.role, t.person_id, 'named'
      FROM holder h JOIN worker w ON w.area = v_area AND w.agency = h.agency JOIN tie t ON t.worker_id = w.worker_id
      WHERE h.role = 'agency-lead'
      UNION
      SELECT h.worker_id, h.agency, h.role, p.id, 'named'
      FROM holder h JOIN grant_of_access g ON g.area = v_area AND g.worker_id = h.worker_id CROSS JOIN unnest(g.persons) AS p (id)
      WHERE g.begun_at <= v_now AND v_now < g.until AND p.id <> ALL (v_sealed)
      UNION
      SELECT h.worker_id, h.agency, h.role, l.person_id, 'any'
      FROM holder h JOIN said s ON s.agency = h.agency AND s.role = h.role AND s.condition = 'any' AND s.before <> s.after
        CROSS JOIN (SELECT DISTINCT person_id FROM link WHERE area = v_area AND agency = v_from AND undone_at IS NULL) AS l
      WHERE l.person_id <> ALL (v_sealed)),
    pair AS MATERIALIZED (
      SELECT worker_id, agency, role, person_id, array_agg(condition ORDER BY condition) AS conditions
      FROM near GROUP BY worker_id, agency, role, person_id),
    effect AS (
      SELECT g.agency, g.role, g.conditions, m.opens, array_agg(m.subject ORDER BY m.subject) AS subjects
      FROM (SELECT DISTINCT agency, role, conditions FROM pair) AS g CROSS JOIN LATERAL (
        SELECT s.subject, max(s.after) > max(s.before) AS opens FROM said s
        WHERE s.agency = g.agency AND s.role = g.role AND (s.condition = ANY (g.conditions) OR s.condition = 'any')
        GROUP BY s.subject HAVING max(s.after) <> max(s.before)) AS m
      GROUP BY g.agency, g.role, g.conditions, m.opens),
    asked AS (SELECT DISTINCT p.person_id, e.subjects FROM pair p JOIN effect e USING (agency, role, conditions)),
    -- Of whom the agency holds anything of a subject that is seen otherwise than before.
    held AS MATERIALIZED (
      SELECT q.person_id, q.subjects FROM asked q
      WHERE EXISTS (SELECT FROM (
          SELECT kind FROM fact WHERE area = v_area AND person_id = q.person_id AND agency = v_from AND superseded_at IS NULL
          UNION ALL
          SELECT kind FROM person_detail WHERE area = v_area AND person_id = q.person_id AND agency = v_from AND superseded_at IS NULL
          UNION ALL
          SELECT kind FROM residence WHERE area = v_area AND person_id = q.person_id AND agency = v_from AND superseded_at IS NULL
          UNION ALL
          SELECT kind FROM relationship WHERE area = v_area AND person_id = q.person_id AND agency = v_from AND superseded_at IS NULL
          UNION ALL
          SELECT kind FROM relationship WHERE area = v_area AND other_id = q.person_id AND agency = v_from AND superseded_at IS NULL
          UNION ALL
          SELECT kind FROM statement WHERE area = v_area AND person_id = q.person_id AND agency = v_from AND superseded_at IS NULL
          UNION ALL
          SELECT k.kind FROM unnest('{record,match}'::text[]) AS k (kind)
            WHERE EXISTS (SELECT FROM link WHERE area = v_area AND person_id = q.person_id AND agency = v_from AND undone_at IS NULL)
        ) AS one JOIN kind_of_fact k ON k.area = v_area AND k.kind = one.kind
        WHERE k.subject = ANY (q.subjects)))
    SELECT e.agency, e.role, e.opens, count(DISTINCT p.worker_id)::integer, count(DISTINCT p.person_id)::integer
    FROM pair p JOIN effect e USING (agency, role, conditions) JOIN held USING (person_id, subjects)
    WHERE e.agency <> ALL (v_not_named)
    GROUP BY GROUPING SETS ((e.agency, e.role, e.opens), (e.opens))
    ORDER BY 1 NULLS FIRST, 2, 3;
END
$$;
REVOKE ALL ON FUNCTION foresee_agreements(text, uuid[], jsonb, jsonb, date, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION foresee_agreements(text, uuid[], jsonb, jsonb, date, timestamptz) TO vantage_app;
COMMENT ON FUNCTION foresee_agreements(text, uuid[], jsonb, jsonb, date, timestamptz) IS 'For whoever may agree on what an agency gives: how many workers of which agency and role would see more (opens) or less of how many people, as work stands today and agreements stand on a day, were some ended and one added. A row without an agency counts them all. Nobody sealed from the actor is counted, nor any agency that is not named to them.';
