CREATE TABLE protection (
  area          text NOT NULL REFERENCES area,
  protection_id uuid NOT NULL,
  person_id     uuid NOT NULL,
  from_ids      uuid[] NOT NULL CHECK (cardinality(from_ids) > 0 AND NOT person_id = ANY (from_ids)),
  named         uuid[] NOT NULL,
  happened      daterange NOT NULL CHECK (NOT isempty(happened)),
  reason        text NOT NULL CHECK (reason <> ''),
  decided_by    text NOT NULL,
  decided_at    timestamptz NOT NULL,
  ended_by      text,
  ended_at      timestamptz,
  PRIMARY KEY (area, protection_id),
  CHECK ((ended_at IS NULL) = (ended_by IS NULL))
);
CREATE INDEX protection_standing ON protection (area, person_id) WHERE ended_at IS NULL;
COMMENT ON TABLE protection IS 'That whatever tells where a harmed person is, is kept from everybody but those allocated to that very person and those named.';
COMMENT ON COLUMN protection.from_ids IS 'From whom the person is protected.';
COMMENT ON COLUMN protection.named IS 'Workers who may know where the person is without being allocated to them.';

ALTER TABLE kind_of_fact ADD COLUMN locates boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN kind_of_fact.locates IS 'Whether a fact of the kind tells where somebody is or will be: address, school, doctor, appointment, placement, the worker''s team.';
GRANT UPDATE (locates) ON kind_of_fact TO vantage_app;

CREATE FUNCTION kept_from(v_area text, v_me uuid, v_direct uuid[], v_on date) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
    WITH hidden AS (
      SELECT p.person_id, coalesce(lower(p.happened), '-infinity') AS since FROM protection p
      WHERE p.area = v_area AND p.ended_at IS NULL AND p.happened @> v_on
        AND NOT coalesce(v_me = ANY (p.named), false) AND NOT p.person_id = ANY (v_direct))
    SELECT person_id FROM hidden
    UNION
    SELECT o.person_id
    FROM hidden h
      JOIN residence r ON r.area = v_area AND r.person_id = h.person_id AND r.superseded_at IS NULL
        AND coalesce(upper(r.happened) > h.since, true)
      JOIN residence o ON o.area = r.area AND o.home_id = r.home_id AND o.superseded_at IS NULL
        AND coalesce(upper(o.happened) > h.since, true)
    UNION
    SELECT other.person_id
    FROM hidden h
      JOIN person_detail own ON own.area = v_area AND own.person_id = h.person_id AND own.kind = 'address' AND own.superseded_at IS NULL
      JOIN membership mine ON mine.area = v_area AND mine.person_id = h.person_id AND mine.undone_at IS NULL
      JOIN membership theirs ON theirs.area = v_area AND theirs.family_id = mine.family_id AND theirs.undone_at IS NULL
      JOIN person_detail other ON other.area = v_area AND other.person_id = theirs.person_id AND other.kind = 'address' AND other.superseded_at IS NULL
        AND other.parts ->> 'postcode' = own.parts ->> 'postcode'
  $$;
REVOKE ALL ON FUNCTION kept_from(text, uuid, uuid[], date) FROM PUBLIC;
COMMENT ON FUNCTION kept_from(text, uuid, uuid[], date) IS 'Persons whose whereabouts a worker may not know: protected ones whom they are neither allocated to themselves (v_direct) nor named for, whoever has lived with one of these since, and whoever of the family is said to be at the same postcode, because their address tells.';

CREATE FUNCTION works_beside(v_person uuid, v_from uuid[]) RETURNS boolean
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT EXISTS (SELECT FROM relation r
      WHERE r.area = current_setting('vantage.area', true) AND r.person_id = v_person AND r.kind = 'allocated'
        AND r.superseded_at IS NULL AND r.via = r.person_id AND NOT r.via = ANY (v_from)
        AND ((r.worker_id::text = current_setting('vantage.actor', true) AND v_person IN (SELECT near('allocated')))
          OR v_person IN (SELECT near('manager'))))
  $$;
REVOKE ALL ON FUNCTION works_beside(uuid, uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION works_beside(uuid, uuid[]) TO vantage_app;
COMMENT ON FUNCTION works_beside(uuid, uuid[]) IS 'Whether the actor, or a worker whom the actor manages, is allocated to that very person: not through a child, nor through those from whom the person is protected.';

ALTER TABLE protection ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON protection TO vantage_app;
GRANT UPDATE (ended_by, ended_at) ON protection TO vantage_app;
CREATE POLICY in_sight ON protection USING (area = current_setting('vantage.area', true) AND ((SELECT sees('all'))
  OR (person_id NOT IN (SELECT sealed_from_me()) AND (SELECT coalesce(current_setting('vantage.held', true), '')) <> ''
    AND (current_setting('vantage.actor', true) = ANY (named::text[]) OR works_beside(person_id, from_ids)))));
COMMENT ON POLICY in_sight ON protection IS 'That somebody is protected, and from whom, is read by those named and those allocated beside the one who harms, or who manage them.';
CREATE POLICY added_by_whoever_works_with_them ON protection AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all'))
  OR (decided_by = current_setting('vantage.actor', true) AND ended_at IS NULL AND works_beside(person_id, from_ids)));
CREATE POLICY ended_by_whoever_works_with_them ON protection AS RESTRICTIVE FOR UPDATE USING ((SELECT sees('all'))
  OR works_beside(person_id, from_ids));
