ALTER POLICY in_sight ON sharing_decision USING (area = current_setting('vantage.area', true) AND ((SELECT sees('all')) OR (
  NOT persons && ARRAY(SELECT sealed_from_me())
  AND NOT EXISTS (SELECT FROM unnest(persons) AS one (id) WHERE (SELECT keys_of('kept')) ? one.id::text)
  AND ((SELECT current_setting('vantage.held', true)) = 'information-governance-lead'
    OR (agency = (SELECT my_agency()) AND ((SELECT current_setting('vantage.held', true)) = 'agency-lead'
      OR persons <@ ARRAY(SELECT near('team') UNION SELECT near('manager') UNION SELECT near('named'))))))));
COMMENT ON POLICY in_sight ON sharing_decision IS 'Seen by those of the agency that decided who work with everybody it is about, by its lead and by the information governance lead: what was asked may tell more than was shared. Kept from all from whom somebody''s whereabouts are, because it may be where they are that was asked for.';
COMMENT ON COLUMN sharing_decision.persons IS 'About whom it was asked, as records are held together now.';
GRANT UPDATE (persons) ON sharing_decision TO vantage_app;
CREATE POLICY followed_by_builds ON sharing_decision AS RESTRICTIVE FOR UPDATE USING ((SELECT sees('all')));

CREATE FUNCTION with_former(v_area text, v_persons uuid[]) RETURNS uuid[] LANGUAGE sql STABLE AS $$
  SELECT ARRAY(SELECT unnest(v_persons)
    UNION SELECT past.person_id FROM makeup n JOIN makeup past ON past.area = n.area AND past.number = n.number AND past.ended_at IS NOT NULL
    WHERE n.area = v_area AND n.person_id = ANY (v_persons) AND n.ended_at IS NULL
      AND NOT EXISTS (SELECT FROM makeup c WHERE c.area = past.area AND c.person_id = past.person_id AND c.ended_at IS NULL))
$$;
REVOKE ALL ON FUNCTION with_former(text, uuid[]) FROM PUBLIC;
COMMENT ON FUNCTION with_former(text, uuid[]) IS 'The persons, and those who had one of their numbers and have none now: what was written down of these, in the audit too, is of the persons.';
CREATE TRIGGER changes_sight AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON makeup FOR EACH STATEMENT EXECUTE FUNCTION note_sight_change();

DO $$
DECLARE
  v_now text := pg_get_functiondef('work_out_sight'::regproc);
  v_found text := '(v_me IS NULL OR NOT v_me = ANY (named));';
BEGIN
  IF length(v_now) - length(replace(v_now, v_found, '')) <> length(v_found) THEN
    RAISE EXCEPTION 'work_out_sight does not say who is sealed as it did';
  END IF;
  EXECUTE replace(v_now, v_found, v_found || ' v_sealed := with_former(v_area, v_sealed);');
END
$$;
