SELECT vantage_index_later('person_detail_postcode', 'person_detail',
  'CREATE INDEX person_detail_postcode ON person_detail ((parts ->> ''postcode'')) WHERE kind = ''address''',
  'For whoever else is said to be where a protected person is.');
