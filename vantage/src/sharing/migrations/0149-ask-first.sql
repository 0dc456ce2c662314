CREATE TABLE duty_desk (
  area           text NOT NULL,
  desk_id        uuid NOT NULL,
  agency         text NOT NULL,
  name           text NOT NULL CHECK (name <> ''),
  telephone      text NOT NULL CHECK (telephone <> ''),
  hours          text NOT NULL CHECK (hours <> ''),
  says_it_knows  boolean NOT NULL,
  set_by         text NOT NULL,
  set_at         timestamptz NOT NULL,
  superseded_at  timestamptz,
  PRIMARY KEY (area, desk_id),
  FOREIGN KEY (area, agency) REFERENCES agency
);
CREATE UNIQUE INDEX duty_desk_standing ON duty_desk (area, agency) WHERE superseded_at IS NULL;
COMMENT ON TABLE duty_desk IS 'Whom to ask at an agency that answers only when asked.';
COMMENT ON COLUMN duty_desk.says_it_knows IS 'Whether the agency chose to let it be said that it knows a person, where it shares that and no more.';
ALTER TABLE duty_desk ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON duty_desk TO vantage_app;
GRANT UPDATE (superseded_at) ON duty_desk TO vantage_app;
CREATE POLICY in_area ON duty_desk USING (area = current_setting('vantage.area', true));
CREATE POLICY set_by_its_lead ON duty_desk AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all'))
  OR (set_by = current_setting('vantage.actor', true) AND current_setting('vantage.held', true) = 'agency-lead'
    AND agency = current_setting('vantage.agency', true)));
CREATE POLICY changed_by_its_lead ON duty_desk AS RESTRICTIVE FOR UPDATE USING ((SELECT sees('all'))
  OR (current_setting('vantage.held', true) = 'agency-lead' AND agency = current_setting('vantage.agency', true)));

DO $$
BEGIN
  EXECUTE $f$CREATE FUNCTION to_ask(v_persons uuid[]) RETURNS TABLE (agency text, asks boolean)
    LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $body$
    DECLARE
      v_area text := current_setting('vantage.area', true);
      v_tight text[] := '{treatment,sexual-health,abuse-services,adoption,witness}';
    BEGIN
      IF coalesce(current_setting('vantage.may_ask', true), '') <> 'true' THEN RETURN; END IF;
      RETURN QUERY
        WITH held AS (
          SELECT f.person_id, f.agency, f.kind FROM fact f WHERE f.area = v_area AND f.superseded_at IS NULL AND f.person_id = ANY (v_persons)
          UNION
          SELECT d.person_id, d.agency, d.kind FROM person_detail d WHERE d.area = v_area AND d.superseded_at IS NULL AND d.person_id = ANY (v_persons)
          UNION
          SELECT l.person_id, l.agency, 'record' FROM link l WHERE l.area = v_area AND l.undone_at IS NULL AND l.person_id = ANY (v_persons)),
        most AS (
          SELECT h.person_id, h.agency, max(CASE $f$
    || (SELECT string_agg('WHEN ' || sight_rule('h.person_id', 'h.agency', 'h.kind', tier) || ' THEN ' || tier, ' ' ORDER BY tier DESC) FROM generate_series(1, 4) AS t (tier))
    || $f$ ELSE 0 END) AS tier
          FROM held h
          WHERE keys_of('near_team') ? h.person_id::text AND NOT keys_of('kept') ? h.person_id::text
          GROUP BY h.person_id, h.agency)
        SELECT m.agency, bool_or(m.tier = 2) FROM most m
        WHERE m.tier = 2 OR (m.tier = 1
          AND EXISTS (SELECT FROM duty_desk k WHERE k.area = v_area AND k.agency = m.agency AND k.superseded_at IS NULL AND k.says_it_knows)
          AND NOT EXISTS (SELECT FROM agency a WHERE a.area = v_area AND a.agency = m.agency
            AND a.type IN ('treatment', 'sexual-health', 'abuse-services'))
          AND NOT EXISTS (SELECT FROM kind_of_fact k JOIN fact f ON f.area = k.area AND f.kind = k.kind
            WHERE k.area = v_area AND k.subject = ANY (v_tight) AND f.agency = m.agency))
        GROUP BY m.agency;
    END
    $body$ $f$;
END
$$;
REVOKE ALL ON FUNCTION to_ask(uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION to_ask(uuid[]) TO vantage_app;
COMMENT ON FUNCTION to_ask(uuid[]) IS 'Agencies of whose knowledge about some of the persons the actor, who works with them, may see no more than whom to ask (asks), or that it is there, where the agency chose to let that be said; never of services for treatment, sexual health or abuse.';
