CREATE UNLOGGED TABLE sight_worked_out (
  area text NOT NULL,
  of text NOT NULL,
  changes text NOT NULL,
  stands_from timestamptz NOT NULL,
  stands_until timestamptz NOT NULL,
  sight jsonb NOT NULL,
  wide jsonb NOT NULL,
  PRIMARY KEY (area, of)
);
ALTER TABLE sight_worked_out ALTER wide SET STORAGE EXTERNAL;
ALTER TABLE sight_worked_out ENABLE ROW LEVEL SECURITY;
COMMENT ON TABLE sight_worked_out IS 'The sight of somebody at work as one connection worked it out, for the others: the last one of each actor, role and purpose. It is of the sum of changes that it says (sight_change), and of no other. Reached through begin_sight and share_sight alone; gone after a crash, with those sums.';
COMMENT ON COLUMN sight_worked_out.wide IS 'The wide sets, as keys, by name.';

CREATE FUNCTION take_shared_sight(v_of text, v_changes text, v_now timestamptz) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_one sight_worked_out;
  v_place integer := hashtext(v_of) & 63;
BEGIN
  IF to_regclass('pg_temp.sight_set') IS NULL THEN RETURN NULL; END IF;
  SELECT * INTO v_one FROM sight_worked_out
    WHERE area = split_part(v_of, '|', 1) AND of = v_of AND changes = v_changes AND v_now >= stands_from AND v_now < stands_until;
  IF NOT FOUND THEN RETURN NULL; END IF;
  DELETE FROM pg_temp.sight_set WHERE place = v_place;
  INSERT INTO pg_temp.sight_set SELECT v_place, key, value FROM jsonb_each(v_one.wide);
  RETURN jsonb_build_object('of', v_one.of, 'changes', v_one.changes, 'from', v_one.stands_from, 'until', v_one.stands_until, 'sight', v_one.sight);
END
$$;
REVOKE ALL ON FUNCTION take_shared_sight(text, text, timestamptz) FROM PUBLIC;
COMMENT ON FUNCTION take_shared_sight(text, text, timestamptz) IS 'What another connection worked out and still stands, as a connection remembers it, its wide sets put in their place; null where there is none.';

CREATE FUNCTION share_sight() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_place text := nullif(current_setting('vantage_sight.unshared', true), '');
  v_kept jsonb;
BEGIN
  IF v_place IS NULL OR to_regclass('pg_temp.sight_set') IS NULL THEN RETURN; END IF;
  PERFORM set_config('vantage_sight.unshared', '', false);
  v_kept := nullif(current_setting('vantage_sight.of_' || v_place, true), '');
  -- Another who works out the same now shares it: nobody waits for anybody.
  IF v_kept IS NULL OR NOT pg_try_advisory_xact_lock(hashtext('sight_worked_out'), hashtext(v_kept ->> 'of')) THEN RETURN; END IF;
  INSERT INTO sight_worked_out AS one
    SELECT split_part(v_kept ->> 'of', '|', 1), v_kept ->> 'of', v_kept ->> 'changes', (v_kept ->> 'from')::timestamptz, (v_kept ->> 'until')::timestamptz, v_kept -> 'sight',
      (SELECT coalesce(jsonb_object_agg(name, keys), '{}') FROM pg_temp.sight_set WHERE place = v_place::integer)
    ON CONFLICT (area, of) DO UPDATE SET (changes, stands_from, stands_until, sight, wide)
      = ROW (excluded.changes, excluded.stands_from, excluded.stands_until, excluded.sight, excluded.wide)
    WHERE excluded.changes::numeric >= one.changes::numeric OR one.changes::numeric > (SELECT coalesce(sum(changes), 0) FROM sight_change);
END
$$;
REVOKE ALL ON FUNCTION share_sight() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION share_sight() TO vantage_app;
COMMENT ON FUNCTION share_sight() IS 'After a transaction at whose beginning a sight was worked out (vantage_sight.unshared): leaves it for other connections.';

CREATE OR REPLACE FUNCTION settle_sight_changes() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH gone AS (DELETE FROM sight_change RETURNING changes)
  INSERT INTO sight_change SELECT sum(changes) FROM gone HAVING count(*) > 0;
  DELETE FROM sight_worked_out
$$;

DO $$
DECLARE
  v_begin text := pg_get_functiondef('begin_sight'::regproc);
  v_work text := '  PERFORM work_out_sight(v_area, v_actor, v_role, v_purpose, v_now);
  PERFORM set_config(''vantage.here''';
  v_end text := 'WHERE value <> ''''))::text, false);';
  v_declared text := 'v_kept jsonb;';
BEGIN
  IF strpos(v_begin, v_work) = 0 OR strpos(v_begin, v_end) = 0 OR strpos(v_begin, v_declared) = 0 THEN RAISE EXCEPTION 'begin_sight is not as it was'; END IF;
  -- What this very transaction has changed is nobody else's yet.
  v_begin := replace(v_begin, v_declared, v_declared || '
  v_changed_nothing boolean := pg_current_xact_id_if_assigned() IS NULL;');
  v_begin := replace(v_begin, v_work, '  v_kept := take_shared_sight(v_of, v_changes, v_now);
  IF v_kept IS NOT NULL THEN
    PERFORM set_config(v_place, v_kept::text, false);
    PERFORM set_config(''vantage.'' || key, value, true) FROM jsonb_each_text(v_kept -> ''sight'');
    RETURN;
  END IF;
' || v_work);
  EXECUTE replace(v_begin, v_end, v_end || '
  IF v_changed_nothing THEN PERFORM set_config(''vantage_sight.unshared'', (hashtext(v_of) & 63)::text, false); END IF;');
END
$$;
COMMENT ON FUNCTION begin_sight(text, text, text, text, timestamptz) IS 'Leaves the actor''s sight in settings of the transaction that begins, which row security reads, and what the actor and their agency are called (vantage.here); a setting that is not there lets nothing be seen, and one that says * stands with the connection (keep_wide_sets). A connection remembers the sight of up to 64 people at work, and takes what another worked out (sight_worked_out). It is worked out again as soon as anything has changed that it is worked out from, and at every moment from which it is another of itself.';
