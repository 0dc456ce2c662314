CREATE TABLE case_draft (
  area      text NOT NULL REFERENCES area,
  draft_id  uuid NOT NULL,
  worker_id uuid NOT NULL,
  family_id uuid NOT NULL,
  kind      text NOT NULL,
  written   jsonb NOT NULL,
  saved_at  timestamptz NOT NULL,
  PRIMARY KEY (area, draft_id),
  FOREIGN KEY (area, worker_id) REFERENCES worker
);
CREATE INDEX case_draft_worker ON case_draft (area, worker_id);
COMMENT ON TABLE case_draft IS 'What somebody has begun to write and not recorded: theirs alone, gone once it is recorded or thrown away.';
COMMENT ON COLUMN case_draft.written IS 'What stands in each field of the form.';
ALTER TABLE case_draft ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_draft ON case_draft USING (area = current_setting('vantage.area', true)
  AND worker_id::text = current_setting('vantage.actor', true));
GRANT SELECT, INSERT, DELETE ON case_draft TO vantage_app;
GRANT UPDATE (written, saved_at) ON case_draft TO vantage_app;

CREATE TABLE draft_lock (
  area      text NOT NULL REFERENCES area,
  worker_id uuid NOT NULL,
  key       bytea NOT NULL,
  made_at   timestamptz NOT NULL,
  PRIMARY KEY (area, worker_id),
  FOREIGN KEY (area, worker_id) REFERENCES worker
);
COMMENT ON TABLE draft_lock IS 'The key under which a worker''s browser keeps what it could not send yet. It is told to that worker alone and never kept on the device.';
ALTER TABLE draft_lock ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_lock ON draft_lock USING (area = current_setting('vantage.area', true)
  AND worker_id::text = current_setting('vantage.actor', true));
GRANT SELECT, INSERT ON draft_lock TO vantage_app;

CREATE TABLE case_receipt (
  area     text NOT NULL,
  note_id  uuid NOT NULL,
  version  integer NOT NULL,
  agency   text NOT NULL,
  outcome  text NOT NULL CHECK (outcome IN ('received', 'refused')),
  words    text NOT NULL CHECK (words <> ''),
  told_by  text NOT NULL,
  told_at  timestamptz NOT NULL,
  PRIMARY KEY (area, note_id, version),
  FOREIGN KEY (area, note_id, version) REFERENCES case_note
);
COMMENT ON TABLE case_receipt IS 'That an agency''s case system, where a note has its legal home, took a version of it in, or refused it.';
COMMENT ON COLUMN case_receipt.words IS 'The number that the case system gave it, or why it was refused.';
ALTER TABLE case_receipt ENABLE ROW LEVEL SECURITY;
CREATE POLICY in_sight ON case_receipt FOR SELECT USING (area = current_setting('vantage.area', true) AND ((SELECT sees('all'))
  OR ((SELECT current_setting('vantage.held', true)) = 'agency-lead' AND agency = (SELECT current_setting('vantage.agency', true)))
  OR EXISTS (SELECT FROM case_note n WHERE n.area = case_receipt.area AND n.note_id = case_receipt.note_id AND n.version = case_receipt.version)));
GRANT SELECT ON case_receipt TO vantage_app;

CREATE FUNCTION notes_waiting(v_agency text, v_most integer) RETURNS TABLE (note_id uuid, version integer, family_id uuid, kind text,
    persons uuid[], about uuid[], numbers text[], happened daterange, "precision" text, at_time text, content jsonb, state text, due date, audience text,
    reason text, written_by text, written_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT n.note_id, n.version, n.family_id, replace(n.kind, '-shared', ''), n.persons, n.about,
      ARRAY(SELECT coalesce((SELECT min(l.local_id) FROM link l WHERE l.area = n.area AND l.person_id = one.id AND l.undone_at IS NULL
        AND l.agency = n.agency), '') FROM unnest(n.about) WITH ORDINALITY AS one (id, at) ORDER BY one.at),
      n.happened, n.precision, n.at_time, n.content, n.state, n.due, n.audience, n.reason, w.name, n.written_at
    FROM case_note n JOIN worker w ON w.area = n.area AND w.worker_id = n.written_by
    WHERE n.area = current_setting('vantage.area', true) AND n.agency = v_agency
      AND (sees('all') OR (current_setting('vantage.held', true) = 'agency-lead' AND v_agency = current_setting('vantage.agency', true)))
      AND NOT EXISTS (SELECT FROM unnest(n.about) AS one (id) WHERE keys_of('sealed') ? one.id::text)
      AND NOT EXISTS (SELECT FROM case_receipt r WHERE r.area = n.area AND r.note_id = n.note_id AND r.version = n.version)
    ORDER BY n.written_at, n.note_id, n.version LIMIT v_most
  $$;
REVOKE ALL ON FUNCTION notes_waiting(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION notes_waiting(text, integer) TO vantage_app;
COMMENT ON FUNCTION notes_waiting(text, integer) IS 'Versions of notes that wait for their agency''s case system, oldest first: for its lead, who answers for its records, without people sealed from them; and for whoever runs the machine.';

CREATE FUNCTION take_receipts(v_agency text, v_told jsonb, v_at timestamptz) RETURNS integer LANGUAGE sql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH told AS (
      INSERT INTO case_receipt (area, note_id, version, agency, outcome, words, told_by, told_at)
      SELECT n.area, n.note_id, n.version, n.agency, t.outcome, t.words, current_setting('vantage.actor', true), v_at
      FROM jsonb_to_recordset(v_told) AS t (note_id uuid, version integer, outcome text, words text)
        JOIN case_note n ON n.area = current_setting('vantage.area', true) AND n.note_id = t.note_id AND n.version = t.version
      WHERE n.agency = v_agency AND (sees('all')
          OR (current_setting('vantage.held', true) = 'agency-lead' AND v_agency = current_setting('vantage.agency', true)))
        AND NOT EXISTS (SELECT FROM unnest(n.about) AS one (id) WHERE keys_of('sealed') ? one.id::text)
      ON CONFLICT DO NOTHING RETURNING 1)
    SELECT count(*)::integer FROM told
  $$;
REVOKE ALL ON FUNCTION take_receipts(text, jsonb, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION take_receipts(text, jsonb, timestamptz) TO vantage_app;
COMMENT ON FUNCTION take_receipts(text, jsonb, timestamptz) IS 'Writes down what the case system said of versions that wait; what has a receipt keeps it. Returns how many were new.';
