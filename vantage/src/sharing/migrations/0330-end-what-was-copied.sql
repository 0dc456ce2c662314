ALTER TABLE protection ADD COLUMN copied_from uuid;
COMMENT ON COLUMN protection.copied_from IS 'The protection that went with somebody''s numbers to this person; null for one that was decided about them.';
UPDATE protection p SET copied_from = (SELECT o.protection_id FROM protection o
    WHERE (o.area, o.decided_by, o.decided_at, o.reason) = (p.area, p.decided_by, p.decided_at, p.reason)
      AND o.person_id <> p.person_id AND o.protection_id < p.protection_id
    ORDER BY o.protection_id LIMIT 1);

CREATE FUNCTION may_end_copy(v_person uuid, v_copied_from uuid) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT v_copied_from IS NOT NULL
      AND NOT EXISTS (SELECT FROM relation r
        WHERE r.area = current_setting('vantage.area', true) AND r.person_id = v_person AND r.kind = 'allocated'
          AND r.superseded_at IS NULL AND r.via = r.person_id
          AND coalesce(upper(r.happened) > (now() AT TIME ZONE 'Europe/London')::date, true))
      AND EXISTS (
        WITH RECURSIVE before AS (
          SELECT p.person_id, p.from_ids, p.copied_from FROM protection p
          WHERE p.area = current_setting('vantage.area', true) AND p.protection_id = v_copied_from
          UNION
          SELECT p.person_id, p.from_ids, p.copied_from FROM before b JOIN protection p
            ON p.area = current_setting('vantage.area', true) AND p.protection_id = b.copied_from)
        SELECT FROM before WHERE works_beside(person_id, from_ids))
  $$;
REVOKE ALL ON FUNCTION may_end_copy(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION may_end_copy(uuid, uuid) TO vantage_app;
COMMENT ON FUNCTION may_end_copy(uuid, uuid) IS 'Whether the actor may end a protection that went with numbers to somebody to whom nobody is allocated: whoever may end one that it was copied from.';

ALTER POLICY in_sight ON protection USING (area = current_setting('vantage.area', true) AND ((SELECT sees('all'))
  OR (person_id NOT IN (SELECT sealed_from_me()) AND (SELECT coalesce(current_setting('vantage.held', true), '')) <> ''
    AND (current_setting('vantage.actor', true) = ANY (named::text[]) OR works_beside(person_id, from_ids)
      OR may_end_copy(person_id, copied_from)))));
COMMENT ON POLICY in_sight ON protection IS 'That somebody is protected, and from whom, is read by those named and those allocated beside the one who harms, or who manage them; of somebody to whom nobody is allocated, by those of whoever it was copied from.';
ALTER POLICY ended_by_whoever_works_with_them ON protection USING ((SELECT sees('all'))
  OR works_beside(person_id, from_ids) OR may_end_copy(person_id, copied_from));
