CREATE TABLE price_levels (
  area          text NOT NULL REFERENCES area,
  levels_id     uuid NOT NULL,
  levels        jsonb NOT NULL,
  source        text NOT NULL,
  set_at        timestamptz NOT NULL,
  superseded_at timestamptz,
  PRIMARY KEY (area, levels_id)
);
CREATE UNIQUE INDEX price_levels_current ON price_levels (area) WHERE superseded_at IS NULL;
COMMENT ON TABLE price_levels IS 'A table of price levels by financial year, put in the place of the one that the product brings.';

CREATE TABLE unit_price (
  area          text NOT NULL REFERENCES area,
  price_id      uuid NOT NULL,
  key           text NOT NULL,
  pence         bigint NOT NULL,
  low_pence     bigint NOT NULL,
  high_pence    bigint NOT NULL,
  range         text NOT NULL CHECK (range IN ('published', 'ours')),
  price_year    text NOT NULL,
  source        text NOT NULL,
  grade         text NOT NULL CHECK (grade IN ('A', 'B', 'C')),
  set_at        timestamptz NOT NULL,
  superseded_at timestamptz,
  PRIMARY KEY (area, price_id),
  CHECK (low_pence <= pence AND pence <= high_pence)
);
CREATE UNIQUE INDEX unit_price_current ON unit_price (area, key) WHERE superseded_at IS NULL;
COMMENT ON TABLE unit_price IS 'A unit cost read from a file, put in the place of the product’s own under the same key.';

ALTER TABLE price_levels ENABLE ROW LEVEL SECURITY;
ALTER TABLE unit_price ENABLE ROW LEVEL SECURITY;
CREATE POLICY in_area ON price_levels USING (area = current_setting('vantage.area', true));
CREATE POLICY in_area ON unit_price USING (area = current_setting('vantage.area', true));
CREATE POLICY added_by_program ON price_levels AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all')));
CREATE POLICY changed_by_program ON price_levels AS RESTRICTIVE FOR UPDATE USING ((SELECT sees('all')));
CREATE POLICY added_by_program ON unit_price AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all')));
CREATE POLICY changed_by_program ON unit_price AS RESTRICTIVE FOR UPDATE USING ((SELECT sees('all')));
GRANT SELECT, INSERT ON price_levels, unit_price TO vantage_app;
GRANT UPDATE (superseded_at) ON price_levels, unit_price TO vantage_app;
