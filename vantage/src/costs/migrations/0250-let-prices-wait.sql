-- What a person puts in place on a page is counted by from the next build on: the area's sums and a family's say the same.
ALTER TABLE unit_price ADD COLUMN counted_at timestamptz;
ALTER TABLE price_levels ADD COLUMN counted_at timestamptz;
UPDATE unit_price SET counted_at = set_at;
UPDATE price_levels SET counted_at = set_at;
COMMENT ON COLUMN unit_price.counted_at IS 'Since when spending is counted by it: a build. Null while it waits for one.';
COMMENT ON COLUMN price_levels.counted_at IS 'Since when spending is counted by it: a build. Null while it waits for one.';

DROP INDEX unit_price_current, price_levels_current;
CREATE UNIQUE INDEX unit_price_current ON unit_price (area, key) WHERE superseded_at IS NULL AND counted_at IS NOT NULL;
CREATE UNIQUE INDEX unit_price_waiting ON unit_price (area, key) WHERE superseded_at IS NULL AND counted_at IS NULL;
CREATE UNIQUE INDEX price_levels_current ON price_levels (area) WHERE superseded_at IS NULL AND counted_at IS NOT NULL;
CREATE UNIQUE INDEX price_levels_waiting ON price_levels (area) WHERE superseded_at IS NULL AND counted_at IS NULL;
GRANT UPDATE (counted_at) ON unit_price, price_levels TO vantage_app;

DROP POLICY added_by_program ON unit_price;
DROP POLICY changed_by_program ON unit_price;
DROP POLICY added_by_program ON price_levels;
DROP POLICY changed_by_program ON price_levels;
CREATE POLICY added_by_few ON unit_price AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all'))
  OR current_setting('vantage.held', true) IN ('administrator', 'commissioner'));
CREATE POLICY changed_by_few ON unit_price AS RESTRICTIVE FOR UPDATE USING ((SELECT sees('all'))
  OR current_setting('vantage.held', true) IN ('administrator', 'commissioner'));
CREATE POLICY added_by_few ON price_levels AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all'))
  OR current_setting('vantage.held', true) IN ('administrator', 'commissioner'));
CREATE POLICY changed_by_few ON price_levels AS RESTRICTIVE FOR UPDATE USING ((SELECT sees('all'))
  OR current_setting('vantage.held', true) IN ('administrator', 'commissioner'));
