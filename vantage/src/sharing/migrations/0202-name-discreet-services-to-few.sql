CREATE FUNCTION not_named() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.agency FROM agency a
    WHERE a.area = current_setting('vantage.area', true) AND a.type IN ('treatment', 'sexual-health', 'abuse-services')
      AND NOT (sees('all') OR sees('counts'))
      AND coalesce(current_setting('vantage.held', true), '') NOT IN ('information-governance-lead', 'administrator', 'family-member')
      AND a.agency IS DISTINCT FROM my_agency()
      AND NOT EXISTS (
        SELECT FROM unnest('{any,team,allocated,manager,named}'::text[]) AS c (condition),
          LATERAL jsonb_object_keys(keys_of('may_' || c.condition || '_1')) AS k (key)
        WHERE starts_with(k.key, a.agency || '|'))
  $$;
REVOKE ALL ON FUNCTION not_named() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION not_named() TO vantage_app;
COMMENT ON FUNCTION not_named() IS 'Services for treatment, sexual health and abuse that are not named to the actor: to all but the information governance lead, the administrator who takes in their files, their own people and those with whom they agreed to share.';

CREATE POLICY named ON agency AS RESTRICTIVE FOR SELECT USING (agency <> ALL (ARRAY(SELECT not_named())));
CREATE POLICY named ON agreement AS RESTRICTIVE FOR SELECT USING (
  from_agency <> ALL (ARRAY(SELECT not_named())) AND (to_agency IS NULL OR to_agency <> ALL (ARRAY(SELECT not_named()))));

CREATE FUNCTION types_not_named() RETURNS SETOF text LANGUAGE sql STABLE AS $$
    SELECT t FROM unnest('{treatment,sexual-health,abuse-services}'::text[]) AS one (t)
    WHERE NOT (sees('all') OR sees('counts'))
      AND coalesce(current_setting('vantage.held', true), '') NOT IN ('information-governance-lead', 'administrator')
      AND NOT EXISTS (SELECT FROM agency a WHERE a.area = current_setting('vantage.area', true) AND a.type = t)
  $$;
COMMENT ON FUNCTION types_not_named() IS 'Kinds of service of which no agency is named to the actor: their numbers are shown without saying of what.';
CREATE POLICY named ON duty_desk AS RESTRICTIVE FOR SELECT USING (agency <> ALL (ARRAY(SELECT not_named())));
