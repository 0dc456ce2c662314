CREATE TABLE duty_switch (
  area           text NOT NULL REFERENCES area,
  switch_id      uuid NOT NULL,
  duty           text NOT NULL CHECK (duty <> ''),
  in_force_from  date,
  reason         text NOT NULL CHECK (reason <> ''),
  set_by         text NOT NULL,
  set_at         timestamptz NOT NULL,
  superseded_at  timestamptz,
  PRIMARY KEY (area, switch_id)
);
CREATE UNIQUE INDEX duty_switch_standing ON duty_switch (area, duty) WHERE superseded_at IS NULL;
COMMENT ON TABLE duty_switch IS 'From which day a duty in law counts in the area, as its information governance lead has read the law.';
COMMENT ON COLUMN duty_switch.in_force_from IS 'Null: it does not count.';
ALTER TABLE duty_switch ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON duty_switch TO vantage_app;
GRANT UPDATE (superseded_at) ON duty_switch TO vantage_app;
CREATE POLICY in_area ON duty_switch USING (area = current_setting('vantage.area', true));
CREATE POLICY set_by_governance ON duty_switch AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all'))
  OR (set_by = current_setting('vantage.actor', true) AND current_setting('vantage.held', true) = 'information-governance-lead'));
CREATE POLICY changed_by_governance ON duty_switch AS RESTRICTIVE FOR UPDATE USING ((SELECT sees('all'))
  OR current_setting('vantage.held', true) = 'information-governance-lead');

ALTER TABLE sharing_decision ADD COLUMN ground text CHECK (ground IN ('not-relevant', 'more-detrimental'));
COMMENT ON COLUMN sharing_decision.ground IS 'Which ground of the duty to share what is relevant a decision not to share rests on; null where that duty did not count.';
