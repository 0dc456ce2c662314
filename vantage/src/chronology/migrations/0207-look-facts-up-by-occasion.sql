CREATE INDEX fact_occasion ON fact (area, occasion, kind) WHERE superseded_at IS NULL AND occasion IS NOT NULL;
COMMENT ON INDEX fact_occasion IS 'For everybody of one happening: spending on it is counted once.';
