SELECT vantage_key_later('spending', 'area', 'spending_id');
SELECT vantage_index_later('spending_current', 'spending',
  'CREATE UNIQUE INDEX spending_current ON spending (fact_id, unit_cost, happened, area) WHERE superseded_at IS NULL',
  'What is spent on a fact is counted once.');
-- Whoever reads what was spent around a person is charged anew, from facts.
DROP INDEX spending_person;
