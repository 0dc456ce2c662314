CREATE FUNCTION number_of(v_area text, v_person uuid, v_agency text) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT agency || '|' || local_id FROM link
    WHERE area = v_area AND person_id = v_person AND undone_at IS NULL
    ORDER BY agency = v_agency DESC, agency, local_id LIMIT 1), '')
$$;
REVOKE ALL ON FUNCTION number_of(text, uuid, text) FROM PUBLIC;
COMMENT ON FUNCTION number_of(text, uuid, text) IS 'The number by which an agency knows a person, its own rather than another''s, as agency|number; empty where nobody has one. Kept with what is written here, it says who was meant, however records are held together later.';

CREATE FUNCTION who_has(v_area text, v_numbers text[]) RETURNS TABLE (number text, person_id uuid) LANGUAGE sql STABLE AS $$
  SELECT DISTINCT ON (l.agency, l.local_id) l.agency || '|' || l.local_id, l.person_id
  FROM (SELECT DISTINCT split_part(n, '|', 1) AS agency, substr(n, strpos(n, '|') + 1) AS local_id
    FROM unnest(v_numbers) AS n WHERE n <> '') AS wanted
    JOIN link l ON l.area = v_area AND l.undone_at IS NULL AND l.agency = wanted.agency AND l.local_id = wanted.local_id
  ORDER BY l.agency, l.local_id, l.link_id
$$;
REVOKE ALL ON FUNCTION who_has(text, text[]) FROM PUBLIC;
COMMENT ON FUNCTION who_has(text, text[]) IS 'Who has each of the numbers, as records are held together now.';
