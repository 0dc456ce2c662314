SELECT set_sight('residence', sight_rule('person_id', 'agency', 'kind', 3));
SELECT set_sight('relationship', sight_rule('person_id', 'agency', 'kind', 3) || ' AND ' || sight_rule('other_id', 'agency', 'kind', 3));
DROP INDEX residence_home;
CREATE INDEX residence_home ON residence (area, home_id);
COMMENT ON INDEX residence_home IS 'For whoever asks who stays in a home, row security first of all.';
