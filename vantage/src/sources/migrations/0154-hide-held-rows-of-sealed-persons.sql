CREATE FUNCTION numbers_sealed_from_me() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
  AS $$
    SELECT DISTINCT agency || '|' || local_id FROM link
    WHERE area = current_setting('vantage.area', true) AND undone_at IS NULL AND person_id IN (SELECT sealed_from_me())
  $$;
REVOKE ALL ON FUNCTION numbers_sealed_from_me() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION numbers_sealed_from_me() TO vantage_app;
COMMENT ON FUNCTION numbers_sealed_from_me() IS 'Agencies'' numbers, as agency|number, of persons who do not exist for the actor.';
DROP POLICY in_sight ON held_row;
CREATE POLICY in_sight ON held_row USING (area = current_setting('vantage.area', true) AND ((SELECT sees('all'))
  OR ((SELECT current_setting('vantage.held', true)) IN ('administrator', 'information-governance-lead')
    AND (NOT EXISTS (SELECT sealed_from_me()) OR NOT EXISTS (SELECT FROM jsonb_each_text(content) AS cell (name, value)
      WHERE agency || '|' || cell.value IN (SELECT numbers_sealed_from_me()))))));
COMMENT ON POLICY in_sight ON held_row IS 'Rows that wait to be mended are for those who mend them, save those that hold a number of somebody sealed; a page shows of a value only what says nothing of a person.';
