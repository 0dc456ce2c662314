SELECT set_sight('residence', sight_rule('person_id', '(agency || ''|'' || kind)', 3));
SELECT set_sight('relationship', sight_rule('person_id', '(agency || ''|'' || kind)', 3) || ' AND ' || sight_rule('other_id', '(agency || ''|'' || kind)', 3));
