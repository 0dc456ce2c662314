SELECT set_sight('residence', sight_rule('person_id', '(agency || ''|'' || kind)', 3));
