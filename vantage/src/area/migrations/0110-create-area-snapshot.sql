CREATE TABLE area_snapshot (
  area        text NOT NULL REFERENCES area,
  snapshot_id uuid NOT NULL,
  build_id    uuid NOT NULL,
  of_build    boolean NOT NULL,
  day         date NOT NULL,
  seals       text NOT NULL,
  made_at     timestamptz NOT NULL,
  lasting     jsonb NOT NULL,
  daily       jsonb NOT NULL,
  PRIMARY KEY (area, snapshot_id)
);
COMMENT ON TABLE area_snapshot IS 'The area''s exact numbers on a day, without sealed persons: kept so that they are not counted again for every reader, never shown as they are. Made anew whenever what they are made of changes.';
COMMENT ON COLUMN area_snapshot.build_id IS 'Stands for what was built when it was counted. The newest row with of_build says which one is true now; rows of another are stale.';
COMMENT ON COLUMN area_snapshot.of_build IS 'Made in a build''s own transaction, or in one that sealed somebody; otherwise by the first reader of a day.';
COMMENT ON COLUMN area_snapshot.seals IS 'Fingerprint of the persons left out because they were sealed. A row with another one is stale.';
COMMENT ON COLUMN area_snapshot.lasting IS 'Numbers that do not change with the day.';
COMMENT ON COLUMN area_snapshot.daily IS 'Numbers of the day.';

ALTER TABLE area_snapshot ENABLE ROW LEVEL SECURITY;
CREATE POLICY for_counting ON area_snapshot USING (area = current_setting('vantage.area', true)
  AND (SELECT sees('all') OR sees('counts')));
GRANT SELECT, INSERT, DELETE ON area_snapshot TO vantage_app;
