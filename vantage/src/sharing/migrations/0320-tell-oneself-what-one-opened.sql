CREATE FUNCTION opened_by_me(v_days integer) RETURNS TABLE (family_id uuid, at timestamptz) LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT e.families[1], max(e.at) FROM audit_entry e
    WHERE e.area = current_setting('vantage.area', true) AND e.actor = current_setting('vantage.actor', true)
      AND e.at > now() - make_interval(days => v_days) AND e.action = 'read' AND cardinality(e.families) = 1
      AND e.route ~ '^(/api)?/families/[:{]id}?(/chronology)?$'
    GROUP BY e.families[1] ORDER BY max(e.at) DESC LIMIT 500
  $$;
REVOKE ALL ON FUNCTION opened_by_me(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION opened_by_me(integer) TO vantage_app;
COMMENT ON FUNCTION opened_by_me(integer) IS 'Families whose page or chronology the actor opened in the last days, and when last, newest first: of the audit everybody may know what they did themselves. What may be shown of them now, row security says elsewhere.';
