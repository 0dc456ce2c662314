CREATE OR REPLACE FUNCTION not_named() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.agency FROM agency a
    WHERE a.area = current_setting('vantage.area', true) AND a.type IN ('treatment', 'sexual-health', 'abuse-services')
      AND NOT (sees('all') OR sees('counts'))
      AND coalesce(current_setting('vantage.held', true), '') NOT IN ('information-governance-lead', 'administrator', 'family-member')
      AND a.agency IS DISTINCT FROM my_agency()
      AND NOT EXISTS (
        SELECT FROM unnest('{any,team,allocated,manager,named}'::text[]) AS c (condition)
        WHERE strpos(',' || coalesce(current_setting('vantage.may_' || c.condition || '_1', true), ''), ',' || a.agency || '|') > 0)
  $$;
COMMENT ON FUNCTION not_named() IS 'Services for treatment, sexual health and abuse that are not named to the actor: to all but the information governance lead, the administrator who takes in their files, their own people and those with whom they agreed to share. Looked for in the words of the settings: to make a set of each takes longer than what it is asked for.';
