ALTER TABLE person_detail ADD COLUMN place integer;
UPDATE person_detail SET place = CASE WHEN chosen THEN 0 ELSE 1 END;
ALTER TABLE person_detail ALTER COLUMN place SET NOT NULL, DROP COLUMN chosen;
COMMENT ON COLUMN person_detail.place IS 'Place in the order of the rule among the person''s details of its kind, from 0. Of those that a reader may see the first is chosen. Not what a record states: it may change.';
GRANT UPDATE (place) ON person_detail TO vantage_app;
DO $$
BEGIN
  DROP POLICY in_area ON person_detail;
  EXECUTE 'CREATE POLICY in_sight ON person_detail USING (area = current_setting(''vantage.area'', true) AND '
    || sight_rule('person_id', '(agency || ''|'' || kind)', 3) || ')';
  DROP POLICY in_area ON link;
  EXECUTE 'CREATE POLICY in_sight ON link USING (area = current_setting(''vantage.area'', true) AND '
    || sight_rule('person_id', '(agency || ''|record'')', 4) || ')';
END
$$;
DROP POLICY in_area ON person;
CREATE POLICY in_sight ON person USING (area = current_setting('vantage.area', true) AND ((SELECT sees('all')) OR EXISTS (
  SELECT FROM person_detail d
  WHERE d.area = person.area AND d.person_id = person.person_id AND d.superseded_at IS NULL)));
COMMENT ON POLICY in_sight ON person IS 'A person exists for whoever may see anything that says who the person is.';
