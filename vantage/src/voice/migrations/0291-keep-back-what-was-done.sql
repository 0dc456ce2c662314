CREATE POLICY not_kept ON statement_done AS RESTRICTIVE FOR SELECT USING (NOT (SELECT keys_of('kept')) ? person_id::text);
COMMENT ON POLICY not_kept ON statement_done IS 'What was done about somebody''s words may tell who works with them and where they are.';
