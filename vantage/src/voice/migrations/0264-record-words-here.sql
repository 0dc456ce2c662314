ALTER TABLE statement
  ALTER record_id DROP NOT NULL,
  ADD COLUMN said_id uuid,
  ADD COLUMN manner text CHECK (manner IN ('said', 'written', 'drawn', 'shown')),
  ADD COLUMN language text CHECK (language <> ''),
  ADD COLUMN interpreter boolean NOT NULL DEFAULT false,
  ADD COLUMN matters boolean NOT NULL DEFAULT false,
  ADD COLUMN number text,
  ADD COLUMN written_by uuid,
  ADD CONSTRAINT told_or_written CHECK ((record_id IS NULL) = (written_by IS NOT NULL) AND (written_by IS NULL) = (said_id IS NULL)
    AND (written_by IS NULL OR (manner IS NOT NULL AND number IS NOT NULL)));
COMMENT ON COLUMN statement.said_id IS 'Of what was written down here, its number, whoever it is held to be of; null of what a record tells. No build makes or ends it.';
COMMENT ON COLUMN statement.manner IS 'How they said it; null where no record says.';
COMMENT ON COLUMN statement.language IS 'The language in which they said it, where it was another than English.';
COMMENT ON COLUMN statement.interpreter IS 'Whether somebody interpreted.';
COMMENT ON COLUMN statement.matters IS 'Whether it says what matters to them: whom and what they love, what they are proud of.';
COMMENT ON COLUMN statement.number IS 'The number by which the writer''s agency knew the speaker then: who has it is who spoke.';

CREATE FUNCTION note_number() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.number := CASE WHEN NEW.written_by IS NULL THEN NULL
    ELSE coalesce(nullif((SELECT s.number FROM statement s WHERE s.area = NEW.area AND s.said_id = NEW.said_id ORDER BY s.received_at LIMIT 1), ''),
      number_of(NEW.area, NEW.person_id, NEW.agency)) END;
  RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION note_number() FROM PUBLIC;
CREATE TRIGGER note_number BEFORE INSERT ON statement FOR EACH ROW EXECUTE FUNCTION note_number();
CREATE UNIQUE INDEX statement_said ON statement (area, said_id) WHERE said_id IS NOT NULL AND superseded_at IS NULL;

CREATE POLICY own_writing ON statement USING (area = current_setting('vantage.area', true)
  AND written_by::text = current_setting('vantage.actor', true)
  AND NOT (SELECT keys_of('sealed')) ? person_id::text
  AND ((SELECT keys_of('near_team')) ? person_id::text OR (SELECT keys_of('near_manager')) ? person_id::text));
COMMENT ON POLICY own_writing ON statement IS 'Words that they wrote down themselves, of people with whom they still work.';
CREATE POLICY written_by_oneself ON statement AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all'))
  OR (written_by::text = current_setting('vantage.actor', true) AND agency = (SELECT current_setting('vantage.agency', true))));
CREATE POLICY ended_by_builds ON statement AS RESTRICTIVE FOR UPDATE USING ((SELECT sees('all')));

CREATE TABLE statement_done (
  area       text NOT NULL REFERENCES area,
  done_id    uuid NOT NULL,
  about      uuid NOT NULL,
  person_id  uuid NOT NULL,
  words      text NOT NULL CHECK (words <> ''),
  written_by uuid NOT NULL,
  written_at timestamptz NOT NULL,
  PRIMARY KEY (area, done_id),
  FOREIGN KEY (area, written_by) REFERENCES worker
);
CREATE INDEX statement_done_person ON statement_done (person_id);
COMMENT ON TABLE statement_done IS 'What was done about something that somebody said, as it was written down here. The last one counts; none is changed.';
COMMENT ON COLUMN statement_done.person_id IS 'Who said it, as records are held together now.';
COMMENT ON COLUMN statement_done.about IS 'The record that tells what was said, or the number of what was written down here.';
ALTER TABLE statement_done ENABLE ROW LEVEL SECURITY;
CREATE POLICY in_sight ON statement_done USING (area = current_setting('vantage.area', true) AND ((SELECT sees('all')) OR EXISTS (
  SELECT FROM statement s WHERE s.area = statement_done.area AND s.superseded_at IS NULL
    AND statement_done.about IN (s.record_id, s.said_id))));
CREATE POLICY written_by_oneself ON statement_done AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all'))
  OR (written_by::text = current_setting('vantage.actor', true)
    AND ((SELECT keys_of('near_team')) ? person_id::text OR (SELECT keys_of('near_manager')) ? person_id::text)));
CREATE POLICY followed_by_builds ON statement_done AS RESTRICTIVE FOR UPDATE USING ((SELECT sees('all')));
GRANT SELECT, INSERT ON statement_done TO vantage_app;
GRANT UPDATE (person_id) ON statement_done TO vantage_app;

CREATE FUNCTION words_to_follow() RETURNS TABLE (statement_id uuid, person_id uuid) LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT s.statement_id, h.person_id
    FROM statement s JOIN who_has(current_setting('vantage.area', true), ARRAY(
        SELECT number FROM statement WHERE area = current_setting('vantage.area', true) AND superseded_at IS NULL AND number IS NOT NULL)) h
      USING (number)
    WHERE s.area = current_setting('vantage.area', true) AND sees('all') AND s.superseded_at IS NULL AND h.person_id <> s.person_id
  $$;
REVOKE ALL ON FUNCTION words_to_follow() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION words_to_follow() TO vantage_app;
COMMENT ON FUNCTION words_to_follow() IS 'For a build: words written down here of whom records now hold to be somebody else, and who that is.';
