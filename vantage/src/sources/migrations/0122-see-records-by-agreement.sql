DROP POLICY in_area ON record;
CREATE POLICY in_sight ON record USING (area = current_setting('vantage.area', true) AND ((SELECT sees('all'))
  OR (jsonb_array_length(people) > 0 AND jsonb_array_length(people) <= (
    SELECT count(*) FROM link l
    WHERE l.area = record.area AND l.record_id = record.record_id AND l.undone_at IS NULL))));
COMMENT ON POLICY in_sight ON record IS 'A record may be read by whoever may see the link of every person it is about; one about nobody by the program alone.';
DROP POLICY in_area ON record_told;
CREATE POLICY in_sight ON record_told USING (area = current_setting('vantage.area', true) AND ((SELECT sees('all'))
  OR EXISTS (SELECT FROM record r WHERE r.area = record_told.area AND r.record_id = record_told.record_id)));
DROP POLICY in_area ON held_row;
CREATE POLICY in_sight ON held_row USING (area = current_setting('vantage.area', true) AND (SELECT sees('all')
  OR current_setting('vantage.held', true) IN ('administrator', 'information-governance-lead')));
COMMENT ON POLICY in_sight ON held_row IS 'Rows that wait to be mended are for those who mend them; a page shows of a value only what says nothing of a person.';
