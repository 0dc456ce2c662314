SELECT set_sight('fact', '(' || sight_rule('person_id', 'agency', 'kind', 3) || ' OR (SELECT keys_of(''told'')) ? fact_id::text)');
SELECT set_sight('opening', sight_rule('person_id', 'agency', 'kind', 3));
SELECT set_sight('fact_detail', '((SELECT sees(''all'')) OR NOT EXISTS (SELECT FROM unnest(about) AS one (id) WHERE NOT '
  || sight_rule('one.id', 'agency', 'kind', 4) || ') OR (SELECT keys_of(''told_whole'')) ? fact_id::text)');
COMMENT ON POLICY in_sight ON fact_detail IS 'Everybody whom the happening is about must be seen at detail: what is said of one may name another. The person alone whom it is about sees it when they are told.';
CREATE INDEX fact_detail_person ON fact_detail (area, person_id);
COMMENT ON INDEX fact_detail_person IS 'For everything said of some persons at once.';
