UPDATE review SET closed_by = opened_by, closed_at = now(),
    close_reason = 'Closed when it began to hold that whoever opens a review does not take part in it.'
  WHERE opened_by = ANY (participants) AND closed_at IS NULL;

ALTER POLICY opened_by_oneself ON review WITH CHECK ((SELECT sees('all'))
  OR (opened_by::text = current_setting('vantage.actor', true) AND closed_at IS NULL AND NOT opened_by = ANY (participants)
    AND current_setting('vantage.held', true) IN ('information-governance-lead', 'director')));
COMMENT ON POLICY opened_by_oneself ON review IS 'Opened in one''s own name, and never for oneself: somebody else who may open reviews does that.';
