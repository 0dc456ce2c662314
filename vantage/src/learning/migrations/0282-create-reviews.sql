CREATE TABLE review (
  area         text NOT NULL REFERENCES area,
  review_id    uuid NOT NULL,
  kind         text NOT NULL CHECK (kind IN ('learning', 'inspection')),
  name         text NOT NULL CHECK (name <> ''),
  family_id    uuid NOT NULL,
  reason       text NOT NULL CHECK (reason <> ''),
  happened     daterange NOT NULL CHECK (NOT lower_inf(happened) AND NOT upper_inf(happened) AND NOT isempty(happened)),
  participants uuid[] NOT NULL CHECK (cardinality(participants) > 0),
  opened_by    uuid NOT NULL,
  opened_at    timestamptz NOT NULL,
  closed_by    uuid,
  closed_at    timestamptz,
  close_reason text CHECK (close_reason <> ''),
  PRIMARY KEY (area, review_id),
  FOREIGN KEY (area, family_id) REFERENCES family,
  FOREIGN KEY (area, opened_by) REFERENCES worker,
  FOREIGN KEY (area, closed_by) REFERENCES worker,
  CHECK ((closed_at IS NULL) = (closed_by IS NULL) AND (closed_at IS NULL) = (close_reason IS NULL))
);
CREATE INDEX review_family ON review (area, family_id);
COMMENT ON TABLE review IS 'A learning review or an inspection of one family, with its days. Only inside one that is open, and only for those who take part in it, is it shown what was known when.';
COMMENT ON COLUMN review.happened IS 'The days on which it is open, unless it is closed before.';
COMMENT ON COLUMN review.participants IS 'Workers who take part: in an inspection inspectors and nobody else, in a learning review nobody of them.';

CREATE FUNCTION all_sealed(v_family uuid) RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT coalesce((SELECT bool_and(keys_of('sealed') ? m.person_id::text) FROM membership m
      WHERE m.area = current_setting('vantage.area', true) AND m.family_id = v_family AND m.undone_at IS NULL), false)
  $$;
REVOKE ALL ON FUNCTION all_sealed(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION all_sealed(uuid) TO vantage_app;
COMMENT ON FUNCTION all_sealed(uuid) IS 'Whether everybody of a family is sealed from the actor: then there is no such family.';

ALTER TABLE review ENABLE ROW LEVEL SECURITY;
CREATE POLICY in_sight ON review USING (area = current_setting('vantage.area', true) AND ((SELECT sees('all'))
  OR ((SELECT coalesce(current_setting('vantage.held', true), '')) <> ''
    AND ((SELECT current_setting('vantage.held', true)) IN ('information-governance-lead', 'director', 'counts')
      OR (SELECT current_setting('vantage.actor', true)) = ANY (participants::text[]))
    AND NOT all_sealed(family_id))));
COMMENT ON POLICY in_sight ON review IS 'Seen by those who open and close reviews, by whoever takes part, and by whoever runs the machine.';
CREATE POLICY opened_by_oneself ON review AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all'))
  OR (opened_by::text = current_setting('vantage.actor', true) AND closed_at IS NULL
    AND current_setting('vantage.held', true) IN ('information-governance-lead', 'director')));
CREATE POLICY closed_by_oneself ON review AS RESTRICTIVE FOR UPDATE
  USING ((SELECT sees('all')) OR (closed_at IS NULL AND current_setting('vantage.held', true) IN ('information-governance-lead', 'director')))
  WITH CHECK ((SELECT sees('all')) OR closed_by::text = current_setting('vantage.actor', true));
GRANT SELECT, INSERT ON review TO vantage_app;
GRANT UPDATE (closed_by, closed_at, close_reason) ON review TO vantage_app;

CREATE FUNCTION enter_review(v_review uuid, v_now timestamptz) RETURNS boolean
  LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_area text := current_setting('vantage.area', true);
  v_one review;
  v_persons uuid[];
  v_seen jsonb;
BEGIN
  IF coalesce(current_setting('vantage.held', true), '') = '' THEN RETURN false; END IF;
  SELECT * INTO v_one FROM review r
    WHERE r.area = v_area AND r.review_id = v_review AND r.closed_at IS NULL
      AND r.happened @> (v_now AT TIME ZONE 'Europe/London')::date
      AND current_setting('vantage.actor', true) = ANY (r.participants::text[]);
  IF NOT FOUND THEN RETURN false; END IF;
  v_persons := ARRAY(SELECT m.person_id FROM membership m WHERE m.area = v_area AND m.family_id = v_one.family_id
    AND m.undone_at IS NULL AND NOT keys_of('sealed') ? m.person_id::text);
  IF v_persons = '{}' THEN RETURN false; END IF;
  BEGIN
    INSERT INTO grant_of_access (area, grant_id, worker_id, kind, family_id, persons, reason, begun_at, until, granted_by)
      VALUES (v_area, gen_random_uuid(), current_setting('vantage.actor')::uuid, 'purpose', v_one.family_id, v_persons,
        v_one.reason, v_now, v_now + interval '1 minute', 'review');
    PERFORM work_out_sight(v_area, current_setting('vantage.actor'), current_setting('vantage.role'), current_setting('vantage.purpose'), v_now);
    v_seen := (SELECT jsonb_object_agg(name, value) FROM (
      SELECT name, current_setting('vantage.' || name, true) AS value FROM unnest(sight_settings()) AS name) AS one
      WHERE value <> '');
    RAISE EXCEPTION USING ERRCODE = 'VT001';
  EXCEPTION WHEN SQLSTATE 'VT001' THEN NULL;
  END;
  PERFORM set_config('vantage.' || key, value, true) FROM jsonb_each_text(v_seen);
  PERFORM set_config('vantage.review', v_review::text, true);
  RETURN true;
END
$$;
REVOKE ALL ON FUNCTION enter_review(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION enter_review(uuid, timestamptz) TO vantage_app;
COMMENT ON FUNCTION enter_review(uuid, timestamptz) IS 'Lets somebody who takes part in an open review see its family for the rest of the transaction as a recorded purpose would: sight is worked out with such an opening in place, which is then not kept. False, and nothing changed, for anybody else.';
