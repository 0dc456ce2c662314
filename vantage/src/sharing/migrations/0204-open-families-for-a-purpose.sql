COMMENT ON COLUMN agreement.condition IS 'What must hold between the viewer and the person: any (nothing), team (in the team around the family, allocated included), allocated, manager (of a worker to whom the person is allocated), named (the person is named in a grant with a recorded purpose; or a worker of the agency that the viewer leads works with them).';

DROP POLICY added_in_emergency ON grant_of_access;
CREATE POLICY added_by_oneself ON grant_of_access AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all'))
  OR (granted_by = current_setting('vantage.actor', true) AND worker_id::text = granted_by AND reviewed_at IS NULL
    AND CASE kind
      WHEN 'break-glass' THEN until <= begun_at + interval '1 hour'
      ELSE current_setting('vantage.held', true) IN ('director', 'agency-lead', 'inspector') AND until <= begun_at + interval '29 days'
    END));
COMMENT ON POLICY added_by_oneself ON grant_of_access IS 'In an emergency for an hour; for a purpose, for four weeks, by those who oversee or inspect. Both are reviewed.';
