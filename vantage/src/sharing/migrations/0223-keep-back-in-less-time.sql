CREATE OR REPLACE FUNCTION kept_with(v_area text, v_asked jsonb) RETURNS SETOF uuid
  LANGUAGE plpgsql STABLE SET search_path = public, pg_temp SET enable_nestloop = off AS $$
BEGIN
  RETURN QUERY
    WITH asked AS (SELECT * FROM jsonb_to_recordset(v_asked) AS a (n integer, person_id uuid, from_ids uuid[], since date)),
    own AS (
      SELECT DISTINCT a.n, a.since, s.* FROM asked a JOIN stays_of(v_area, ARRAY(SELECT person_id FROM asked)) AS s USING (person_id)),
    harming AS (SELECT a.n, f.id AS person_id FROM asked a CROSS JOIN unnest(a.from_ids) AS f (id)),
    theirs AS (
      SELECT h.n, s.form, s.place FROM harming h JOIN stays_of(v_area, ARRAY(SELECT person_id FROM harming)) AS s USING (person_id)
      WHERE s.ended IS NULL),
    shared AS (
      SELECT own.*, t.found IS NOT NULL AS harmed
      FROM own LEFT JOIN (SELECT DISTINCT n, form, place, true AS found FROM theirs) AS t USING (n, form, place)),
    place AS (
      SELECT DISTINCT s.n, s.since, s.form, s.place, s.ended FROM shared s
      WHERE coalesce(s.ended > s.since, true) AND NOT EXISTS (
        SELECT FROM shared later
        WHERE later.n = s.n AND later.form = s.form AND later.place <> s.place AND later.ended IS NULL AND (
          (later.began > s.began AND later.began <= s.since)
          OR (later.began > coalesce(s.began, '-infinity') AND s.harmed AND NOT later.harmed)))),
    mine AS (
      SELECT a.n, m.family_id FROM asked a JOIN membership m USING (person_id)
      WHERE m.area = v_area AND m.person_id = ANY (ARRAY(SELECT person_id FROM asked)) AND m.undone_at IS NULL),
    family AS (
      SELECT DISTINCT mine.n, m.person_id FROM mine JOIN membership m USING (family_id)
      WHERE m.area = v_area AND m.family_id = ANY (ARRAY(SELECT family_id FROM mine)) AND m.undone_at IS NULL),
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
