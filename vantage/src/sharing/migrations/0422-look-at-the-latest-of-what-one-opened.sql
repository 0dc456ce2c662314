CREATE OR REPLACE FUNCTION opened_by_me(v_days integer) RETURNS TABLE (family_id uuid, at timestamptz) LANGUAGE sql STABLE
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT opened.family_id, max(opened.at) FROM (
      SELECT e.families[1] AS family_id, e.at FROM audit_entry e
      WHERE e.area = current_setting('vantage.area', true) AND e.actor = current_setting('vantage.actor', true)
        AND e.at > now() - make_interval(days => v_days) AND e.action = 'read' AND cardinality(e.families) = 1
        AND e.route ~ '^(/api)?/families/[:{]id}?(/chronology)?$'
      ORDER BY e.at DESC LIMIT 1000) opened
    GROUP BY opened.family_id ORDER BY max(opened.at) DESC LIMIT 500
  $$;
COMMENT ON FUNCTION opened_by_me(integer) IS 'Families whose page or chronology the actor opened in the last days, and when last, newest first, of the last thousand times that they opened one: of the audit everybody may know what they did themselves. What may be shown of them now, row security says elsewhere.';
