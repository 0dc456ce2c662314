CREATE TABLE case_note (
  area       text NOT NULL REFERENCES area,
  note_id    uuid NOT NULL,
  version    integer NOT NULL CHECK (version > 0),
  family_id  uuid NOT NULL,
  kind       text NOT NULL,
  agency     text NOT NULL,
  persons    uuid[] NOT NULL CHECK (cardinality(persons) > 0),
  numbers    text[] NOT NULL,
  about      uuid[] NOT NULL CHECK (cardinality(about) > 0),
  audience   text NOT NULL CHECK (audience IN ('team', 'allocated', 'author')),
  happened   daterange NOT NULL,
  precision  text NOT NULL CHECK (precision IN ('day', 'month', 'year')),
  at_time    text CHECK (at_time ~ '^[0-2][0-9]:[0-5][0-9]$'),
  content    jsonb NOT NULL,
  state      text CHECK (state IN ('open', 'shared', 'sealed', 'withdrawn')),
  due        date,
  written_by uuid NOT NULL,
  written_at timestamptz NOT NULL,
  reason     text CHECK (reason <> ''),
  PRIMARY KEY (area, note_id, version),
  FOREIGN KEY (area, agency) REFERENCES agency,
  FOREIGN KEY (area, written_by) REFERENCES worker,
  CHECK ((state IS NULL) = (due IS NULL)),
  CHECK ((version = 1) = (reason IS NULL))
);
CREATE INDEX case_note_about ON case_note USING gin (about);
CREATE INDEX case_note_writer ON case_note (area, written_by);
CREATE INDEX case_note_due ON case_note (area, due) WHERE state = 'open';
COMMENT ON TABLE case_note IS 'What somebody at work wrote here: a note, a visit, a call, that something is wrong, a working hypothesis. Each change is another version; none is changed or taken away. The chronology holds the version that stands as facts.';
COMMENT ON COLUMN case_note.kind IS 'Code from the catalogue, under which agreements share it.';
COMMENT ON COLUMN case_note.persons IS 'About whom it was written.';
COMMENT ON COLUMN case_note.numbers IS 'For each of the persons, the number by which an agency knew them then, its own rather than another''s: who has that number is who the person is, however records are held together later. Empty where nobody had one.';
COMMENT ON COLUMN case_note.about IS 'The persons, as records are held together now. Not what the note says: it may change.';
COMMENT ON COLUMN case_note.content IS 'What was written, by field.';
COMMENT ON COLUMN case_note.state IS 'Of a working hypothesis, whether it is open, shared, sealed to whoever wrote it and manages the work, or withdrawn.';
COMMENT ON COLUMN case_note.due IS 'Of a working hypothesis, the day by which it is shared, sealed or withdrawn.';
COMMENT ON COLUMN case_note.reason IS 'Why it was changed; null of the first version.';

CREATE FUNCTION note_numbers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.numbers := ARRAY(SELECT number_of(NEW.area, id, NEW.agency) FROM unnest(NEW.persons) WITH ORDINALITY AS one (id, n) ORDER BY n);
  RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION note_numbers() FROM PUBLIC;
CREATE TRIGGER note_numbers BEFORE INSERT ON case_note FOR EACH ROW EXECUTE FUNCTION note_numbers();

ALTER TABLE case_note ENABLE ROW LEVEL SECURITY;
SELECT set_sight('case_note', '((SELECT sees(''all'')) OR NOT EXISTS (SELECT FROM unnest(about) AS one (id) WHERE NOT '
  || sight_rule('one.id', 'agency', 'kind', 4) || '))');
SELECT set_sight_of_written('case_note', 'false');
CREATE POLICY followed_by_builds ON case_note AS RESTRICTIVE FOR UPDATE USING ((SELECT sees('all')));
GRANT INSERT ON case_note TO vantage_app;
GRANT SELECT (area, note_id, version, family_id, kind, agency, persons, about, audience, happened, precision, at_time, content, state,
  due, written_by, written_at, reason) ON case_note TO vantage_app;
GRANT UPDATE (about) ON case_note TO vantage_app;

CREATE FUNCTION last_version(v_notes uuid[]) RETURNS TABLE (note_id uuid, version integer) LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT n.note_id, max(n.version) FROM case_note n
    WHERE n.area = current_setting('vantage.area', true) AND n.note_id = ANY (v_notes) GROUP BY n.note_id
  $$;
REVOKE ALL ON FUNCTION last_version(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION last_version(uuid[]) TO vantage_app;
COMMENT ON FUNCTION last_version(uuid[]) IS 'The version of each note that stands, so that nobody reads an earlier one who may not read that.';

CREATE FUNCTION notes_to_follow() RETURNS TABLE (note_id uuid, version integer, now_about uuid[]) LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH asked AS (
      SELECT n.note_id, n.version, n.about, one.person, one.number, one.at
      FROM case_note n CROSS JOIN LATERAL unnest(n.persons, n.numbers) WITH ORDINALITY AS one (person, number, at)
      WHERE n.area = current_setting('vantage.area', true) AND sees('all')),
    numbered AS (SELECT * FROM who_has(current_setting('vantage.area', true), ARRAY(SELECT number FROM asked)))
    SELECT a.note_id, a.version, array_agg(coalesce(h.person_id, a.person) ORDER BY a.at)
    FROM asked a LEFT JOIN numbered h USING (number)
    GROUP BY a.note_id, a.version, a.about
    HAVING array_agg(coalesce(h.person_id, a.person) ORDER BY a.at) <> a.about
  $$;
REVOKE ALL ON FUNCTION notes_to_follow() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notes_to_follow() TO vantage_app;
COMMENT ON FUNCTION notes_to_follow() IS 'For a build: versions of notes whose people records now hold to be others, with who they are.';
