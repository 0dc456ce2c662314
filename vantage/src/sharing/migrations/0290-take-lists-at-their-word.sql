CREATE FUNCTION on_the_list_for(v_area text, v_service text, v_child uuid, v_now timestamptz) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
    SELECT DISTINCT p.person_id
    FROM relationship p JOIN relation r ON r.area = p.area AND r.person_id = p.person_id AND r.via = r.person_id AND r.rests_on = v_service
      AND r.superseded_at IS NULL AND r.happened @> (v_now AT TIME ZONE 'Europe/London')::date
    WHERE p.area = v_area AND p.other_id = v_child AND p.kind IN ('parent', 'carer') AND p.superseded_at IS NULL
      AND NOT EXISTS (SELECT FROM consent c
        WHERE c.area = v_area AND c.person_id = p.person_id AND c.service = v_service AND c.recorded_at <= v_now)
  $$;
REVOKE ALL ON FUNCTION on_the_list_for(text, text, uuid, timestamptz) FROM PUBLIC;
COMMENT ON FUNCTION on_the_list_for(text, text, uuid, timestamptz) IS 'Parents and carers of a child with whom an agency''s list says that help was agreed: it names them themselves, and no answer of theirs is written down. Whoever is seen only because a child is on it has agreed to nothing.';

CREATE OR REPLACE FUNCTION on_the_list(v_area text, v_service text, v_child uuid, v_now timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM on_the_list_for(v_area, v_service, v_child, v_now))
  $$;
COMMENT ON FUNCTION on_the_list(text, text, uuid, timestamptz) IS 'Whether an agency''s list says that help was agreed with a parent or carer of a child, as on_the_list_for says.';

CREATE FUNCTION would_go_on_for(v_person uuid, v_children uuid[], v_service text, v_now timestamptz)
  RETURNS TABLE (child_id uuid, goes_on text, adult_id uuid)
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_area text := current_setting('vantage.area', true);
  v_ended uuid[];
BEGIN
  IF NOT may_record_consent(v_person, v_service) THEN RETURN; END IF;
  BEGIN
    INSERT INTO consent (area, consent_id, person_id, children, service, answer, words, agency, recorded_by, recorded_at)
      VALUES (v_area, gen_random_uuid(), v_person, v_children, v_service, 'declined', 'foreseen', current_setting('vantage.agency'), 'foreseen', v_now);
    v_ended := ARRAY(SELECT w.person_id FROM without_consent(v_area, v_children, v_now) w WHERE w.service = v_service);
    RAISE EXCEPTION USING ERRCODE = 'VT001';
  EXCEPTION WHEN SQLSTATE 'VT001' THEN NULL;
  END;
  RETURN QUERY
    WITH child AS (SELECT unnest(v_children) AS id),
    answer AS (
      SELECT DISTINCT ON (child.id, c.person_id) child.id, c.person_id AS adult,
        c.answer = 'given' AND coalesce(c.withdrawn_at > v_now, true)
          AND coalesce(c.last_day >= (v_now AT TIME ZONE 'Europe/London')::date, true) AS stands
      FROM child JOIN consent c ON c.area = v_area AND c.service = v_service AND c.recorded_at <= v_now AND c.person_id <> v_person
        AND (c.person_id = child.id OR child.id = ANY (c.children))
      ORDER BY child.id, c.person_id, c.recorded_at DESC, c.consent_id DESC),
    behind AS (
      SELECT a.id, 'agreed' AS how, a.adult FROM answer a WHERE stands
      UNION ALL
      SELECT child.id, 'listed', listed.id FROM child CROSS JOIN LATERAL on_the_list_for(v_area, v_service, child.id, v_now) AS listed (id)
      WHERE listed.id <> v_person)
    SELECT DISTINCT ON (child.id) child.id, CASE WHEN child.id = ANY (v_ended) THEN 'ends' ELSE b.how END,
      CASE WHEN child.id = ANY (v_ended) OR keys_of('sealed') ? b.adult::text THEN NULL ELSE b.adult END
    FROM child LEFT JOIN behind b USING (id)
    WHERE NOT keys_of('sealed') ? child.id::text
    ORDER BY child.id, b.how, b.adult;
END
$$;
REVOKE ALL ON FUNCTION would_go_on_for(uuid, uuid[], text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION would_go_on_for(uuid, uuid[], text, timestamptz) TO vantage_app;
COMMENT ON FUNCTION would_go_on_for(uuid, uuid[], text, timestamptz) IS 'Of each child whether help ends if an adult declined a service now, or goes on because another adult agreed, or because an agency''s list says that it was agreed with one (null: whom the actor may not know of): for whoever may write it down, and worked out with that answer in place, which is then not kept.';
