CREATE INDEX statement_told_by ON statement (area, agency) WHERE superseded_at IS NULL AND kind = 'said';
CREATE FUNCTION not_asked(v_persons uuid[]) RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    WITH telling AS MATERIALIZED (
      SELECT a.agency FROM agency a WHERE a.area = current_setting('vantage.area', true) AND EXISTS (
        SELECT FROM statement s WHERE s.area = a.area AND s.agency = a.agency AND s.superseded_at IS NULL AND s.kind = 'said'))
    SELECT one.id FROM unnest(v_persons) AS one (id)
    WHERE NOT EXISTS (SELECT FROM telling t WHERE tier_here(one.id, t.agency, 'said') < 1)
      AND NOT EXISTS (SELECT FROM statement s WHERE s.area = current_setting('vantage.area', true)
        AND s.superseded_at IS NULL AND s.kind = 'said' AND s.person_id = one.id)
  $$;
REVOKE ALL ON FUNCTION not_asked(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION not_asked(uuid[]) TO vantage_app;
COMMENT ON FUNCTION not_asked(uuid[]) IS 'Of the persons, those of whom no words are recorded, where the actor would know if any agency that records words had recorded some of theirs.';
DROP FUNCTION have_spoken(uuid[]);
