UPDATE area_snapshot SET day = '1800-04-01';
COMMENT ON COLUMN area_snapshot.daily IS 'Numbers of the day, families by need and band among them. Those kept before needs were counted stand for no day that comes.';
