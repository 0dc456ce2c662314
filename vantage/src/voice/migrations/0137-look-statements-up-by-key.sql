SELECT set_sight('statement', sight_rule('person_id', 'agency', 'kind', 4)
  || ' AND (audience <> ''speaker-and-lead'' OR (SELECT sees(''all'')) OR (SELECT keys_of(''near_allocated'')) ? person_id::text
    OR (SELECT keys_of(''near_self'')) ? person_id::text)');
COMMENT ON POLICY in_sight ON statement IS 'By agreement, and of words for the speaker and the lead only by the speaker and whoever is allocated.';
