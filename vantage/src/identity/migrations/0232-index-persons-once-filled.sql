SELECT vantage_key_later('link', 'area', 'link_id');
SELECT vantage_key_later('joining', 'area', 'joining_id');
SELECT vantage_key_later('person_detail', 'area', 'detail_id');
SELECT vantage_key_later('agency_number', 'area', 'number');
SELECT vantage_key_later('makeup', 'area', 'makeup_id');
SELECT vantage_index_later('link_current', 'link',
  'CREATE UNIQUE INDEX link_current ON link (record_id, role, area) WHERE undone_at IS NULL',
  'Somebody in a role in a record is one person.');
SELECT vantage_index_later('link_person', 'link',
  'CREATE INDEX link_person ON link (person_id) WHERE undone_at IS NULL',
  'For the records of a person.');
SELECT vantage_index_later('person_detail_person', 'person_detail',
  'CREATE INDEX person_detail_person ON person_detail (person_id, kind) WHERE superseded_at IS NULL',
  'For who a person is.');
SELECT vantage_index_later('agency_number_person', 'agency_number',
  'CREATE INDEX agency_number_person ON agency_number (person_id)',
  'For the numbers of a person.');
SELECT vantage_index_later('makeup_current', 'makeup',
  'CREATE UNIQUE INDEX makeup_current ON makeup (number, area) WHERE ended_at IS NULL',
  'A number means one person.');
SELECT vantage_index_later('makeup_person', 'makeup',
  'CREATE INDEX makeup_person ON makeup (person_id)',
  'For what a person was ever made of.');
