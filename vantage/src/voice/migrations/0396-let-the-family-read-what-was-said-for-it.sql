CREATE FUNCTION words_for_family(v_today date) RETURNS TABLE (statement_id uuid, person_id uuid, name text, words text, happened daterange, "precision" text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH me AS (
      SELECT current_setting('vantage.area', true) AS area, key::uuid AS id
      FROM jsonb_object_keys(keys_of('near_self')) AS one (key)
      WHERE keys_of('may_self') ? 'plan-lead')
    SELECT s.statement_id, s.person_id, coalesce(
        (SELECT c.words FROM statement c WHERE c.area = s.area AND c.person_id = s.person_id AND c.kind = 'likes-to-be-called'
          AND c.audience = 'family-and-team' AND c.superseded_at IS NULL ORDER BY lower(c.happened) DESC NULLS LAST, c.statement_id LIMIT 1),
        (SELECT coalesce(nullif(d.parts ->> 'given', ''), d.value) FROM person_detail d
          WHERE d.area = s.area AND d.person_id = s.person_id AND d.kind = 'name' AND d.superseded_at IS NULL ORDER BY d.place LIMIT 1)),
      s.words, s.happened, s.precision
    FROM me JOIN statement s ON s.area = me.area AND s.person_id <> me.id AND s.kind = 'said' AND s.audience = 'family-and-team' AND s.superseded_at IS NULL
    WHERE EXISTS (
        SELECT FROM membership mine JOIN membership theirs USING (area, family_id)
        WHERE mine.area = me.area AND mine.person_id = me.id AND mine.undone_at IS NULL AND mine.happened @> s.happened AND mine.happened @> v_today
          AND theirs.person_id = s.person_id AND theirs.undone_at IS NULL AND theirs.happened && s.happened AND theirs.happened @> v_today)
      AND NOT keys_of('sealed') ? s.person_id::text
      AND NOT EXISTS (SELECT FROM protection p WHERE p.area = me.area AND p.person_id = s.person_id AND p.ended_at IS NULL AND p.happened @> v_today)
    ORDER BY lower(s.happened) DESC NULLS LAST, s.statement_id
  $$;
REVOKE ALL ON FUNCTION words_for_family(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION words_for_family(date) TO vantage_app;
COMMENT ON FUNCTION words_for_family(date) IS 'For somebody who looks for themselves: what others said and let their family read, while both belonged to it as both still do. Nothing for a person from whom somebody is protected, nothing that was said by whoever is protected from anybody or sealed; and never to whom it was said or what was done.';
