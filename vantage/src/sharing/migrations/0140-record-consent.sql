CREATE TABLE consent (
  area         text NOT NULL REFERENCES area,
  consent_id   uuid NOT NULL,
  person_id    uuid NOT NULL,
  children     uuid[] NOT NULL,
  service      text NOT NULL,
  answer       text NOT NULL CHECK (answer IN ('given', 'declined')),
  words        text NOT NULL CHECK (words <> ''),
  last_day     date,
  agency       text NOT NULL,
  recorded_by  text NOT NULL,
  recorded_at  timestamptz NOT NULL,
  withdrawn_by text,
  withdrawn_at timestamptz,
  PRIMARY KEY (area, consent_id),
  FOREIGN KEY (area, agency) REFERENCES agency,
  CHECK ((withdrawn_at IS NULL) = (withdrawn_by IS NULL))
);
CREATE INDEX consent_person ON consent (area, person_id);
CREATE INDEX consent_children ON consent USING gin (children);
COMMENT ON TABLE consent IS 'What an adult answered when asked whether they want help that nobody has to accept. It is consent to the help; it is never the lawful basis on which anything is shared.';
COMMENT ON COLUMN consent.children IS 'Their children, for whom they answered as well.';
COMMENT ON COLUMN consent.service IS 'The voluntary service: relations that rest on it name the same.';
COMMENT ON COLUMN consent.words IS 'What they agreed to or declined, in words.';
COMMENT ON COLUMN consent.last_day IS 'The last day on which it stands; null when no end was agreed.';
COMMENT ON COLUMN consent.agency IS 'The agency whose worker wrote it down.';

ALTER TABLE relation ADD COLUMN rests_on text;
COMMENT ON COLUMN relation.rests_on IS 'The voluntary service on consent to which it rests; null when it rests on nobody''s.';

CREATE FUNCTION without_consent(v_area text, v_persons uuid[], v_now timestamptz) RETURNS TABLE (service text, person_id uuid)
  LANGUAGE sql STABLE AS $$
    WITH answer AS (
      SELECT DISTINCT ON (c.service, about.id, c.person_id) c.service, about.id, c.person_id AS adult,
        c.answer = 'given' AND coalesce(c.withdrawn_at > v_now, true)
          AND coalesce(c.last_day >= (v_now AT TIME ZONE 'Europe/London')::date, true) AS stands
      FROM consent c CROSS JOIN LATERAL (SELECT c.person_id AS id UNION SELECT unnest(c.children)) AS about
      WHERE c.area = v_area AND c.recorded_at <= v_now AND (c.person_id = ANY (v_persons) OR c.children && v_persons)
      ORDER BY c.service, about.id, c.person_id, c.recorded_at DESC, c.consent_id DESC)
    SELECT service, id FROM answer GROUP BY service, id
    HAVING NOT coalesce(bool_or(stands) FILTER (WHERE adult = id), bool_or(stands))
  $$;
REVOKE ALL ON FUNCTION without_consent(text, uuid[], timestamptz) FROM PUBLIC;
COMMENT ON FUNCTION without_consent(text, uuid[], timestamptz) IS 'Of the persons, those for whom a voluntary service has no consent any more: an adult whose own last answer does not stand, and a child for whom no adult''s last answer does. Whom nobody has answered for is not among them.';

ALTER TABLE consent ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON consent TO vantage_app;
GRANT UPDATE (withdrawn_by, withdrawn_at) ON consent TO vantage_app;
