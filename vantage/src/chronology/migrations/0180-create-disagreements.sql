CREATE TABLE need_disagreement (
  area            text NOT NULL,
  disagreement_id uuid NOT NULL,
  family_id       uuid NOT NULL,
  need            text NOT NULL,
  facts           uuid[] NOT NULL,
  details         uuid[] NOT NULL,
  person_id       uuid,
  worker_id       uuid NOT NULL,
  words           text NOT NULL,
  made_at         timestamptz NOT NULL,
  taken_back_at   timestamptz,
  PRIMARY KEY (area, disagreement_id),
  FOREIGN KEY (area, family_id) REFERENCES family,
  FOREIGN KEY (area, worker_id) REFERENCES worker,
  CHECK (details <@ facts AND taken_back_at >= made_at)
);
CREATE INDEX need_disagreement_family ON need_disagreement (area, family_id) WHERE taken_back_at IS NULL;
COMMENT ON TABLE need_disagreement IS 'Somebody’s reason why a need that the rules find does not stand, or not so. It stands beside the need and hides nothing.';
COMMENT ON COLUMN need_disagreement.facts IS 'The evidence that whoever wrote it had before them: nobody reads it who may not see all of that.';
COMMENT ON COLUMN need_disagreement.details IS 'Those of the facts that were evidence by what is said about them, and not by having happened.';
COMMENT ON COLUMN need_disagreement.person_id IS 'Who disagrees, where it is one of the family; otherwise it is the worker.';
COMMENT ON COLUMN need_disagreement.worker_id IS 'Who wrote it down. They alone may take it back; it stays readable in the audit that they did.';

ALTER TABLE need_disagreement ENABLE ROW LEVEL SECURITY;
CREATE POLICY in_sight ON need_disagreement USING (area = current_setting('vantage.area', true) AND ((SELECT sees('all'))
  OR ((person_id IS NULL OR NOT (SELECT keys_of('sealed')) ? person_id::text)
    AND NOT EXISTS (SELECT FROM unnest(facts) AS one (id) WHERE NOT EXISTS (
      SELECT FROM fact f WHERE f.area = need_disagreement.area AND f.fact_id = one.id))
    AND NOT EXISTS (SELECT FROM unnest(details) AS one (id) WHERE NOT EXISTS (
      SELECT FROM fact_detail d WHERE d.area = need_disagreement.area AND d.fact_id = one.id)))));
CREATE POLICY added_by_themselves ON need_disagreement AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all'))
  OR (worker_id::text = current_setting('vantage.actor', true) AND taken_back_at IS NULL));
CREATE POLICY taken_back_by_themselves ON need_disagreement AS RESTRICTIVE FOR UPDATE USING ((SELECT sees('all'))
  OR worker_id::text = current_setting('vantage.actor', true));
GRANT SELECT, INSERT ON need_disagreement TO vantage_app;
GRANT UPDATE (taken_back_at) ON need_disagreement TO vantage_app;
