ALTER TABLE case_note
  ADD COLUMN settled_by uuid,
  ADD FOREIGN KEY (area, settled_by) REFERENCES worker,
  ADD CHECK (settled_by IS NULL OR (state IS NOT NULL AND state <> 'open'));
COMMENT ON COLUMN case_note.settled_by IS 'Of a working hypothesis, the manager who settled it after its day; null where whoever wrote it did.';
GRANT SELECT (settled_by) ON case_note TO vantage_app;

CREATE FUNCTION may_settle(v_note uuid, v_today date) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce((SELECT n.state = 'open' AND n.due <= v_today AND n.agency = current_setting('vantage.agency', true)
        AND n.about <@ ARRAY(SELECT near('manager'))
        AND NOT EXISTS (SELECT FROM unnest(n.about) AS one (id) WHERE keys_of('sealed') ? one.id::text)
      FROM case_note n WHERE n.area = current_setting('vantage.area', true) AND n.note_id = v_note
      ORDER BY n.version DESC LIMIT 1), false)
  $$;
REVOKE ALL ON FUNCTION may_settle(uuid, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION may_settle(uuid, date) TO vantage_app;
COMMENT ON FUNCTION may_settle(uuid, date) IS 'Whether the actor manages, at the agency where it was written, the work with everybody in a working hypothesis that is open though its day has come.';

CREATE FUNCTION settle_for_writer(v_note uuid, v_today date) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT may_settle(v_note, v_today) THEN RETURN false; END IF;
  PERFORM set_config('vantage.settles', v_note::text, true), set_config('vantage.settles_for', (SELECT n.written_by::text FROM case_note n
    WHERE n.area = current_setting('vantage.area', true) AND n.note_id = v_note ORDER BY n.version DESC LIMIT 1), true);
  RETURN true;
END
$$;
REVOKE ALL ON FUNCTION settle_for_writer(uuid, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION settle_for_writer(uuid, date) TO vantage_app;
COMMENT ON FUNCTION settle_for_writer(uuid, date) IS 'Lets whoever may settle a working hypothesis write, for the rest of the transaction, the version that settles it and what it is in the chronology; says whether they may.';

ALTER POLICY written_by_oneself ON case_note WITH CHECK ((SELECT sees('all'))
  OR (agency = (SELECT current_setting('vantage.agency', true)) AND (
    (written_by::text = current_setting('vantage.actor', true) AND settled_by IS NULL)
    OR (note_id::text = current_setting('vantage.settles', true) AND written_by::text = current_setting('vantage.settles_for', true)
      AND settled_by::text = current_setting('vantage.actor', true)))));
ALTER POLICY written_by_oneself ON fact WITH CHECK ((SELECT sees('all'))
  OR (agency = (SELECT current_setting('vantage.agency', true)) AND superseded_at IS NULL AND (
    written_by::text = current_setting('vantage.actor', true)
    OR (occasion = current_setting('vantage.settles', true) AND written_by::text = current_setting('vantage.settles_for', true)))));
ALTER POLICY ended_by_oneself ON fact USING ((SELECT sees('all')) OR written_by::text = current_setting('vantage.actor', true)
  OR (occasion = current_setting('vantage.settles', true) AND written_by::text = current_setting('vantage.settles_for', true)));
ALTER POLICY written_by_oneself ON fact_detail WITH CHECK ((SELECT sees('all'))
  OR (agency = (SELECT current_setting('vantage.agency', true)) AND (
    written_by::text = current_setting('vantage.actor', true)
    OR (kind IN ('hypothesis', 'hypothesis-shared') AND written_by::text = current_setting('vantage.settles_for', true)))));

DO $$
DECLARE
  v_waiting text := pg_get_functiondef('notes_waiting(text, integer)'::regprocedure);
BEGIN
  IF strpos(v_waiting, 'n.reason, w.name,') = 0 OR strpos(v_waiting, 'w.worker_id = n.written_by') = 0 THEN RAISE EXCEPTION 'notes_waiting is not as it was'; END IF;
  EXECUTE replace(v_waiting, 'w.worker_id = n.written_by', 'w.worker_id = coalesce(n.settled_by, n.written_by)');
END
$$;
