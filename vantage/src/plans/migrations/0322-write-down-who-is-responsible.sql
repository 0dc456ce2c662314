ALTER TABLE plan_entry DROP CONSTRAINT plan_entry_kind_check;
ALTER TABLE plan_entry ADD CONSTRAINT plan_entry_kind_check
  CHECK (kind IN ('plan-lead', 'plan-help', 'plan-step', 'plan-responsibility'));
COMMENT ON TABLE plan_entry IS 'The one lead of a family, the level of help agreed, the next steps, and who holds parental responsibility for a child, as they were set here. What ends stays.';
COMMENT ON COLUMN plan_entry.day IS 'Since when somebody leads or is responsible, when the level of help was agreed, or by when a step is to be done.';
COMMENT ON COLUMN plan_entry.about IS 'The persons, as records are held together now. Of parental responsibility the child, then whoever holds it where that is one of the family.';
SELECT set_sight('plan_entry', '((SELECT sees(''all'')) OR (
    NOT EXISTS (SELECT FROM unnest(about) AS one (id) WHERE (SELECT keys_of(''kept'')) ? one.id::text)
    AND CASE WHEN kind IN (''plan-step'', ''plan-responsibility'') THEN NOT EXISTS (SELECT FROM unnest(about) AS one (id) WHERE NOT ' || sight_rule('one.id', 'agency', 'kind', 3) || ')
      ELSE EXISTS (SELECT FROM unnest(about) AS one (id) WHERE ' || sight_rule('one.id', 'agency', 'kind', 3) || ') END))');
COMMENT ON POLICY in_sight ON plan_entry IS 'Who leads and what was agreed is seen by who may see it of anybody in the family; a step, and who is responsible for a child, only of everybody whom it is about, since it may name them. Nobody sees it from whom the whereabouts of one of them are kept back.';
