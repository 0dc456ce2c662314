-- As for ties and stays: places are written of families and of persons, of which none is ever taken away.
ALTER TABLE membership DROP CONSTRAINT membership_area_family_id_fkey, DROP CONSTRAINT membership_area_person_id_fkey;
SELECT vantage_key_later('membership', 'area', 'membership_id');
SELECT vantage_index_later('membership_current', 'membership',
  'CREATE UNIQUE INDEX membership_current ON membership (family_id, person_id, area) WHERE undone_at IS NULL',
  'Somebody has one place in a family that stands.');
SELECT vantage_index_later('membership_person', 'membership',
  'CREATE INDEX membership_person ON membership (person_id) WHERE undone_at IS NULL',
  'For the families of a person.');
