CREATE TABLE area_like (
  area       text NOT NULL REFERENCES area,
  family_id  uuid NOT NULL,
  counted_on date NOT NULL,
  seals      text NOT NULL,
  like_group text NOT NULL,
  helped     text[] NOT NULL,
  followed   text[] NOT NULL,
  PRIMARY KEY (area, family_id)
);
COMMENT ON TABLE area_like IS 'What each family adds to the numbers of families like one another: kept so that a build counts again only the families that it touches. Never shown, and read by counting alone.';
COMMENT ON COLUMN area_like.counted_on IS 'The last day of the financial year that families are grouped on.';
COMMENT ON COLUMN area_like.seals IS 'Fingerprint of the persons left out because they were sealed. A row with another one is stale.';
COMMENT ON COLUMN area_like.helped IS 'Services that worked with the family in the year after.';
COMMENT ON COLUMN area_like.followed IS 'What followed in that year, of the list.';

ALTER TABLE area_like ENABLE ROW LEVEL SECURITY;
CREATE POLICY for_counting ON area_like USING (area = current_setting('vantage.area', true)
  AND (SELECT sees('all') OR sees('counts')));
GRANT SELECT, INSERT, DELETE, UPDATE (seals) ON area_like TO vantage_app;
