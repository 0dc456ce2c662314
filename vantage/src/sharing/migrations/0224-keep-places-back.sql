CREATE FUNCTION protected_places(v_area text, v_asked jsonb) RETURNS TABLE (n integer, since date, form text, place text, ended date)
  LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET enable_nestloop = off AS $$
BEGIN
  RETURN QUERY
    WITH asked AS (SELECT * FROM jsonb_to_recordset(v_asked) AS a (n integer, person_id uuid, from_ids uuid[], since date)),
    own AS (
      SELECT DISTINCT a.n, a.since, s.* FROM asked a JOIN stays_of(v_area, ARRAY(SELECT person_id FROM asked)) AS s USING (person_id)),
    harming AS (SELECT a.n, f.id AS person_id FROM asked a CROSS JOIN unnest(a.from_ids) AS f (id)),
    theirs AS (
      SELECT DISTINCT h.n, s.form, s.place, true AS found
      FROM harming h JOIN stays_of(v_area, ARRAY(SELECT person_id FROM harming)) AS s USING (person_id)
      WHERE s.ended IS NULL),
    shared AS (SELECT own.*, t.found IS NOT NULL AS harmed FROM own LEFT JOIN theirs t USING (n, form, place))
    SELECT DISTINCT s.n, s.since, s.form, s.place, s.ended FROM shared s
    WHERE coalesce(s.ended > s.since, true) AND NOT EXISTS (
      SELECT FROM shared later
      WHERE later.n = s.n AND later.form = s.form AND later.place <> s.place AND later.ended IS NULL AND (
        (later.began > s.began AND later.began <= s.since)
        OR (later.began > coalesce(s.began, '-infinity') AND s.harmed AND NOT later.harmed)));
END
$$;
REVOKE ALL ON FUNCTION protected_places(text, jsonb) FROM PUBLIC;
COMMENT ON FUNCTION protected_places(text, jsonb) IS 'Where protected people (n, person_id, from_ids, since) are, or have been since the protection began: homes by their ids, and postcodes. A stay without an end is over when a later one elsewhere had begun before the protection did; and so is one where somebody from whom they are protected lives now, when a later one elsewhere goes on.';

CREATE FUNCTION kin_of(v_area text, v_asked jsonb) RETURNS TABLE (n integer, person_id uuid) LANGUAGE sql STABLE AS $$
    WITH asked AS (SELECT * FROM jsonb_to_recordset(v_asked) AS a (n integer, person_id uuid)),
    mine AS (
      SELECT a.n, m.family_id FROM asked a JOIN membership m USING (person_id)
      WHERE m.area = v_area AND m.person_id = ANY (ARRAY(SELECT person_id FROM asked)) AND m.undone_at IS NULL)
    SELECT DISTINCT mine.n, m.person_id FROM mine JOIN membership m USING (family_id)
    WHERE m.area = v_area AND m.family_id = ANY (ARRAY(SELECT family_id FROM mine)) AND m.undone_at IS NULL
  $$;
REVOKE ALL ON FUNCTION kin_of(text, jsonb) FROM PUBLIC;
COMMENT ON FUNCTION kin_of(text, jsonb) IS 'Everybody who belongs to a family of each of the people asked about (n, person_id).';

CREATE OR REPLACE FUNCTION kept_with(v_area text, v_asked jsonb) RETURNS SETOF uuid
  LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET enable_nestloop = off AS $$
BEGIN
  RETURN QUERY
    WITH asked AS (SELECT * FROM jsonb_to_recordset(v_asked) AS a (n integer, person_id uuid, from_ids uuid[])),
    harming AS (SELECT a.n, f.id AS person_id FROM asked a CROSS JOIN unnest(a.from_ids) AS f (id)),
    place AS (SELECT * FROM protected_places(v_area, v_asked)),
    family AS (SELECT * FROM kin_of(v_area, v_asked)),
    near AS (
      SELECT person_id FROM family
      UNION
      SELECT r.person_id FROM residence r
      WHERE r.area = v_area AND r.superseded_at IS NULL AND r.home_id = ANY (ARRAY(SELECT place::uuid FROM place WHERE form = 'home'))),
    stay AS (SELECT DISTINCT * FROM stays_of(v_area, ARRAY(SELECT person_id FROM near))),
    latest AS (
      SELECT person_id, form, place, max(began) AS began FROM stay WHERE ended IS NULL GROUP BY person_id, form, place),
    gone AS (
      SELECT DISTINCT s.person_id, s.form, s.place, coalesce(s.began, '-infinity') AS began, true AS is
      FROM stay s JOIN latest later USING (person_id, form)
      WHERE later.place <> s.place AND later.began > coalesce(s.began, '-infinity'))
    SELECT person_id FROM asked
    UNION
    SELECT s.person_id
    FROM place p
      JOIN stay s USING (form, place)
      LEFT JOIN family f ON f.n = p.n AND f.person_id = s.person_id
      LEFT JOIN harming h ON h.n = p.n AND h.person_id = s.person_id
      LEFT JOIN gone g ON g.person_id = s.person_id AND g.form = s.form AND g.place = s.place AND g.began = coalesce(s.began, '-infinity')
    WHERE coalesce(s.ended > p.since, true)
      AND (s.form = 'home' OR f.person_id IS NOT NULL)
      AND (h.person_id IS NULL OR (p.ended IS NULL AND s.ended IS NULL AND g.is IS NULL));
END
$$;
COMMENT ON FUNCTION kept_with(text, jsonb) IS 'Whose whereabouts are kept back with those of protected people (n, person_id, from_ids, since), themselves among them: whoever has lived since the protection began where they are or have been since, and whoever of the family is said to be at the postcode. Where no day is known, it may be where they are. The one from whom they are protected is not kept back, unless both are at the same place now and neither is known to have gone elsewhere later. Without nested loops: it asks for all that stand at once, and what it joins has no statistics.';

CREATE FUNCTION address_key(v_person uuid, v_postcode text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
  AS $$ SELECT v_person || '|' || translate(coalesce(v_postcode, ''), ',', ' ') $$;
COMMENT ON FUNCTION address_key(uuid, text) IS 'Says that a postcode is kept back where it is a person''s.';

CREATE FUNCTION kept_places(v_area text, v_asked jsonb) RETURNS SETOF text
  LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET enable_nestloop = off AS $$
BEGIN
  RETURN QUERY
    WITH place AS (SELECT DISTINCT n, form, place FROM protected_places(v_area, v_asked)),
    lived AS (SELECT ARRAY(SELECT place::uuid FROM place WHERE form = 'home') AS homes),
    around AS (
      SELECT * FROM kin_of(v_area, v_asked)
      UNION
      SELECT p.n, r.person_id FROM lived JOIN residence r ON r.area = v_area AND r.home_id = ANY (lived.homes) AND r.superseded_at IS NULL
        JOIN place p ON p.form = 'home' AND p.place = r.home_id::text),
    code AS (
      SELECT n, place AS postcode FROM place WHERE form = 'postcode'
      UNION
      SELECT p.n, h.postcode FROM lived JOIN home h ON h.area = v_area AND h.home_id = ANY (lived.homes) AND h.postcode IS NOT NULL
        JOIN place p ON p.form = 'home' AND p.place = h.home_id::text),
    stay AS (
      SELECT a.n, r.home_id FROM around a JOIN residence r ON r.area = v_area AND r.person_id = a.person_id AND r.superseded_at IS NULL
        AND r.person_id = ANY (ARRAY(SELECT person_id FROM around)))
    SELECT place FROM place WHERE form = 'home'
    UNION
    SELECT h.home_id::text
    FROM stay s JOIN home h ON h.area = v_area AND h.home_id = s.home_id AND h.home_id = ANY (ARRAY(SELECT home_id FROM stay))
      JOIN code c ON c.n = s.n AND c.postcode = h.postcode
    UNION
    SELECT address_key(a.person_id, c.postcode)
    FROM around a
      JOIN code c USING (n)
      JOIN person_detail d ON d.area = v_area AND d.person_id = a.person_id AND d.superseded_at IS NULL
        AND d.person_id = ANY (ARRAY(SELECT person_id FROM around))
        AND d.kind = 'address' AND d.parts ->> 'postcode' = c.postcode;
END
$$;
REVOKE ALL ON FUNCTION kept_places(text, jsonb) FROM PUBLIC;
COMMENT ON FUNCTION kept_places(text, jsonb) IS 'Where protected people are, or have been since: a home by its id, whoever lived there whenever; and, of the family and of whoever ever lived there, the homes and the addresses (address_key) with the same postcode. Whoever else has that postcode is a neighbour.';

DROP FUNCTION kept_from(text, uuid, uuid[], date);
CREATE FUNCTION kept_from(v_area text, v_me uuid, v_direct uuid[], v_on date) RETURNS SETOF text LANGUAGE plpgsql STABLE AS $$
DECLARE
  v_asked jsonb;
BEGIN
  SELECT jsonb_agg(jsonb_build_object('n', n, 'person_id', p.person_id, 'from_ids', p.from_ids,
      'since', coalesce(lower(p.happened), '-infinity'))) INTO v_asked
    FROM (SELECT row_number() OVER () AS n, * FROM protection
      WHERE area = v_area AND ended_at IS NULL AND happened @> v_on
        AND NOT coalesce(v_me = ANY (named), false) AND NOT person_id = ANY (v_direct)) AS p;
  IF v_asked IS NOT NULL THEN
    RETURN QUERY SELECT k::text FROM kept_with(v_area, v_asked) AS k UNION ALL SELECT kept_places(v_area, v_asked);
  END IF;
END
$$;
REVOKE ALL ON FUNCTION kept_from(text, uuid, uuid[], date) FROM PUBLIC;
COMMENT ON FUNCTION kept_from(text, uuid, uuid[], date) IS 'Whose whereabouts a worker may not know, and which places, as kept_with and kept_places give them: of protected people to whom they are neither allocated themselves (v_direct) nor named for.';

DROP FUNCTION keep_back(text, uuid[]);
CREATE FUNCTION keep_back(v_area text, v_kept text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF v_kept = '{}' THEN RETURN; END IF;
  PERFORM set_config('vantage.kept', array_to_string(v_kept, ','), true),
    set_config('vantage.kept_back_3', (SELECT string_agg(kind, ',') FROM kind_of_fact WHERE area = v_area AND locates), true),
    set_config('vantage.kept_back_4', (SELECT string_agg(kind, ',') FROM kind_of_fact WHERE area = v_area AND subject <> 'words'), true);
END
$$;
REVOKE ALL ON FUNCTION keep_back(text, text[]) FROM PUBLIC;
COMMENT ON FUNCTION keep_back(text, text[]) IS 'Leaves in settings whose whereabouts and which places are kept back, and which kinds of fact: those that locate, and at the tier detail all but people''s own words, since anything that is said, and any record, may tell where somebody is.';

CREATE FUNCTION records_of_kept_places() RETURNS SETOF uuid LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    WITH key AS MATERIALIZED (SELECT k FROM jsonb_object_keys(keys_of('kept')) AS k),
    homes AS MATERIALIZED (
      SELECT h.home_id FROM home h
      WHERE h.area = current_setting('vantage.area', true) AND h.home_id = ANY (ARRAY(SELECT k::uuid FROM key WHERE strpos(k, '|') = 0)))
    SELECT r.record_id FROM residence r
    WHERE r.area = current_setting('vantage.area', true) AND r.home_id = ANY (ARRAY(SELECT home_id FROM homes))
    UNION
    SELECT d.record_id FROM key JOIN person_detail d ON d.area = current_setting('vantage.area', true)
      AND d.person_id = split_part(k, '|', 1)::uuid AND d.kind = 'address' AND address_key(d.person_id, d.parts ->> 'postcode') = k
    WHERE strpos(k, '|') > 0
  $$;
REVOKE ALL ON FUNCTION records_of_kept_places() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION records_of_kept_places() TO vantage_app;
COMMENT ON FUNCTION records_of_kept_places() IS 'Records that name a place which is kept back from the actor.';

CREATE POLICY not_kept ON residence AS RESTRICTIVE USING (NOT (SELECT keys_of('kept')) ? home_id::text);
COMMENT ON POLICY not_kept ON residence IS 'Where a protected person is, whoever else lived there whenever.';
CREATE POLICY not_kept ON person_detail AS RESTRICTIVE USING (kind <> 'address'
  OR NOT (SELECT keys_of('kept')) ? address_key(person_id, parts ->> 'postcode'));
COMMENT ON POLICY not_kept ON person_detail IS 'An address with the postcode of a protected person, of their family and of whoever lived where they are.';
CREATE POLICY not_kept ON record AS RESTRICTIVE FOR SELECT USING (
  (SELECT keys_of('kept') = '{}') OR record_id NOT IN (SELECT records_of_kept_places()));
COMMENT ON POLICY not_kept ON record IS 'A record that names a place which is kept back.';
CREATE POLICY not_kept ON consent AS RESTRICTIVE FOR SELECT USING (
  (SELECT keys_of('kept') = '{}') OR NOT EXISTS (SELECT FROM unnest(children) AS c (id) WHERE (SELECT keys_of('kept')) ? c.id::text));
COMMENT ON POLICY not_kept ON consent IS 'What was put to an adult may say where a child is and when.';

CREATE TRIGGER changes_sight AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON home FOR EACH STATEMENT EXECUTE FUNCTION note_sight_change();
