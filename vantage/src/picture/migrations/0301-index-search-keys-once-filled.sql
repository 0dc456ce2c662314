-- As for facts: keys are written of places in families and of persons, of which none is ever taken away.
ALTER TABLE search_key DROP CONSTRAINT search_key_area_person_id_fkey, DROP CONSTRAINT search_key_area_family_id_fkey;
SELECT vantage_key_later('search_key', 'area', 'key', 'form', 'person_id', 'family_id', 'agency', 'kind');
SELECT vantage_index_later('search_key_family', 'search_key',
  'CREATE INDEX search_key_family ON search_key (family_id)',
  'For the keys of a family.');
