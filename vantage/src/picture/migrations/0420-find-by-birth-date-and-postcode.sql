ALTER TABLE search_key DROP CONSTRAINT search_key_form_check,
  ADD CONSTRAINT search_key_form_check CHECK (form IN ('word', 'sound', 'number', 'date', 'postcode'));
-- As for what is said of people: whoever else is said to be where a protected person is, is not found by where that is.
CREATE POLICY not_kept ON search_key AS RESTRICTIVE FOR SELECT USING (
  (SELECT keys_of('kept') = '{}'::jsonb) OR kind <> 'address'
  OR NOT (SELECT keys_of('kept')) ? address_key(person_id, key));
COMMENT ON TABLE search_key IS 'What finds a family: words and sounds of its members'' names, their identifiers, birth dates and postcodes, as plain keys that row security can still search by index. Only families whose picture is open are here; rebuilt, not kept.';
