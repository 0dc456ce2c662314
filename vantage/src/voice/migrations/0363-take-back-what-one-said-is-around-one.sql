ALTER TABLE network_tie ADD COLUMN ended_by_speaker boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN network_tie.ended_by_speaker IS 'Whether whoever said so took it back themselves; then no worker ended it.';
DO $$
DECLARE
  v_name text;
BEGIN
  SELECT conname INTO STRICT v_name FROM pg_constraint
  WHERE conrelid = 'network_tie'::regclass AND contype = 'c' AND pg_get_constraintdef(oid) LIKE '%ended_by IS NULL%';
  EXECUTE format('ALTER TABLE network_tie DROP CONSTRAINT %I', v_name);
END
$$;
ALTER TABLE network_tie ADD CONSTRAINT ended_by_one CHECK ((outcome IS NULL) = (ended_at IS NULL)
  AND (outcome IS NOT NULL) = (ended_by IS NOT NULL OR ended_by_speaker) AND NOT (ended_by IS NOT NULL AND ended_by_speaker)
  AND (NOT ended_by_speaker OR outcome = 'taken-back'));
GRANT SELECT (ended_by_speaker), UPDATE (ended_by_speaker) ON network_tie TO vantage_app;

CREATE POLICY said_by_oneself ON network_tie FOR SELECT USING (area = current_setting('vantage.area', true)
  AND (SELECT keys_of('near_self')) ? about[1]::text);
COMMENT ON POLICY said_by_oneself ON network_tie IS 'What somebody said themselves, whosever tie it is.';
CREATE POLICY taken_back_by_oneself ON network_tie FOR UPDATE USING (area = current_setting('vantage.area', true)
  AND (SELECT keys_of('near_self')) ? about[1]::text);
ALTER POLICY ended_by_whoever_works_with_them ON network_tie
  USING ((SELECT sees('all')) OR about <@ ARRAY(SELECT near('team') UNION SELECT near('manager'))
    OR ((SELECT keys_of('near_self')) ? about[1]::text AND outcome IS NULL))
  WITH CHECK ((SELECT sees('all')) OR about <@ ARRAY(SELECT near('team') UNION SELECT near('manager'))
    OR ((SELECT keys_of('near_self')) ? about[1]::text AND ended_by_speaker));
