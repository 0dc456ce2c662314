ALTER TABLE protection ADD COLUMN from_born date,
  ADD CONSTRAINT born_with_words CHECK (from_born IS NULL OR from_words <> '');
COMMENT ON COLUMN protection.from_born IS 'When whoever is written in words was born, where it is known: with a name among the words that says whom they mean.';

CREATE FUNCTION plain_words(v_text text) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT regexp_split_to_array(regexp_replace(normalize(lower(v_text), NFD), U&'[\0300-\036F''\2019]', '', 'g'), '[^[:alnum:]]+')
  $$;
COMMENT ON FUNCTION plain_words(text) IS 'Words of a text in lower case, without accents and apostrophes.';

CREATE FUNCTION harms(v_area text, v_me uuid, v_on date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
      SELECT FROM protection p
      WHERE p.area = v_area AND p.ended_at IS NULL AND p.happened @> v_on
        AND (v_me = ANY (p.from_ids)
          OR p.from_born IS NOT NULL
            AND EXISTS (SELECT FROM person_detail b
              WHERE b.area = v_area AND b.person_id = v_me AND b.kind = 'birth-date' AND b.superseded_at IS NULL
                AND b.value = p.from_born::text)
            AND EXISTS (SELECT FROM person_detail n
              WHERE n.area = v_area AND n.person_id = v_me AND n.kind = 'name' AND n.superseded_at IS NULL
                AND plain_words(n.parts ->> 'surname') <@ plain_words(p.from_words)
                AND EXISTS (SELECT FROM unnest(plain_words(p.from_words)) AS one (word)
                  WHERE left(word, 1) = left((plain_words(n.parts ->> 'given'))[1], 1)
                    AND word <> ALL (plain_words(n.parts ->> 'surname'))))))
  $$;
REVOKE ALL ON FUNCTION harms(text, uuid, date) FROM PUBLIC;
COMMENT ON FUNCTION harms(text, uuid, date) IS 'Whether anybody is protected from a person: as one whom the records know, or in words with their surname, a word that begins as their given name does, and their date of birth. It is asked only when that person looks for themselves, so that whoever writes the words is told nothing by it.';

CREATE OR REPLACE FUNCTION begin_own_sight(v_area text, v_me uuid, v_purpose text, v_now timestamptz) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  v_harms boolean;
BEGIN
  IF v_purpose <> 'own' OR NOT EXISTS (SELECT FROM person WHERE area = v_area AND person_id = v_me) THEN RETURN; END IF;
  PERFORM set_config('vantage.held', 'family-member', true), set_config('vantage.near_self', v_me::text, true);
  PERFORM set_config('vantage.may_self', 'name,said,likes-to-be-called,consent', true);
  v_harms := harms(v_area, v_me, (v_now AT TIME ZONE 'Europe/London')::date);
  PERFORM set_config('vantage.told', coalesce(string_agg(fact_id::text, ',') FILTER (WHERE NOT (v_harms AND locates)), ''), true),
    set_config('vantage.told_listed', coalesce(string_agg(fact_id::text, ',') FILTER (WHERE NOT v_harms), ''), true),
    set_config('vantage.told_whole', coalesce(string_agg(fact_id::text, ',') FILTER (WHERE NOT v_harms AND words), ''), true)
    FROM told_to(v_area, v_me, v_now);
END
$$;
