ALTER TABLE telling ADD COLUMN words boolean NOT NULL DEFAULT false,
  ADD CONSTRAINT words_of_what_is_told CHECK (NOT words OR state = 'shared');
COMMENT ON COLUMN telling.words IS 'Whether a worker has read all that is said about the fact and cleared it for telling. Without that the person is told of what comes from lists alone.';

DROP FUNCTION told_to(text, uuid, timestamptz);
CREATE FUNCTION told_to(v_area text, v_person uuid, v_now timestamptz) RETURNS TABLE (fact_id uuid, locates boolean, words boolean) LANGUAGE sql STABLE AS $$
    SELECT f.fact_id, k.locates, coalesce(decided.words, false)
    FROM fact f
      JOIN fact_detail d USING (area, fact_id)
      JOIN kind_of_fact k ON k.area = f.area AND k.kind = f.kind
      LEFT JOIN LATERAL (
        SELECT t.state, t.from_day, t.words FROM telling t
        WHERE t.area = f.area AND t.person_id = f.person_id AND t.assertion_key = f.assertion_key AND t.decided_at <= v_now
        ORDER BY t.decided_at DESC, t.telling_id DESC LIMIT 1) AS decided ON true
    WHERE f.area = v_area AND f.person_id = v_person AND f.superseded_at IS NULL AND d.about = ARRAY[v_person]
      AND (coalesce(decided.state, k.telling) = 'shared'
        OR decided.state = 'not-yet' AND decided.from_day <= (v_now AT TIME ZONE 'Europe/London')::date)
  $$;
REVOKE ALL ON FUNCTION told_to(text, uuid, timestamptz) FROM PUBLIC;
COMMENT ON FUNCTION told_to(text, uuid, timestamptz) IS 'Facts about a person and nobody else of which the person is told, and whether with all that is said about them.';

CREATE OR REPLACE FUNCTION begin_own_sight(v_area text, v_me uuid, v_purpose text, v_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_harms boolean;
BEGIN
  IF v_purpose <> 'own' OR NOT EXISTS (SELECT FROM person WHERE area = v_area AND person_id = v_me) THEN RETURN; END IF;
  PERFORM set_config('vantage.held', 'family-member', true), set_config('vantage.near_self', v_me::text, true);
  PERFORM set_config('vantage.may_self', 'name,said,likes-to-be-called,consent', true);
  v_harms := EXISTS (SELECT FROM protection WHERE area = v_area AND ended_at IS NULL AND v_me = ANY (from_ids)
    AND happened @> (v_now AT TIME ZONE 'Europe/London')::date);
  PERFORM set_config('vantage.told', coalesce(string_agg(fact_id::text, ',') FILTER (WHERE NOT (v_harms AND locates)), ''), true),
    set_config('vantage.told_listed', coalesce(string_agg(fact_id::text, ',') FILTER (WHERE NOT v_harms), ''), true),
    set_config('vantage.told_whole', coalesce(string_agg(fact_id::text, ',') FILTER (WHERE NOT v_harms AND words), ''), true)
    FROM told_to(v_area, v_me, v_now);
END
$$;
COMMENT ON FUNCTION begin_own_sight(text, uuid, text, timestamptz) IS 'What a person may see of themselves: their names, their words, what they answered when asked for consent, and the facts of which they are told: of each what comes from lists, and all that is said where a worker cleared it. From whom somebody is protected is told of no fact that locates, and of others only that they happened.';

CREATE FUNCTION told_parts() RETURNS TABLE (fact_id uuid, parts jsonb) LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT d.fact_id, jsonb_agg(part)
    FROM fact_detail d CROSS JOIN LATERAL jsonb_array_elements(d.detail -> 'parts') AS part
    WHERE d.area = current_setting('vantage.area', true) AND (SELECT keys_of('told_listed')) ? d.fact_id::text
      AND (SELECT keys_of('near_self')) ? d.person_id::text
      AND (part ? 'code' OR part ->> 'name' = 'outcome' OR part ->> 'value' ~ '^(yes|no|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]+%)$')
    GROUP BY d.fact_id
  $$;
REVOKE ALL ON FUNCTION told_parts() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION told_parts() TO vantage_app;
COMMENT ON FUNCTION told_parts() IS 'Of each fact of which a person who looks for themselves is told, what an agency said with a code, an outcome, yes or no, a day or a share: never a note, a reason or a name.';
