CREATE FUNCTION managers_here(v_persons uuid[], v_day date) RETURNS TABLE (person_id uuid, name text) LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH works AS (
      SELECT r.* FROM relation r
        JOIN worker w ON w.area = r.area AND w.worker_id = r.worker_id AND w.agency = current_setting('vantage.agency', true)
      WHERE r.area = current_setting('vantage.area', true) AND r.person_id = ANY (v_persons) AND r.kind = 'allocated'
        AND r.superseded_at IS NULL AND r.happened @> v_day
        AND r.person_id IN (SELECT near('team')) AND NOT keys_of('sealed') ? r.via::text),
    ended AS (SELECT ended_by_consent(current_setting('vantage.area', true), ARRAY(SELECT relation_id FROM works), now()) AS ids)
    SELECT DISTINCT r.person_id, boss.name
    FROM works r
      JOIN post theirs ON theirs.area = r.area AND theirs.worker_id = r.worker_id AND theirs.team <> ''
        AND theirs.superseded_at IS NULL AND theirs.happened @> v_day
      JOIN post mine ON mine.area = r.area AND mine.team = theirs.team AND mine.role = 'team-manager'
        AND mine.superseded_at IS NULL AND mine.happened @> v_day
      JOIN worker boss ON boss.area = r.area AND boss.worker_id = mine.worker_id AND boss.agency = current_setting('vantage.agency', true)
    WHERE r.relation_id <> ALL (SELECT unnest(ids) FROM ended)
  $$;
REVOKE ALL ON FUNCTION managers_here(uuid[], date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION managers_here(uuid[], date) TO vantage_app;
COMMENT ON FUNCTION managers_here(uuid[], date) IS 'Of persons with whom the actor works: who manages, at the actor''s agency, the work of those allocated to each.';
