SELECT set_sight('spending', sight_rule('person_id', 'agency', 'kind', 3));
