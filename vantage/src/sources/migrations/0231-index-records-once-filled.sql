-- As for other tables of millions: what was told again is written by a join with its record.
ALTER TABLE record_told DROP CONSTRAINT record_told_area_record_id_version_fkey;
SELECT vantage_key_later('record', 'area', 'record_id', 'version');
SELECT vantage_index_later('record_current', 'record',
  'CREATE UNIQUE INDEX record_current ON record (agency, kind, key, area) WHERE superseded_at IS NULL',
  'A record has one version that stands. Finds it by its key, and all of an agency''s kind.');
SELECT vantage_index_later('record_past', 'record',
  'CREATE INDEX record_past ON record (agency, kind, key) WHERE superseded_at IS NOT NULL',
  'For versions that stood before.');
DROP INDEX record_key;
