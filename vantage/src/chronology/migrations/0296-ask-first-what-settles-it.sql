SELECT set_sight('fact_detail', format('((SELECT sees(''all'')) OR CASE WHEN cardinality(about) = 1 THEN %s
  ELSE NOT EXISTS (SELECT FROM unnest(about) AS one (id) WHERE NOT %s) END OR (SELECT keys_of(''told_whole'')) ? fact_id::text)',
  sight_rule('about[1]', 'agency', 'kind', 4), sight_rule('one.id', 'agency', 'kind', 4)));
COMMENT ON POLICY in_sight ON fact_detail IS 'Everybody whom the happening is about must be seen at detail: what is said of one may name another. The person alone whom it is about sees it when they are told. Most is about one person, who is looked up without making a list.';

DO $$
DECLARE
  v_table text;
  v_rule text;
BEGIN
  FOR v_table, v_rule IN
    SELECT tablename, qual FROM pg_policies WHERE schemaname = 'public' AND policyname = 'own_writing' AND tablename IN ('fact', 'fact_detail', 'statement')
  LOOP
    EXECUTE format('ALTER POLICY own_writing ON %I USING (written_by IS NOT NULL AND %s)', v_table, v_rule);
  END LOOP;
END
$$;
COMMENT ON POLICY own_writing ON fact_detail IS 'What they wrote themselves, of people with all of whom they still work. Nearly nothing was written here by anybody: that is asked first, since what is not known of a writer would have all else asked.';
