-- As for other tables of millions: an opening is written from its fact.
ALTER TABLE opening DROP CONSTRAINT opening_area_fact_id_fkey;
SELECT vantage_key_later('fact', 'area', 'fact_id');
SELECT vantage_key_later('fact_detail', 'area', 'fact_id');
SELECT vantage_key_later('fact_source', 'area', 'fact_id', 'record_id', 'version');
SELECT vantage_index_later('fact_current', 'fact',
  'CREATE UNIQUE INDEX fact_current ON fact (assertion_key, area) WHERE superseded_at IS NULL',
  'One assertion is one fact, however many extracts tell it.');
SELECT vantage_index_later('fact_person', 'fact',
  'CREATE INDEX fact_person ON fact (person_id) WHERE superseded_at IS NULL',
  'For the chronology of persons.');
SELECT vantage_index_later('fact_kind', 'fact',
  'CREATE INDEX fact_kind ON fact (kind, (lower(happened))) WHERE superseded_at IS NULL',
  'For facts of a kind, and those of them that began within some days.');
SELECT vantage_index_later('fact_involvement', 'fact',
  'CREATE INDEX fact_involvement ON fact (kind, person_id) INCLUDE (happened, agency, area) WHERE superseded_at IS NULL AND shape = ''involvement''',
  'Holds all that counting spells open on a day asks for, row security included, so that the rows themselves need not be read.');
SELECT vantage_index_later('fact_occasion', 'fact',
  'CREATE INDEX fact_occasion ON fact (occasion, kind) WHERE superseded_at IS NULL AND occasion IS NOT NULL',
  'For everybody of one happening: spending on it is counted once.');
DROP INDEX fact_began;
SELECT vantage_index_later('fact_detail_person', 'fact_detail',
  'CREATE INDEX fact_detail_person ON fact_detail (person_id)',
  'For everything said of some persons at once.');
