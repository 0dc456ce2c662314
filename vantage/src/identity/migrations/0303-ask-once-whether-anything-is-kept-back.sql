-- Nothing is kept back from the program itself, and little from most: then the key of no row need be made.
ALTER POLICY not_kept ON person_detail USING ((SELECT keys_of('kept') = '{}') OR kind <> 'address'
  OR NOT (SELECT keys_of('kept')) ? address_key(person_id, parts ->> 'postcode'));
ALTER POLICY not_kept ON agency_number USING ((SELECT keys_of('kept') = '{}')
  OR NOT (SELECT keys_of('kept')) ? address_key(person_id, said ->> 'postcode'));
