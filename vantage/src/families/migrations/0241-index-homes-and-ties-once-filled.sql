-- As for facts: ties and stays are written of links to persons and of homes, of which none is ever taken away.
ALTER TABLE relationship DROP CONSTRAINT relationship_area_person_id_fkey, DROP CONSTRAINT relationship_area_other_id_fkey;
ALTER TABLE residence DROP CONSTRAINT residence_area_person_id_fkey, DROP CONSTRAINT residence_area_home_id_fkey;
SELECT vantage_key_later('relationship', 'area', 'relationship_id');
SELECT vantage_key_later('residence', 'area', 'residence_id');
SELECT vantage_index_later('relationship_person', 'relationship',
  'CREATE INDEX relationship_person ON relationship (person_id) WHERE superseded_at IS NULL',
  'For whom a person is related to.');
SELECT vantage_index_later('relationship_other', 'relationship',
  'CREATE INDEX relationship_other ON relationship (other_id) WHERE superseded_at IS NULL',
  'For who is related to a person.');
SELECT vantage_index_later('residence_person', 'residence',
  'CREATE INDEX residence_person ON residence (person_id) WHERE superseded_at IS NULL',
  'For where a person lived.');
SELECT vantage_index_later('residence_home', 'residence',
  'CREATE INDEX residence_home ON residence (home_id)',
  'For whoever asks who stays in a home, row security first of all.');
