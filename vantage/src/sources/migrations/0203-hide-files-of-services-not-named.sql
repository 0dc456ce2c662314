CREATE POLICY named ON extract AS RESTRICTIVE FOR SELECT USING (agency <> ALL (ARRAY(SELECT not_named())));
COMMENT ON POLICY named ON extract IS 'That a service sends files, and how many rows, is for those to whom it is named.';
