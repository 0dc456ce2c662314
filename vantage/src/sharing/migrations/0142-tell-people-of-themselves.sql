ALTER TABLE kind_of_fact ADD COLUMN telling text NOT NULL DEFAULT 'not-yet' CHECK (telling IN ('shared', 'not-yet', 'never'));
COMMENT ON COLUMN kind_of_fact.telling IS 'Whether a person is told of a fact of the kind about themselves until a worker decides otherwise: by the listed rules.';
GRANT UPDATE (telling) ON kind_of_fact TO vantage_app;

CREATE TABLE telling (
  area          text NOT NULL REFERENCES area,
  telling_id    uuid NOT NULL,
  person_id     uuid NOT NULL,
  assertion_key text NOT NULL,
  state         text NOT NULL CHECK (state IN ('shared', 'not-yet', 'never')),
  from_day      date CHECK (from_day IS NULL OR state = 'not-yet'),
  reason        text NOT NULL CHECK (reason <> ''),
  decided_by    text NOT NULL,
  decided_at    timestamptz NOT NULL,
  PRIMARY KEY (area, telling_id)
);
CREATE INDEX telling_person ON telling (area, person_id);
COMMENT ON TABLE telling IS 'What a worker decided about telling a person of one fact about themselves. The last one counts.';
COMMENT ON COLUMN telling.assertion_key IS 'The fact, whatever is corrected in it later.';
COMMENT ON COLUMN telling.from_day IS 'Of what is not told yet, the day from which it is; null when somebody must decide again.';

CREATE FUNCTION told_to(v_area text, v_person uuid, v_now timestamptz) RETURNS TABLE (fact_id uuid, locates boolean) LANGUAGE sql STABLE AS $$
    SELECT f.fact_id, k.locates
    FROM fact f
      JOIN fact_detail d USING (area, fact_id)
      JOIN kind_of_fact k ON k.area = f.area AND k.kind = f.kind
      LEFT JOIN LATERAL (
        SELECT t.state, t.from_day FROM telling t
        WHERE t.area = f.area AND t.person_id = f.person_id AND t.assertion_key = f.assertion_key AND t.decided_at <= v_now
        ORDER BY t.decided_at DESC, t.telling_id DESC LIMIT 1) AS decided ON true
    WHERE f.area = v_area AND f.person_id = v_person AND f.superseded_at IS NULL AND d.about = ARRAY[v_person]
      AND (coalesce(decided.state, k.telling) = 'shared'
        OR decided.state = 'not-yet' AND decided.from_day <= (v_now AT TIME ZONE 'Europe/London')::date)
  $$;
REVOKE ALL ON FUNCTION told_to(text, uuid, timestamptz) FROM PUBLIC;
COMMENT ON FUNCTION told_to(text, uuid, timestamptz) IS 'Facts about a person and nobody else of which the person is told.';

ALTER TABLE telling ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON telling TO vantage_app;
CREATE POLICY in_sight ON telling USING (area = current_setting('vantage.area', true) AND ((SELECT sees('all'))
  OR (person_id NOT IN (SELECT sealed_from_me()) AND person_id IN (SELECT near('allocated')))));
CREATE POLICY decided_by_whoever_is_allocated ON telling AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all'))
  OR decided_by = current_setting('vantage.actor', true));
