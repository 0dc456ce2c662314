CREATE TABLE spending (
  area          text NOT NULL,
  spending_id   uuid NOT NULL,
  fact_id       uuid NOT NULL,
  person_id     uuid NOT NULL,
  agency        text NOT NULL,
  kind          text NOT NULL,
  unit_cost     text NOT NULL,
  bearer        text NOT NULL,
  happened      daterange NOT NULL,
  units         numeric(12, 4) NOT NULL CHECK (units >= 0),
  low_pence     bigint NOT NULL,
  pence         bigint NOT NULL,
  high_pence    bigint NOT NULL,
  price_year    text NOT NULL,
  recorded_at   timestamptz,
  received_at   timestamptz NOT NULL,
  superseded_at timestamptz,
  PRIMARY KEY (area, spending_id),
  FOREIGN KEY (area, fact_id) REFERENCES fact,
  CHECK (low_pence <= pence AND pence <= high_pence)
);
CREATE UNIQUE INDEX spending_current ON spending (area, fact_id, unit_cost, happened) WHERE superseded_at IS NULL;
CREATE INDEX spending_person ON spending (area, person_id) WHERE superseded_at IS NULL;
COMMENT ON TABLE spending IS 'What a service spent on one fact in one financial year: units times a unit cost, in pence of the price year, with its range.';
COMMENT ON COLUMN spending.happened IS 'The part of the fact that falls in one financial year (1 April to 31 March).';
COMMENT ON COLUMN spending.bearer IS 'Who bears the cost.';

ALTER TABLE spending ENABLE ROW LEVEL SECURITY;
CREATE POLICY in_area ON spending USING (area = current_setting('vantage.area', true));
GRANT SELECT, INSERT ON spending TO vantage_app;
GRANT UPDATE (superseded_at) ON spending TO vantage_app;
