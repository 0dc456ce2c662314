CREATE TABLE joining (
  area       text NOT NULL,
  joining_id uuid NOT NULL,
  person_id  uuid NOT NULL,
  agency     text NOT NULL,
  local_id   text NOT NULL,
  weight     double precision,
  reasons    jsonb NOT NULL,
  PRIMARY KEY (area, joining_id)
);
COMMENT ON TABLE joining IS 'Why an agency''s number was held to be a person''s when links of it were made: said once for all of them, for a number may have hundreds.';
COMMENT ON COLUMN joining.weight IS 'Match weight in bits that joins this agency''s number to the person''s other numbers. Null when the person has no other.';
COMMENT ON COLUMN joining.reasons IS 'Plain reasons, each with its field, what was compared and its weight.';
ALTER TABLE joining ALTER reasons SET STATISTICS 0;

ALTER TABLE link ADD COLUMN joining_id uuid;
WITH said AS (SELECT DISTINCT area, person_id, agency, local_id, weight, reasons FROM link)
INSERT INTO joining (area, joining_id, person_id, agency, local_id, weight, reasons)
  SELECT area, gen_random_uuid(), person_id, agency, local_id, weight, reasons FROM said;
UPDATE link l SET joining_id = j.joining_id FROM joining j
  WHERE j.area = l.area AND j.person_id = l.person_id AND j.agency = l.agency AND j.local_id = l.local_id
    AND j.weight IS NOT DISTINCT FROM l.weight AND j.reasons = l.reasons;
ALTER TABLE link ALTER joining_id SET NOT NULL, DROP COLUMN weight, DROP COLUMN reasons;
COMMENT ON COLUMN link.joining_id IS 'Why the number is the person''s.';

ALTER TABLE joining ENABLE ROW LEVEL SECURITY;
SELECT set_sight('joining', sight_rule('person_id', 'agency', '''record''', 4));
COMMENT ON POLICY in_sight ON joining IS 'As links are seen.';
GRANT SELECT, INSERT ON joining TO vantage_app;
