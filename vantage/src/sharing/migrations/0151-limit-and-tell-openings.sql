CREATE TABLE opening_try (
  area      text NOT NULL REFERENCES area,
  try_id    uuid NOT NULL,
  worker_id uuid NOT NULL,
  at        timestamptz NOT NULL,
  failed    boolean NOT NULL DEFAULT false,
  PRIMARY KEY (area, try_id)
);
CREATE INDEX opening_try_worker ON opening_try (area, worker_id, at);
COMMENT ON TABLE opening_try IS 'That somebody tried to open a family in an emergency, written down before it is looked for: nobody tries again and again.';
COMMENT ON COLUMN opening_try.failed IS 'Whether nothing was opened. Until that is known a try counts as an opening.';
ALTER TABLE opening_try ENABLE ROW LEVEL SECURITY;
CREATE POLICY by_program ON opening_try USING (area = current_setting('vantage.area', true) AND (SELECT sees('all')));
GRANT SELECT, INSERT ON opening_try TO vantage_app;
GRANT UPDATE (failed) ON opening_try TO vantage_app;

ALTER TABLE grant_of_access
  ADD COLUMN tell boolean NOT NULL DEFAULT true,
  ADD COLUMN teller text,
  ADD COLUMN not_told_reason text,
  ADD COLUMN told_at timestamptz,
  ADD COLUMN told_by text,
  ADD CONSTRAINT not_told_for_a_reason CHECK (tell OR not_told_reason IS NOT NULL),
  ADD CONSTRAINT told_when_to_be CHECK (told_at IS NULL OR tell);
COMMENT ON COLUMN grant_of_access.tell IS 'Whether the people opened are to be told of it: yes, unless who reviews decides otherwise.';
COMMENT ON COLUMN grant_of_access.teller IS 'Who is to tell them, in words. Decided with the review.';
COMMENT ON COLUMN grant_of_access.not_told_reason IS 'Why they are not told.';
COMMENT ON COLUMN grant_of_access.told_by IS 'Who wrote down that they were told.';
GRANT UPDATE (tell, teller, not_told_reason, told_at, told_by) ON grant_of_access TO vantage_app;
