DELETE FROM search_key;
ALTER TABLE search_key ADD COLUMN agency text NOT NULL, ADD COLUMN kind text NOT NULL, DROP CONSTRAINT search_key_pkey,
  ADD PRIMARY KEY (area, key, form, person_id, family_id, agency, kind);
COMMENT ON COLUMN search_key.agency IS 'The agency whose record says the name or number: nobody finds a person by what they may not see.';
COMMENT ON COLUMN search_key.kind IS 'Kind of what it is a key to: name, nhs-number, upn, likes-to-be-called, or record for an agency''s own number.';
DO $$
BEGIN
  DROP POLICY in_area ON search_key;
  EXECUTE 'CREATE POLICY in_sight ON search_key USING (area = current_setting(''vantage.area'', true) AND '
    || sight_rule('person_id', '(agency || ''|'' || kind)', 3) || ')';
END
$$;
