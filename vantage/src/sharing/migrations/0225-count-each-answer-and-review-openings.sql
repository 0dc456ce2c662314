DROP POLICY in_sight ON grant_of_access;
CREATE POLICY in_sight ON grant_of_access USING (area = current_setting('vantage.area', true)
  AND ((SELECT sees('all') OR current_setting('vantage.held', true) = 'information-governance-lead')
    OR worker_id::text = current_setting('vantage.actor', true)));
COMMENT ON POLICY in_sight ON grant_of_access IS 'Whoever is sealed since: that a family was opened is reviewed. Of the persons only those are given out who exist for the reader.';

DROP POLICY may_read ON audit_entry;
CREATE POLICY may_read ON audit_entry FOR SELECT USING (area = current_setting('vantage.area', true)
  AND (SELECT current_setting('vantage.held', true) IN ('system', 'information-governance-lead'))
  AND (action IN ('break-glass', 'purpose') OR NOT persons <@ ARRAY(SELECT sealed_from_me()) OR persons = '{}'));
COMMENT ON POLICY may_read ON audit_entry IS 'An entry about sealed persons alone does not exist for whoever they are sealed from, but for openings. Of one about others as well they are left out, and so are words that may name them.';

CREATE FUNCTION on_the_list(v_area text, v_service text, v_child uuid, v_now timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
      SELECT FROM relationship p JOIN relation r ON r.area = p.area AND r.person_id = p.person_id AND r.rests_on = v_service
        AND r.superseded_at IS NULL AND r.happened @> (v_now AT TIME ZONE 'Europe/London')::date
      WHERE p.area = v_area AND p.other_id = v_child AND p.kind IN ('parent', 'carer') AND p.superseded_at IS NULL
        AND NOT EXISTS (SELECT FROM consent c
          WHERE c.area = v_area AND c.person_id = p.person_id AND c.service = v_service AND c.recorded_at <= v_now))
  $$;
REVOKE ALL ON FUNCTION on_the_list(text, text, uuid, timestamptz) FROM PUBLIC;
COMMENT ON FUNCTION on_the_list(text, text, uuid, timestamptz) IS 'Whether an agency''s list says that help was agreed with a parent or carer of a child of whom no answer is written down.';

CREATE OR REPLACE FUNCTION without_consent(v_area text, v_persons uuid[], v_now timestamptz) RETURNS TABLE (service text, person_id uuid)
  LANGUAGE sql STABLE AS $$
    WITH answer AS (
      SELECT DISTINCT ON (c.service, about.id, c.person_id) c.service, about.id, c.person_id AS adult,
        c.answer = 'given' AND coalesce(c.withdrawn_at > v_now, true)
          AND coalesce(c.last_day >= (v_now AT TIME ZONE 'Europe/London')::date, true) AS stands
      FROM consent c CROSS JOIN LATERAL (SELECT c.person_id AS id UNION SELECT unnest(c.children)) AS about
      WHERE c.area = v_area AND c.recorded_at <= v_now AND (c.person_id = ANY (v_persons) OR c.children && v_persons)
      ORDER BY c.service, about.id, c.person_id, c.recorded_at DESC, c.consent_id DESC),
    judged AS (
      SELECT a.service, a.id, bool_or(stands) FILTER (WHERE adult = a.id) AS own, bool_or(stands) AS any
      FROM answer a GROUP BY a.service, a.id)
    SELECT j.service, j.id FROM judged j WHERE NOT coalesce(own, "any" OR on_the_list(v_area, j.service, j.id, v_now))
  $$;
COMMENT ON FUNCTION without_consent(text, uuid[], timestamptz) IS 'Of the persons, those for whom a voluntary service has no consent any more: an adult whose own last answer does not stand, and a child for whom no adult''s does, written down or on an agency''s list. Whom nobody has answered for is not among them.';

CREATE OR REPLACE FUNCTION ended_by_consent(v_area text, v_relations uuid[], v_now timestamptz) RETURNS uuid[] LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_concerned uuid[];
BEGIN
  SELECT array_agg(DISTINCT one.id) INTO v_concerned
    FROM relation r CROSS JOIN LATERAL (VALUES (r.person_id), (r.via)) AS one (id)
    WHERE r.area = v_area AND r.relation_id = ANY (v_relations) AND r.rests_on IS NOT NULL;
  IF v_concerned IS NULL THEN RETURN '{}'; END IF;
  v_concerned := v_concerned || ARRAY(SELECT unnest(children) FROM consent WHERE area = v_area AND person_id = ANY (v_concerned));
  RETURN ARRAY(
    WITH gone AS MATERIALIZED (SELECT * FROM without_consent(v_area, v_concerned, v_now))
    SELECT DISTINCT r.relation_id FROM gone w
      JOIN relation r ON r.area = v_area AND r.rests_on = w.service AND w.person_id IN (r.person_id, r.via)
    WHERE r.relation_id = ANY (v_relations)
      AND (w.person_id = r.person_id OR NOT EXISTS (
        SELECT FROM unnest((
            SELECT c.children FROM consent c
            WHERE c.area = v_area AND c.person_id = r.via AND c.service = r.rests_on AND c.recorded_at <= v_now
            ORDER BY c.recorded_at DESC, c.consent_id DESC LIMIT 1)) AS child (id)
        WHERE NOT EXISTS (SELECT FROM gone g WHERE g.service = r.rests_on AND g.person_id = child.id)
          AND (child.id = r.person_id OR EXISTS (
            SELECT FROM relationship p WHERE p.area = v_area AND p.person_id = r.person_id AND p.other_id = child.id
              AND p.kind IN ('parent', 'carer') AND p.superseded_at IS NULL)))));
END
$$;
COMMENT ON FUNCTION ended_by_consent(text, uuid[], timestamptz) IS 'Of the relations, those that rested on a consent that is no more: of the person, or of whom the relation came through. Where it came through an adult who answered for themselves, it goes on to the children for whom the help does, and to their other parents and carers.';

CREATE FUNCTION may_record_consent(v_person uuid, v_service text) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT v_person IN (SELECT near('allocated')) OR v_person IN (SELECT near('manager')) OR (v_person IN (SELECT near('team')) AND EXISTS (
      SELECT FROM relation r JOIN worker w USING (area, worker_id)
      WHERE r.area = current_setting('vantage.area', true) AND r.person_id = v_person AND r.superseded_at IS NULL
        AND r.rests_on = v_service AND w.agency = current_setting('vantage.agency', true)))
  $$;
REVOKE ALL ON FUNCTION may_record_consent(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION may_record_consent(uuid, text) TO vantage_app;
COMMENT ON FUNCTION may_record_consent(uuid, text) IS 'Whether the actor leads or is allocated, manages one who is, or works with the person for an agency of which somebody gives them that help.';

CREATE FUNCTION wrote_it_down(v_person uuid, v_service text) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce(current_setting('vantage.held', true), '') <> '' AND NOT keys_of('sealed') ? v_person::text
      AND coalesce((
        SELECT current_setting('vantage.actor', true) IN (c.recorded_by, c.withdrawn_by) FROM consent c
        WHERE c.area = current_setting('vantage.area', true) AND c.person_id = v_person AND c.service = v_service
        ORDER BY c.recorded_at DESC, c.consent_id DESC LIMIT 1), false)
  $$;
REVOKE ALL ON FUNCTION wrote_it_down(uuid, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wrote_it_down(uuid, text) TO vantage_app;
COMMENT ON FUNCTION wrote_it_down(uuid, text) IS 'Whether the actor wrote down the person''s last answer about a service, or that it was taken back: they may write down that the person agrees again.';

CREATE POLICY written_by_oneself ON consent FOR SELECT USING (area = current_setting('vantage.area', true)
  AND (SELECT coalesce(current_setting('vantage.held', true), '')) <> '' AND NOT (SELECT keys_of('sealed')) ? person_id::text
  AND (SELECT current_setting('vantage.actor', true)) IN (recorded_by, withdrawn_by));
DROP POLICY added_by_whoever_works_with_them ON consent;
CREATE POLICY added_by_whoever_helps_them ON consent AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all'))
  OR (recorded_by = current_setting('vantage.actor', true) AND withdrawn_at IS NULL AND agency = current_setting('vantage.agency', true)
    AND (may_record_consent(person_id, service) OR (answer = 'given' AND wrote_it_down(person_id, service)))));
CREATE POLICY added ON consent FOR INSERT WITH CHECK (area = current_setting('vantage.area', true));
COMMENT ON POLICY added ON consent IS 'By whom, the other policy says: whoever they turned away may see them no more.';
DROP POLICY withdrawn_by_whoever_works_with_them ON consent;
CREATE POLICY withdrawn_by_whoever_helps_them ON consent AS RESTRICTIVE FOR UPDATE USING ((SELECT sees('all'))
  OR may_record_consent(person_id, service) OR person_id IN (SELECT near('self')));

CREATE FUNCTION would_end_with(v_person uuid, v_children uuid[], v_service text, v_now timestamptz)
  RETURNS TABLE (worker_id uuid, person_id uuid)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_area text := current_setting('vantage.area', true);
  v_on date := (v_now AT TIME ZONE 'Europe/London')::date;
  v_standing uuid[];
  v_before uuid[];
  v_after uuid[];
BEGIN
  IF NOT may_record_consent(v_person, v_service) THEN RETURN; END IF;
  v_standing := ARRAY(SELECT r.relation_id FROM relation r
    WHERE r.area = v_area AND r.rests_on = v_service AND r.superseded_at IS NULL AND r.happened @> v_on
      AND (r.person_id = ANY (v_children || v_person) OR r.via = ANY (v_children || v_person)));
  v_before := ended_by_consent(v_area, v_standing, v_now);
  BEGIN
    INSERT INTO consent (area, consent_id, person_id, children, service, answer, words, agency, recorded_by, recorded_at)
      VALUES (v_area, gen_random_uuid(), v_person, v_children, v_service, 'declined', 'foreseen', current_setting('vantage.agency'), 'foreseen', v_now);
    v_after := ended_by_consent(v_area, v_standing, v_now);
    RAISE EXCEPTION USING ERRCODE = 'VT001';
  EXCEPTION WHEN SQLSTATE 'VT001' THEN NULL;
  END;
  RETURN QUERY
    SELECT DISTINCT r.worker_id, r.person_id
    FROM relation r JOIN worker w USING (area, worker_id)
    WHERE r.area = v_area AND r.relation_id = ANY (v_after) AND r.relation_id <> ALL (v_before)
      AND NOT keys_of('sealed') ?| ARRAY[r.person_id::text, r.via::text] AND w.agency <> ALL (ARRAY(SELECT not_named()))
      AND NOT EXISTS (SELECT FROM relation other
        WHERE other.area = v_area AND other.worker_id = r.worker_id AND other.person_id = r.person_id AND other.superseded_at IS NULL
          AND other.happened @> v_on AND other.relation_id <> ALL (v_after));
END
$$;
REVOKE ALL ON FUNCTION would_end_with(uuid, uuid[], text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION would_end_with(uuid, uuid[], text, timestamptz) TO vantage_app;
COMMENT ON FUNCTION would_end_with(uuid, uuid[], text, timestamptz) IS 'Who would no longer see whom if an adult declined a service now, for whoever may write it down: worked out with that answer in place, which is then not kept.';

CREATE TRIGGER changes_sight AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON relationship FOR EACH STATEMENT EXECUTE FUNCTION note_sight_change();

ALTER TABLE protection ADD COLUMN ended_reason text,
  ADD CONSTRAINT ended_for_a_reason CHECK (ended_reason IS NULL OR (ended_at IS NOT NULL AND ended_reason <> ''));
COMMENT ON COLUMN protection.ended_reason IS 'Why it was ended; null for one that was ended before reasons were asked for.';
GRANT UPDATE (ended_reason) ON protection TO vantage_app;
