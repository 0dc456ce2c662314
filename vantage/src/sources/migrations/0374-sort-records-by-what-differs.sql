-- Sorting by what is the same in all rows first costs more than sorting.
SELECT vantage_key_later('record', 'record_id', 'version', 'area');
SELECT vantage_index_later('record_current', 'record',
  'CREATE UNIQUE INDEX record_current ON record (key, kind, agency, area) WHERE superseded_at IS NULL',
  'A record has one version that stands, which is found by its key.');
SELECT vantage_index_later('record_kind', 'record',
  'CREATE INDEX record_kind ON record (kind, agency) WHERE superseded_at IS NULL',
  'For all records of an agency''s kind.');
