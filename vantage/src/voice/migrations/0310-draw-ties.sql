CREATE TABLE network_tie (
  area        text NOT NULL REFERENCES area,
  tie_id      uuid NOT NULL,
  version     integer NOT NULL CHECK (version > 0),
  kind        text NOT NULL CHECK (kind IN ('kin', 'friend', 'neighbour', 'faith', 'club', 'school', 'work', 'service')),
  name        text CHECK (name <> ''),
  with_id     uuid,
  with_number text,
  with_record text CHECK (with_record ~ '^[0-9a-f]{32}$'),
  strength    text NOT NULL CHECK (strength IN ('strong', 'weak', 'strained')),
  way         text NOT NULL CHECK (way IN ('both', 'to-them', 'from-them')),
  turns_to    boolean NOT NULL,
  words       text CHECK (words <> ''),
  persons     uuid[] NOT NULL CHECK (cardinality(persons) > 1),
  numbers     text[] NOT NULL,
  about       uuid[] NOT NULL CHECK (cardinality(about) > 1),
  agency      text NOT NULL,
  audience    text NOT NULL CHECK (audience IN ('speaker-and-lead', 'team', 'family-and-team')),
  said_on     date NOT NULL,
  written_by  uuid NOT NULL,
  written_at  timestamptz NOT NULL,
  reason      text CHECK (reason <> ''),
  outcome     text CHECK (outcome IN ('replaced', 'taken-back')),
  ended_words text CHECK (ended_words <> ''),
  ended_by    uuid,
  ended_at    timestamptz,
  PRIMARY KEY (area, tie_id, version),
  FOREIGN KEY (area, agency) REFERENCES agency,
  FOREIGN KEY (area, written_by) REFERENCES worker,
  FOREIGN KEY (area, ended_by) REFERENCES worker,
  CONSTRAINT with_one CHECK (num_nonnulls(name, with_id, with_record) = 1 AND (with_id IS NULL OR kind = 'kin')),
  CHECK ((version = 1) = (reason IS NULL)),
  CHECK ((outcome IS NULL) = (ended_at IS NULL) AND (outcome IS NULL) = (ended_by IS NULL))
);
CREATE INDEX network_tie_about ON network_tie USING gin (about);
CREATE UNIQUE INDEX network_tie_standing ON network_tie (area, tie_id) WHERE outcome IS NULL;
COMMENT ON TABLE network_tie IS 'Who is around people of a family, as one of them says and drew it: what a tie is with, how strong it is and which way it goes. Each change is another version; what ends stays.';
COMMENT ON COLUMN network_tie.name IS 'Whom or what the tie is with, as the family says it: theirs, and never matched with a person of any record. Null of what records tell of.';
COMMENT ON COLUMN network_tie.with_id IS 'A relative who belongs to the family by records, as records are held together now.';
COMMENT ON COLUMN network_tie.with_number IS 'The number by which an agency knew that relative then: who has it is who was meant.';
COMMENT ON COLUMN network_tie.with_record IS 'A digest of the agency, the part and the worker by which records tell of a service or school: who sees them there knows which it is, and the row tells nobody else.';
COMMENT ON COLUMN network_tie.way IS 'Which way it goes: both, from the family to them alone, or from them to the family alone.';
COMMENT ON COLUMN network_tie.turns_to IS 'Whether those whose tie it is turn there when something is wrong.';
COMMENT ON COLUMN network_tie.persons IS 'Whoever says so, first; then those whose tie it is.';
COMMENT ON COLUMN network_tie.numbers IS 'For each of the persons, the number by which an agency knew them then, as with notes.';
COMMENT ON COLUMN network_tie.about IS 'The persons, as records are held together now.';
COMMENT ON COLUMN network_tie.audience IS 'Who the speaker agreed may see it; asked before it was written down.';
COMMENT ON COLUMN network_tie.reason IS 'Why it was changed; null of the first version.';
COMMENT ON COLUMN network_tie.outcome IS 'Why it stands no more: another version took its place, or it was taken back.';

CREATE FUNCTION note_tie_numbers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.numbers := ARRAY(SELECT number_of(NEW.area, id, NEW.agency) FROM unnest(NEW.persons) WITH ORDINALITY AS one (id, n) ORDER BY n);
  NEW.with_number := CASE WHEN NEW.with_id IS NOT NULL THEN number_of(NEW.area, NEW.with_id, NEW.agency) END;
  RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION note_tie_numbers() FROM PUBLIC;
CREATE TRIGGER note_tie_numbers BEFORE INSERT ON network_tie FOR EACH ROW EXECUTE FUNCTION note_tie_numbers();

ALTER TABLE network_tie ENABLE ROW LEVEL SECURITY;
SELECT set_sight('network_tie', '((SELECT sees(''all'')) OR NOT EXISTS (SELECT FROM unnest(about) AS one (id) WHERE NOT '
  || sight_rule('one.id', 'agency', '''said''', 4) || '))');
COMMENT ON POLICY in_sight ON network_tie IS 'By agreements that share words: by who may read the words of whoever says so, and of everybody whose tie it is.';
CREATE POLICY own_writing ON network_tie USING (area = current_setting('vantage.area', true)
  AND written_by::text = current_setting('vantage.actor', true)
  AND NOT EXISTS (SELECT FROM unnest(about) AS one (id) WHERE (SELECT keys_of('sealed')) ? one.id::text
    OR NOT ((SELECT keys_of('near_team')) ? one.id::text OR (SELECT keys_of('near_manager')) ? one.id::text)));
COMMENT ON POLICY own_writing ON network_tie IS 'What they wrote down themselves, of people with all of whom they still work.';
CREATE POLICY for_whom_it_was_said ON network_tie AS RESTRICTIVE FOR SELECT USING ((SELECT sees('all'))
  OR (SELECT current_setting('vantage.actor', true)) IN (written_by::text, ended_by::text)
  OR (SELECT keys_of('near_allocated')) ? about[1]::text OR (SELECT keys_of('near_self')) ? about[1]::text
  OR (audience <> 'speaker-and-lead' AND outcome IS NULL));
COMMENT ON POLICY for_whom_it_was_said ON network_tie IS 'What stands, by whom its speaker let see it; what stands no more, by the speaker, whoever is allocated to them, and whoever wrote it down or ended it.';
CREATE POLICY not_kept ON network_tie AS RESTRICTIVE FOR SELECT USING ((SELECT sees('all')) OR (
  NOT EXISTS (SELECT FROM unnest(about) AS one (id) WHERE (SELECT keys_of('kept')) ? one.id::text)
  AND (with_id IS NULL OR NOT ((SELECT keys_of('kept')) ? with_id::text OR (SELECT keys_of('sealed')) ? with_id::text))));
COMMENT ON POLICY not_kept ON network_tie IS 'Who is around somebody may tell where they are; and nobody reads of a relative who is sealed from them.';
CREATE POLICY written_by_oneself ON network_tie AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all'))
  OR (written_by::text = current_setting('vantage.actor', true) AND agency = (SELECT current_setting('vantage.agency', true))
    AND about <@ ARRAY(SELECT near('team') UNION SELECT near('manager'))));
CREATE POLICY ended_by_whoever_works_with_them ON network_tie AS RESTRICTIVE FOR UPDATE USING ((SELECT sees('all'))
  OR about <@ ARRAY(SELECT near('team') UNION SELECT near('manager')));
GRANT INSERT ON network_tie TO vantage_app;
GRANT SELECT (area, tie_id, version, kind, name, with_id, with_record, strength, way, turns_to, words, persons, about, agency, audience,
  said_on, written_by, written_at, reason, outcome, ended_words, ended_by, ended_at) ON network_tie TO vantage_app;
GRANT UPDATE (about, with_id, outcome, ended_words, ended_by, ended_at) ON network_tie TO vantage_app;

CREATE FUNCTION ties_to_follow() RETURNS TABLE (tie_id uuid, version integer, now_about uuid[], now_with uuid) LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH asked AS (
      SELECT t.tie_id, t.version, t.about, t.with_id, t.with_number, one.person, one.number, one.at
      FROM network_tie t CROSS JOIN LATERAL unnest(t.persons, t.numbers) WITH ORDINALITY AS one (person, number, at)
      WHERE t.area = current_setting('vantage.area', true) AND sees('all')),
    numbered AS (SELECT * FROM who_has(current_setting('vantage.area', true),
      ARRAY(SELECT number FROM asked UNION SELECT with_number FROM asked WHERE with_number IS NOT NULL)))
    SELECT a.tie_id, a.version, array_agg(coalesce(h.person_id, a.person) ORDER BY a.at), coalesce(w.person_id, a.with_id)
    FROM asked a LEFT JOIN numbered h USING (number) LEFT JOIN numbered w ON w.number = a.with_number
    GROUP BY a.tie_id, a.version, a.about, a.with_id, w.person_id
    HAVING array_agg(coalesce(h.person_id, a.person) ORDER BY a.at) <> a.about OR coalesce(w.person_id, a.with_id) IS DISTINCT FROM a.with_id
  $$;
REVOKE ALL ON FUNCTION ties_to_follow() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION ties_to_follow() TO vantage_app;
COMMENT ON FUNCTION ties_to_follow() IS 'For a build: ties of people of whom records now hold that they are others, and who they are.';
