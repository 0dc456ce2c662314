SELECT set_sight('person_detail', sight_rule('person_id', 'agency', 'kind', 3));
SELECT set_sight('link', sight_rule('person_id', 'agency', '''record''', 4));
