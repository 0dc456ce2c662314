DROP INDEX fact_involvement;
CREATE INDEX fact_involvement ON fact (area, kind, person_id) INCLUDE (happened, agency)
  WHERE superseded_at IS NULL AND shape = 'involvement';
COMMENT ON INDEX fact_involvement IS 'Holds all that counting spells open on a day asks for, row security included, so that the rows themselves need not be read.';
