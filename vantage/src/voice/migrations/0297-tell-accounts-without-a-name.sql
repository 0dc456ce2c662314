CREATE TABLE account (
  area        text NOT NULL REFERENCES area,
  account_id  uuid NOT NULL,
  about       uuid NOT NULL,
  person_id   uuid NOT NULL,
  words       text NOT NULL CHECK (words <> ''),
  agreed      text NOT NULL CHECK (agreed <> ''),
  last_day    date,
  agency      text NOT NULL,
  written_by  uuid NOT NULL,
  written_at  timestamptz NOT NULL,
  ended_by    uuid,
  ended_at    timestamptz,
  ended_words text,
  PRIMARY KEY (area, account_id),
  FOREIGN KEY (area, agency) REFERENCES agency,
  FOREIGN KEY (area, written_by) REFERENCES worker,
  CHECK ((ended_at IS NULL) = (ended_by IS NULL) AND (ended_words IS NULL OR ended_at IS NOT NULL))
);
CREATE INDEX account_person ON account (person_id);
COMMENT ON TABLE account IS 'Words that somebody agreed to have told, without a name, to those who see numbers. What ends stays, and is told no more.';
COMMENT ON COLUMN account.about IS 'What they said: the record that tells it, or the number of what was written down here.';
COMMENT ON COLUMN account.person_id IS 'Who said it, as records are held together now: it follows the words.';
COMMENT ON COLUMN account.words IS 'The words as they are told.';
COMMENT ON COLUMN account.agreed IS 'How they agreed, in words.';
COMMENT ON COLUMN account.last_day IS 'The last day on which it is told; null when no end was agreed.';
COMMENT ON COLUMN account.ended_by IS 'The worker who ended it, or the person themselves.';
COMMENT ON COLUMN account.ended_words IS 'Why it was ended; null where the person took it back and gave no reason.';

ALTER TABLE account ENABLE ROW LEVEL SECURITY;
SELECT set_sight('account', '((SELECT sees(''all'')) OR (SELECT keys_of(''near_self'')) ? person_id::text
  OR (((SELECT keys_of(''near_team'')) ? person_id::text OR (SELECT keys_of(''near_manager'')) ? person_id::text)
    AND EXISTS (SELECT FROM statement s WHERE s.area = account.area AND s.person_id = account.person_id AND s.superseded_at IS NULL
      AND account.about IN (s.record_id, s.said_id))))');
COMMENT ON POLICY in_sight ON account IS 'By the speaker, and by whoever works with them and may read the words themselves.';
CREATE POLICY not_kept ON account AS RESTRICTIVE FOR SELECT USING (NOT (SELECT keys_of('kept')) ? person_id::text
  OR (SELECT keys_of('near_self')) ? person_id::text);
COMMENT ON POLICY not_kept ON account IS 'How somebody agreed may tell who works with them and where they are.';
CREATE POLICY written_by_oneself ON account AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all'))
  OR (written_by::text = current_setting('vantage.actor', true) AND agency = (SELECT current_setting('vantage.agency', true))
    AND ended_at IS NULL AND NOT (SELECT keys_of('kept')) ? person_id::text
    AND ((SELECT keys_of('near_team')) ? person_id::text OR (SELECT keys_of('near_manager')) ? person_id::text)));
CREATE POLICY ended_once ON account AS RESTRICTIVE FOR UPDATE USING ((SELECT sees('all')) OR ended_at IS NULL)
  WITH CHECK ((SELECT sees('all')) OR ended_by::text = current_setting('vantage.actor', true));
COMMENT ON POLICY ended_once ON account IS 'It is ended by whoever sees it, in their own name, and is not told again.';
GRANT SELECT, INSERT ON account TO vantage_app;
GRANT UPDATE (person_id, ended_by, ended_at, ended_words) ON account TO vantage_app;

CREATE FUNCTION accounts_told(v_on date) RETURNS TABLE (words text, month text) LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.words, to_char(a.written_at AT TIME ZONE 'Europe/London', 'YYYY-MM')
    FROM account a
    WHERE a.area = current_setting('vantage.area', true)
      AND current_setting('vantage.held', true) IN ('lead-member', 'director', 'analyst', 'commissioner', 'information-governance-lead')
      AND a.ended_at IS NULL AND coalesce(a.last_day >= v_on, true)
      AND NOT keys_of('sealed') ? a.person_id::text
      AND EXISTS (SELECT FROM statement s WHERE s.area = a.area AND s.person_id = a.person_id AND s.superseded_at IS NULL
        AND a.about IN (s.record_id, s.said_id))
      AND NOT EXISTS (SELECT FROM person_detail d WHERE d.area = a.area AND d.person_id = a.person_id AND d.kind = 'death-date'
        AND d.superseded_at IS NULL)
    ORDER BY 2 DESC, md5(a.words)
  $$;
REVOKE ALL ON FUNCTION accounts_told(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION accounts_told(date) TO vantage_app;
COMMENT ON FUNCTION accounts_told(date) IS 'What people agreed to have told and is told on a day, to those who see numbers and to the information governance lead: the words and the month in which they agreed, and nothing that tells whose they are, the order included. Nothing of anybody sealed or dead, nor of words that no longer stand.';
