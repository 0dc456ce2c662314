SELECT set_sight('person_detail', sight_rule('person_id', 'agency', 'kind', 3));
