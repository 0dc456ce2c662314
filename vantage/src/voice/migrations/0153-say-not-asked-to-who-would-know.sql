CREATE INDEX statement_told_by ON statement (area, agency) WHERE superseded_at IS NULL AND kind = 'said';
DO $$
BEGIN
  EXECUTE $f$CREATE FUNCTION not_asked(v_persons uuid[]) RETURNS SETOF uuid LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $body$
    DECLARE
      v_area text := current_setting('vantage.area', true);
      v_telling text[] := ARRAY(SELECT a.agency FROM agency a WHERE a.area = v_area AND EXISTS (
        SELECT FROM statement s WHERE s.area = a.area AND s.agency = a.agency AND s.superseded_at IS NULL AND s.kind = 'said'));
    BEGIN
      RETURN QUERY SELECT one.id FROM unnest(v_persons) AS one (id)
      WHERE NOT EXISTS (SELECT FROM statement s
          WHERE s.area = v_area AND s.superseded_at IS NULL AND s.kind = 'said' AND s.person_id = one.id)
        AND NOT EXISTS (SELECT FROM unnest(v_telling) AS t (agency) WHERE NOT $f$ || sight_rule('one.id', 't.agency', '''said''', 1) || $f$);
    END
  $body$ $f$;
END
$$;
REVOKE ALL ON FUNCTION not_asked(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION not_asked(uuid[]) TO vantage_app;
COMMENT ON FUNCTION not_asked(uuid[]) IS 'Of the persons, those of whom no words are recorded, where the actor would know if any agency that records words had recorded some of theirs.';
DROP FUNCTION have_spoken(uuid[]);
