CREATE TABLE vantage_begun_anew (on_table text PRIMARY KEY);
COMMENT ON TABLE vantage_begun_anew IS 'Tables that this transaction began anew and whose row security waits for its end. Empty to everybody else.';
REVOKE ALL ON vantage_begun_anew FROM PUBLIC;

CREATE FUNCTION vantage_secure_again() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', NEW.on_table);
  DELETE FROM vantage_begun_anew WHERE on_table = NEW.on_table;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION vantage_secure_again() FROM PUBLIC;
CREATE CONSTRAINT TRIGGER secure_again AFTER INSERT ON vantage_begun_anew DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION vantage_secure_again();
COMMENT ON FUNCTION vantage_secure_again() IS 'At the end of the transaction, before anybody else can read the table, row security holds again.';

CREATE OR REPLACE FUNCTION vantage_begin_filling(tables text[]) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  wanted text;
  filled boolean;
  all_empty boolean := true;
  secured boolean;
BEGIN
  FOREACH wanted IN ARRAY tables LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM public.%I)', wanted) INTO filled;
    IF filled THEN
      all_empty := false;
      CONTINUE;
    END IF;
    EXECUTE format('TRUNCATE public.%I', wanted);
    SELECT relrowsecurity INTO secured FROM pg_class
    WHERE oid = format('public.%I', wanted)::regclass AND EXISTS (SELECT FROM vantage_index WHERE on_table = wanted);
    IF secured AND current_setting('vantage.sees', true) = 'all' THEN
      EXECUTE format('ALTER TABLE public.%I DISABLE ROW LEVEL SECURITY', wanted);
      INSERT INTO vantage_begun_anew VALUES (wanted);
    END IF;
  END LOOP;
  RETURN all_empty;
END
$$;
COMMENT ON FUNCTION vantage_begin_filling(text[]) IS 'Begins those of the tables that are empty anew, so that what this transaction puts into them is written once, to the tables themselves, and is on the disk when it commits; tells whether all were empty. Takes no row away. Until the transaction ends nobody else can read them, and the program may copy into those that grow by the million: their row security waits for its end.';
