-- As for records: facts are written with what they are about and come from, and none of these is ever taken away.
ALTER TABLE fact DROP CONSTRAINT fact_area_person_id_fkey, DROP CONSTRAINT fact_area_agency_fkey;
ALTER TABLE fact_source DROP CONSTRAINT fact_source_area_fact_id_fkey, DROP CONSTRAINT fact_source_area_record_id_version_fkey;
ALTER TABLE fact_detail DROP CONSTRAINT fact_detail_area_fact_id_fkey;
ALTER TABLE fact_detail ALTER about SET STATISTICS 0, ALTER detail SET STATISTICS 0;
