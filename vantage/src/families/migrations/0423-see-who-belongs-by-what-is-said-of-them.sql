-- Whoever belongs to a family is seen where anything that is said of them is: that is what makes a person seen at all, and asked
-- of the person first it was asked twice.
ALTER POLICY in_sight ON membership USING (area = current_setting('vantage.area', true) AND ((SELECT sees('all'))
  OR ((SELECT sees('counts')) AND person_id NOT IN (SELECT sealed_from_me()))
  OR EXISTS (SELECT FROM person_detail d
    WHERE d.area = membership.area AND d.person_id = membership.person_id AND d.superseded_at IS NULL)));
