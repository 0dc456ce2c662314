ALTER TABLE membership ADD COLUMN agencies text[] NOT NULL DEFAULT '{}', ADD COLUMN about uuid[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN membership.agencies IS 'Agencies whose records are its evidence.';
COMMENT ON COLUMN membership.about IS 'Other persons whom its reason names: it is told only to who may see them.';
DO $$
BEGIN
  DROP POLICY in_area ON residence;
  EXECUTE 'CREATE POLICY in_sight ON residence USING (area = current_setting(''vantage.area'', true) AND '
    || sight_rule('person_id', '(agency || ''|'' || kind)', 3) || ')';
  DROP POLICY in_area ON relationship;
  EXECUTE 'CREATE POLICY in_sight ON relationship USING (area = current_setting(''vantage.area'', true) AND '
    || sight_rule('person_id', '(agency || ''|'' || kind)', 3) || ' AND '
    || sight_rule('other_id', '(agency || ''|'' || kind)', 3) || ')';
END
$$;
DROP POLICY in_area ON home;
CREATE POLICY in_sight ON home USING (area = current_setting('vantage.area', true) AND ((SELECT sees('all'))
  OR EXISTS (SELECT FROM residence r WHERE r.area = home.area AND r.home_id = home.home_id)));
DROP POLICY in_area ON membership;
CREATE POLICY in_sight ON membership USING (area = current_setting('vantage.area', true) AND ((SELECT sees('all'))
  OR ((SELECT sees('counts')) AND person_id NOT IN (SELECT sealed_from_me()))
  OR EXISTS (SELECT FROM person p WHERE p.area = membership.area AND p.person_id = membership.person_id)));
DROP POLICY in_area ON family;
CREATE POLICY in_sight ON family USING (area = current_setting('vantage.area', true) AND ((SELECT sees('all'))
  OR EXISTS (SELECT FROM membership m WHERE m.area = family.area AND m.family_id = family.family_id AND m.undone_at IS NULL)));
