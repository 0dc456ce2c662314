-- The next build makes everything anew, and counts it.
DELETE FROM built_from;
ALTER TABLE built_from ADD COLUMN totals jsonb NOT NULL;
COMMENT ON COLUMN built_from.totals IS 'How much stood after that build: a build that makes nothing says the same.';
