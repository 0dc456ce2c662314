SELECT set_sight('search_key', sight_rule('person_id', 'agency', 'kind', 3));
