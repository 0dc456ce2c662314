-- No question asks for the records of an extract, or for the facts of a record, and each index is written for every row.
DROP INDEX record_extract;
DROP INDEX fact_source_record;
