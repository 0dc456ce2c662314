CREATE OR REPLACE FUNCTION notes_waiting(v_agency text, v_most integer) RETURNS TABLE (note_id uuid, version integer, family_id uuid, kind text,
    persons uuid[], about uuid[], numbers text[], happened daterange, "precision" text, at_time text, content jsonb, state text, due date, audience text,
    reason text, written_by text, written_at timestamptz)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT n.note_id, n.version, n.family_id, replace(n.kind, '-shared', ''), n.persons, n.about,
      ARRAY(SELECT coalesce((SELECT min(l.local_id) FROM link l WHERE l.area = n.area AND l.person_id = one.id AND l.undone_at IS NULL
        AND l.agency = n.agency), '') FROM unnest(n.about) WITH ORDINALITY AS one (id, at) ORDER BY one.at),
      n.happened, n.precision, n.at_time, n.content, n.state, n.due, n.audience, n.reason, w.name, n.written_at
    FROM case_note n JOIN worker w ON w.area = n.area AND w.worker_id = n.written_by
    WHERE n.area = current_setting('vantage.area', true) AND n.agency = v_agency
      AND (sees('all') OR sees('counts') OR (current_setting('vantage.held', true) = 'agency-lead' AND v_agency = current_setting('vantage.agency', true)
        AND n.audience <> 'author' AND coalesce(n.state = 'shared', true) AND NOT EXISTS (SELECT FROM unnest(n.about) AS one (id) WHERE keys_of('kept') ? one.id::text)))
      AND NOT EXISTS (SELECT FROM unnest(n.about) AS one (id) WHERE keys_of('sealed') ? one.id::text)
      AND NOT EXISTS (SELECT FROM case_receipt r WHERE r.area = n.area AND r.note_id = n.note_id AND r.version = n.version)
    ORDER BY n.written_at, n.note_id, n.version LIMIT v_most
  $$;
COMMENT ON FUNCTION notes_waiting(text, integer) IS 'Versions of notes that wait for their agency''s case system, oldest first: for its lead, who answers for its records, without people sealed or kept back from them, and without what is its writer''s alone; for whoever runs the machine, without sealed people unless they ask for them.';
