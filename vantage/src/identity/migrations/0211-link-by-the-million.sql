-- As for records: what is written here is written by a join with the persons, of whom none is ever taken away.
ALTER TABLE link DROP CONSTRAINT link_area_person_id_fkey;
ALTER TABLE person_detail DROP CONSTRAINT person_detail_area_person_id_fkey;
ALTER TABLE agency_number DROP CONSTRAINT agency_number_area_person_id_fkey;
ALTER TABLE makeup DROP CONSTRAINT makeup_area_person_id_fkey;
ALTER TABLE link ALTER reasons SET STATISTICS 0;
ALTER TABLE person_detail ALTER parts SET STATISTICS 0;
ALTER TABLE agency_number ALTER said SET STATISTICS 0;
ALTER TABLE makeup ALTER reasons SET STATISTICS 0;
ALTER TABLE doubtful_pair ALTER levels SET STATISTICS 0;
