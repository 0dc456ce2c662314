SELECT set_sight('relationship', sight_rule('person_id', 'agency', 'kind', 3) || ' AND ' || sight_rule('other_id', 'agency', 'kind', 3));
SELECT set_sight('search_key', sight_rule('person_id', 'agency', 'kind', 3));
DO $$
BEGIN
  EXECUTE format($view$
    CREATE OR REPLACE VIEW membership_told WITH (security_invoker = true) AS
    SELECT m.*, (SELECT sees('all')) OR (
      NOT EXISTS (SELECT FROM unnest(m.about) AS one (id) WHERE NOT EXISTS (
        SELECT FROM person p WHERE p.area = m.area AND p.person_id = one.id))
      AND NOT EXISTS (SELECT FROM unnest(m.agencies) AS by_whom (agency) WHERE NOT %s)) AS tellable
    FROM membership m$view$, sight_rule('m.person_id', 'by_whom.agency', '''membership''', 3));
END
$$;
