DO $$
BEGIN
  EXECUTE format($view$
    CREATE VIEW membership_told WITH (security_invoker = true) AS
    SELECT m.*, (SELECT sees('all')) OR (
      NOT EXISTS (SELECT FROM unnest(m.about) AS one (id) WHERE NOT EXISTS (
        SELECT FROM person p WHERE p.area = m.area AND p.person_id = one.id))
      AND NOT EXISTS (SELECT FROM unnest(m.agencies) AS by_whom (agency) WHERE NOT %s)) AS tellable
    FROM membership m$view$, sight_rule('m.person_id', 'by_whom.agency', '''membership''', 3));
END
$$;
GRANT SELECT ON membership_told TO vantage_app;
COMMENT ON VIEW membership_told IS 'Places in families, each with whether the reader may see everybody and every agency that its reason names. The rule stands in the question, so that its sets are made once, not for each place.';
DROP FUNCTION summary_here(uuid, text, text);
