CREATE FUNCTION keep_note_numbers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.numbers := ARRAY(
    SELECT coalesce(nullif(before.number, ''), number_of(NEW.area, one.id, NEW.agency))
    FROM unnest(NEW.persons) WITH ORDINALITY AS one (id, n)
      LEFT JOIN LATERAL (
        SELECT b.number FROM case_note o CROSS JOIN LATERAL unnest(o.about, o.numbers) AS b (person, number)
        WHERE o.area = NEW.area AND o.note_id = NEW.note_id AND o.version = NEW.version - 1 AND b.person = one.id
        LIMIT 1) AS before ON true
    ORDER BY one.n);
  RETURN NEW;
END
$$;
REVOKE ALL ON FUNCTION keep_note_numbers() FROM PUBLIC;
COMMENT ON FUNCTION keep_note_numbers() IS 'A later version of a note means whom the one before meant, also where records were held together otherwise in between.';
DROP TRIGGER note_numbers ON case_note;
CREATE TRIGGER note_numbers BEFORE INSERT ON case_note FOR EACH ROW EXECUTE FUNCTION keep_note_numbers();
