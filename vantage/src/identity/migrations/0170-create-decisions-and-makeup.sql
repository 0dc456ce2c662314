CREATE TABLE agency_number (
  area      text NOT NULL,
  number    text NOT NULL,
  agency    text NOT NULL,
  local_id  text NOT NULL,
  person_id uuid NOT NULL,
  said      jsonb NOT NULL,
  open      boolean NOT NULL DEFAULT false,
  PRIMARY KEY (area, number),
  FOREIGN KEY (area, person_id) REFERENCES person
);
CREATE INDEX agency_number_person ON agency_number (area, person_id);
COMMENT ON TABLE agency_number IS 'An agency''s own number for somebody that a record mentions now, whom it means, and what its records say for telling who is who. Rebuilt, not kept.';
COMMENT ON COLUMN agency_number.number IS 'Agency and its number in one text.';
COMMENT ON COLUMN agency_number.said IS 'What was compared, by field: {"given name": …}. What no record states is left out.';
COMMENT ON COLUMN agency_number.open IS 'True when the person has a place in a family whose picture is open, or may be one person with somebody who has, or was decided upon with one. Nobody looks at the others.';

CREATE TABLE makeup (
  area      text NOT NULL,
  makeup_id uuid NOT NULL,
  number    text NOT NULL,
  agency    text NOT NULL,
  local_id  text NOT NULL,
  person_id uuid NOT NULL,
  reasons   jsonb NOT NULL,
  begun_at  timestamptz NOT NULL,
  begun_by  uuid,
  ended_at  timestamptz,
  ended_by  uuid,
  PRIMARY KEY (area, makeup_id),
  FOREIGN KEY (area, person_id) REFERENCES person
);
CREATE UNIQUE INDEX makeup_current ON makeup (area, number) WHERE ended_at IS NULL;
CREATE INDEX makeup_person ON makeup (area, person_id);
CREATE INDEX makeup_past ON makeup (area, number, ended_at DESC) WHERE ended_at IS NOT NULL;
COMMENT ON TABLE makeup IS 'Which agency''s number meant which person, from when to when. Ended, never deleted: by it a person that came apart or went into another is found again under the same id.';
COMMENT ON COLUMN makeup.reasons IS 'Why the number was held to be the person''s when it began.';
COMMENT ON COLUMN makeup.begun_by IS 'The decision, or the taking back of one, by which it began. Null: by comparing records.';
COMMENT ON COLUMN makeup.ended_by IS 'As begun_by.';
INSERT INTO makeup (area, makeup_id, number, agency, local_id, person_id, reasons, begun_at, ended_at)
SELECT area, gen_random_uuid(), agency || ' ' || local_id, agency, local_id, person_id,
  (array_agg(reasons ORDER BY decided_at, link_id))[1], min(decided_at),
  CASE WHEN bool_or(undone_at IS NULL) THEN NULL ELSE max(undone_at) END
FROM link GROUP BY area, agency, local_id, person_id;

CREATE TABLE doubtful_pair (
  area        text NOT NULL REFERENCES area,
  pair_id     uuid NOT NULL,
  number      text NOT NULL,
  other       text NOT NULL,
  probability double precision NOT NULL,
  levels      jsonb NOT NULL,
  kept_apart  text,
  informs     double precision NOT NULL,
  open        boolean NOT NULL DEFAULT false,
  PRIMARY KEY (area, pair_id),
  UNIQUE (area, number, other)
);
CREATE INDEX doubtful_pair_other ON doubtful_pair (area, other);
CREATE INDEX doubtful_pair_waiting ON doubtful_pair (area, informs DESC, pair_id) WHERE open;
COMMENT ON TABLE doubtful_pair IS 'Two numbers of which the comparison of their records does not settle whether they are one person. Rebuilt, not kept.';
COMMENT ON COLUMN doubtful_pair.levels IS 'Each field with how it compares, in words, and its weight in bits.';
COMMENT ON COLUMN doubtful_pair.kept_apart IS 'The rule that keeps the two apart whatever they weigh; null when none does.';
COMMENT ON COLUMN doubtful_pair.open IS 'True when one of the two has a place in a family whose picture is open.';
COMMENT ON COLUMN doubtful_pair.informs IS 'How much an answer settles: greatest where it is least certain and about most records. For the order of asking only.';

CREATE TABLE decision (
  area             text NOT NULL REFERENCES area,
  decision_id      uuid NOT NULL,
  verdict          text NOT NULL CHECK (verdict IN ('one', 'two', 'unsure')),
  numbers          text[] NOT NULL CHECK (cardinality(numbers) > 0),
  others           text[] NOT NULL CHECK (cardinality(others) > 0),
  reason           text NOT NULL CHECK (reason <> ''),
  decided_by       text NOT NULL,
  decided_at       timestamptz NOT NULL,
  in_effect_at     timestamptz,
  undone_by        text,
  undone_at        timestamptz,
  out_of_effect_at timestamptz,
  PRIMARY KEY (area, decision_id),
  CHECK ((undone_at IS NULL) = (undone_by IS NULL))
);
CREATE INDEX decision_standing ON decision (area) WHERE undone_at IS NULL;
COMMENT ON TABLE decision IS 'What a person decided about who is who: that two sets of numbers are one person, or two people, or that they could not tell. Holds in every later build until it is taken back. Taken back, never deleted.';
COMMENT ON COLUMN decision.numbers IS 'Numbers as in agency_number.number. A decision for two people parts each of these from each of the others.';
COMMENT ON COLUMN decision.in_effect_at IS 'When a build first took it up. Null while it waits.';
COMMENT ON COLUMN decision.out_of_effect_at IS 'When a build first took up that it was taken back.';

ALTER TABLE agency_number ENABLE ROW LEVEL SECURITY;
ALTER TABLE makeup ENABLE ROW LEVEL SECURITY;
ALTER TABLE doubtful_pair ENABLE ROW LEVEL SECURITY;
ALTER TABLE decision ENABLE ROW LEVEL SECURITY;
SELECT set_sight('agency_number', '((SELECT sees(''all'')) OR open) AND ' || sight_rule('person_id', 'agency', '''match''', 4));
-- Asked as scalar questions: each is one look-up by key, where EXISTS could read all numbers.
SELECT set_sight('makeup', '((SELECT sees(''all'')) OR (NOT (SELECT keys_of(''sealed'')) ? person_id::text
  AND (SELECT true FROM agency_number n WHERE n.area = makeup.area AND n.number = makeup.number) IS TRUE))');
SELECT set_sight('doubtful_pair', '((SELECT sees(''all'')) OR (open
  AND (SELECT true FROM agency_number n WHERE n.area = doubtful_pair.area AND n.number = doubtful_pair.number) IS TRUE
  AND (SELECT true FROM agency_number n WHERE n.area = doubtful_pair.area AND n.number = doubtful_pair.other) IS TRUE))');
SELECT set_sight('decision', '((SELECT sees(''all'')) OR (
  SELECT bool_and((SELECT true FROM agency_number n WHERE n.area = decision.area AND n.number = about.number) IS TRUE)
  FROM unnest(numbers || others) AS about (number)))');
COMMENT ON POLICY in_sight ON makeup IS 'What a number meant once is seen by who may see whom it means now, unless whom it meant is sealed.';
COMMENT ON POLICY in_sight ON doubtful_pair IS 'A pair exists for whoever may see both sides.';
COMMENT ON POLICY in_sight ON decision IS 'A decision exists for whoever may see everybody whom it is about.';

CREATE POLICY added_by_program ON agency_number AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all')));
CREATE POLICY changed_by_program ON agency_number AS RESTRICTIVE FOR UPDATE USING ((SELECT sees('all')));
CREATE POLICY removed_by_program ON agency_number AS RESTRICTIVE FOR DELETE USING ((SELECT sees('all')));
CREATE POLICY added_by_program ON makeup AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all')));
CREATE POLICY changed_by_program ON makeup AS RESTRICTIVE FOR UPDATE USING ((SELECT sees('all')));
CREATE POLICY added_by_program ON doubtful_pair AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all')));
CREATE POLICY changed_by_program ON doubtful_pair AS RESTRICTIVE FOR UPDATE USING ((SELECT sees('all')));
CREATE POLICY removed_by_program ON doubtful_pair AS RESTRICTIVE FOR DELETE USING ((SELECT sees('all')));
CREATE POLICY by_who_reviews ON decision AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all')) OR (
  decided_by = current_setting('vantage.actor', true) AND in_effect_at IS NULL AND undone_at IS NULL
  AND current_setting('vantage.held', true) IN ('information-governance-lead', 'agency-lead')));
CREATE POLICY taken_back_by_who_reviews ON decision AS RESTRICTIVE FOR UPDATE USING ((SELECT sees('all'))
  OR current_setting('vantage.held', true) IN ('information-governance-lead', 'agency-lead'))
  WITH CHECK ((SELECT sees('all')) OR undone_by = current_setting('vantage.actor', true));
GRANT SELECT, INSERT, DELETE ON agency_number, doubtful_pair TO vantage_app;
GRANT SELECT, INSERT ON makeup, decision TO vantage_app;
GRANT UPDATE (open) ON agency_number, doubtful_pair TO vantage_app;
GRANT UPDATE (ended_at, ended_by) ON makeup TO vantage_app;
GRANT UPDATE (in_effect_at, undone_by, undone_at, out_of_effect_at) ON decision TO vantage_app;
CREATE INDEX link_undone ON link (area, undone_at) WHERE undone_at IS NOT NULL;
