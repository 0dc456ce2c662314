CREATE FUNCTION my_agency() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT agency FROM worker WHERE area = current_setting('vantage.area', true) AND worker_id::text = current_setting('vantage.actor', true) $$;
COMMENT ON FUNCTION my_agency() IS 'The agency that the actor works for; null for whoever is nobody at work.';

CREATE TABLE sharing_decision (
  area        text NOT NULL REFERENCES area,
  decision_id uuid NOT NULL,
  family_id   uuid NOT NULL,
  persons     uuid[] NOT NULL CHECK (cardinality(persons) > 0),
  asked_by    text NOT NULL CHECK (asked_by <> ''),
  asked_for   text NOT NULL CHECK (asked_for <> ''),
  decision    text NOT NULL CHECK (decision IN ('share', 'not-share')),
  reason      text NOT NULL CHECK (reason <> ''),
  agency      text NOT NULL,
  decided_by  uuid NOT NULL,
  decided_at  timestamptz NOT NULL,
  PRIMARY KEY (area, decision_id),
  FOREIGN KEY (area, agency) REFERENCES agency,
  FOREIGN KEY (area, decided_by) REFERENCES worker
);
CREATE INDEX sharing_decision_family ON sharing_decision (area, family_id, decided_at);
COMMENT ON TABLE sharing_decision IS 'That somebody at work decided to share something, or not to share it. It is never changed: another decision comes after it.';
COMMENT ON COLUMN sharing_decision.persons IS 'About whom it was asked.';
COMMENT ON COLUMN sharing_decision.asked_by IS 'Who asked, in words.';
COMMENT ON COLUMN sharing_decision.asked_for IS 'What was asked for.';
COMMENT ON COLUMN sharing_decision.agency IS 'The agency that decided, by one of its workers.';
ALTER TABLE sharing_decision ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON sharing_decision TO vantage_app;
CREATE POLICY in_sight ON sharing_decision USING (area = current_setting('vantage.area', true) AND ((SELECT sees('all')) OR (
  NOT persons && ARRAY(SELECT sealed_from_me())
  AND ((SELECT current_setting('vantage.held', true)) = 'information-governance-lead'
    OR (agency = (SELECT my_agency()) AND ((SELECT current_setting('vantage.held', true)) = 'agency-lead'
      OR persons <@ ARRAY(SELECT near('team') UNION SELECT near('manager') UNION SELECT near('named'))))))));
COMMENT ON POLICY in_sight ON sharing_decision IS 'Seen by those of the agency that decided who work with everybody it is about, by its lead and by the information governance lead: what was asked may tell more than was shared.';
CREATE POLICY decided_by_oneself ON sharing_decision AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all'))
  OR (decided_by::text = current_setting('vantage.actor', true) AND agency = (SELECT my_agency())));
