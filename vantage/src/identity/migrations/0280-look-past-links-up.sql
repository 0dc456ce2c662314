SELECT vantage_index_later('link_person_past', 'link',
  'CREATE INDEX link_person_past ON link (person_id) WHERE undone_at IS NOT NULL',
  'For records that were held to be about a person and have gone since.');
