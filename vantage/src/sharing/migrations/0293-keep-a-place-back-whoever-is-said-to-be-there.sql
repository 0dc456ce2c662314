CREATE FUNCTION home_key(v_address text, v_postcode text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    WITH word AS (
      SELECT n, coalesce('{"rd": "road", "st": "street", "ave": "avenue", "av": "avenue", "ln": "lane", "dr": "drive", "cl": "close", "ct": "court",
          "cres": "crescent", "gdns": "gardens", "gr": "grove", "pl": "place", "sq": "square", "terr": "terrace", "tce": "terrace",
          "wy": "way"}'::jsonb ->> word, word) AS word
      FROM regexp_split_to_table(regexp_replace(lower(coalesce(v_address, '')), '[''’.]', '', 'g'), '[^a-z0-9]+') WITH ORDINALITY AS s (word, n)
      WHERE word <> ''),
    said AS (
      SELECT string_agg(word, ' ' ORDER BY n) AS text, string_agg(word, '/' ORDER BY n) FILTER (WHERE word ~ '^[0-9]+[a-z]?$') AS numbers
      FROM word)
    SELECT CASE
      WHEN text IS NULL OR text ~ '\mno fixed (address|abode)\M|\mhomeless\M|^nfa$|^not known$|^unknown$' THEN NULL
      WHEN v_postcode IS NULL THEN text
      ELSE replace(v_postcode, ' ', '') || '|' || coalesce(numbers, text) END
    FROM said
  $$;
COMMENT ON FUNCTION home_key(text, text) IS 'What tells whether two addresses are one home, as home.address_key: of a postcode in standard form the house, or the line where it has no number.';

CREATE OR REPLACE FUNCTION kept_places(v_area text, v_asked jsonb) RETURNS SETOF text
  LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET enable_nestloop = off AS $$
DECLARE
  v_place jsonb := coalesce((SELECT jsonb_agg(DISTINCT jsonb_build_object('n', p.n, 'form', p.form, 'place', p.place))
    FROM protected_places(v_area, v_asked) AS p), '[]');
  v_persons uuid[] := ARRAY(SELECT DISTINCT person_id FROM jsonb_to_recordset(v_asked) AS a (person_id uuid));
  v_homes uuid[] := ARRAY(SELECT DISTINCT place::uuid FROM jsonb_to_recordset(v_place) AS p (form text, place text) WHERE form = 'home');
  v_keys text[];
BEGIN
  -- Who else is said to be at the same house: of a second entry of somebody nobody knows that it is they.
  v_keys := ARRAY(
    SELECT h.address_key FROM home h WHERE h.area = v_area AND h.home_id = ANY (v_homes)
    UNION
    SELECT home_key(d.parts ->> 'address', d.parts ->> 'postcode')
    FROM jsonb_to_recordset(v_asked) AS a (n integer, person_id uuid) JOIN person_detail d ON d.area = v_area AND d.person_id = a.person_id
      AND d.person_id = ANY (v_persons) AND d.kind = 'address' AND d.superseded_at IS NULL
      JOIN jsonb_to_recordset(v_place) AS p (n integer, form text, place text) ON p.n = a.n AND p.form = 'postcode' AND p.place = d.parts ->> 'postcode');
  v_homes := v_homes || ARRAY(SELECT h.home_id FROM home h WHERE h.area = v_area AND h.address_key = ANY (v_keys));
  RETURN QUERY
    WITH place AS (SELECT * FROM jsonb_to_recordset(v_place) AS p (n integer, form text, place text)),
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
    SELECT unnest(v_homes)::text
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
        AND d.kind = 'address' AND d.parts ->> 'postcode' = c.postcode
    UNION
    SELECT address_key(d.person_id, d.parts ->> 'postcode')
    FROM person_detail d
    WHERE d.area = v_area AND d.kind = 'address' AND d.parts ->> 'postcode' = ANY (ARRAY(SELECT postcode FROM code))
      AND home_key(d.parts ->> 'address', d.parts ->> 'postcode') = ANY (v_keys);
END
$$;
COMMENT ON FUNCTION kept_places(text, jsonb) IS 'Where protected people are, or have been since: a home by its id, whoever lived there whenever; the same house of the same postcode, whoever is said to be at it (home_key, address_key); and, of the family and of whoever ever lived there, the homes and the addresses with the same postcode. Whoever else has that postcode is a neighbour.';

CREATE POLICY not_kept ON agency_number AS RESTRICTIVE FOR SELECT USING (
  NOT (SELECT keys_of('kept')) ? address_key(person_id, said ->> 'postcode'));
COMMENT ON POLICY not_kept ON agency_number IS 'What a number''s records say names a place that is kept back.';
