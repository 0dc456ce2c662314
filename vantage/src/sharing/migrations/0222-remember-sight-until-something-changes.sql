CREATE UNLOGGED TABLE sight_change (changes bigint NOT NULL DEFAULT 1);
COMMENT ON TABLE sight_change IS 'What has been changed of that from which sight is worked out: a row for each statement, or for many of them once settled. Moments of the database are in an order, so two that see the same sum see the same of those tables. Gone after a crash, with the connections that remembered anything.';
ALTER TABLE sight_change ENABLE ROW LEVEL SECURITY;

CREATE FUNCTION note_sight_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO sight_change DEFAULT VALUES;
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION note_sight_change() FROM PUBLIC;

CREATE FUNCTION settle_sight_changes() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH gone AS (DELETE FROM sight_change RETURNING changes)
  INSERT INTO sight_change SELECT sum(changes) FROM gone HAVING count(*) > 0
$$;
REVOKE ALL ON FUNCTION settle_sight_changes() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION settle_sight_changes() TO vantage_app;
COMMENT ON FUNCTION settle_sight_changes() IS 'Puts one row in the place of many, of the same sum. For a build, of which there is one at a time.';

DO $$
DECLARE
  v_table text;
BEGIN
  FOREACH v_table IN ARRAY '{agency,agreement,consent,grant_of_access,kind_of_fact,membership,person_detail,post,protection,relation,residence,seal,worker}'::text[] LOOP
    EXECUTE format('CREATE TRIGGER changes_sight AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION note_sight_change()', v_table);
  END LOOP;
END
$$;

ALTER FUNCTION begin_sight(text, text, text, text, timestamptz) RENAME TO work_out_sight;
REVOKE ALL ON FUNCTION work_out_sight(text, text, text, text, timestamptz) FROM PUBLIC, vantage_app;
COMMENT ON FUNCTION work_out_sight(text, text, text, text, timestamptz) IS 'Works out which persons the actor is near to (to the lead of an agency those are named with whom its workers work), which kinds of fact of which agencies agreements let the actor see, what has ended with a consent, and whose whereabouts are kept back, and leaves all of it in settings of the transaction, which row security reads. An actor who does not hold a role on the day, whatever they say, has none in vantage.held.';

CREATE FUNCTION sight_settings() RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
  SELECT '{held,agency,named,sealed,ended,subjects,may_ask,kept,kept_back_3,kept_back_4}'::text[]
    || ARRAY(SELECT 'near_' || c FROM unnest('{team,allocated,manager,named}'::text[]) AS c)
    || ARRAY(SELECT 'may_' || c || '_' || t FROM unnest('{any,team,allocated,manager,named}'::text[]) AS c, generate_series(1, 4) AS t)
$$;
COMMENT ON FUNCTION sight_settings() IS 'The settings, after `vantage.`, that make up the sight of somebody at work.';

CREATE FUNCTION sight_stands_until(v_area text, v_actor text, v_now timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT min(at) FROM (
    SELECT ((v_now AT TIME ZONE 'Europe/London')::date + 1)::timestamp AT TIME ZONE 'Europe/London' AS at
    UNION ALL SELECT unnest(ARRAY[begun_at, until]) FROM grant_of_access WHERE area = v_area AND worker_id::text = v_actor
    UNION ALL SELECT unnest(ARRAY[recorded_at, withdrawn_at]) FROM consent WHERE area = v_area AND (recorded_at > v_now OR withdrawn_at > v_now)
  ) AS one WHERE at > v_now
$$;
REVOKE ALL ON FUNCTION sight_stands_until(text, text, timestamptz) FROM PUBLIC;
COMMENT ON FUNCTION sight_stands_until(text, text, timestamptz) IS 'The first moment at which the actor''s sight is another although nothing is changed: the end of the day, and where an opening or a consent begins or ends.';

CREATE FUNCTION in_order_of_keys(v_set text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT string_agg(k, ',' ORDER BY length(k), k COLLATE "C") FROM unnest(string_to_array(v_set, ',')) AS k
$$;
COMMENT ON FUNCTION in_order_of_keys(text) IS 'The members of a set in the order in which PostgreSQL keeps the keys of a JSON object: made of such a list, it need not be sorted again in every statement.';

CREATE FUNCTION begin_sight(v_area text, v_actor text, v_role text, v_purpose text, v_now timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_of text := concat_ws('|', v_area, v_actor, v_role, v_purpose);
  v_place text := 'vantage_sight.of_' || (hashtext(v_of) & 63);
  v_changes text;
  v_kept jsonb;
BEGIN
  IF v_role IN ('system', 'counts', 'family-member') THEN
    PERFORM work_out_sight(v_area, v_actor, v_role, v_purpose, v_now);
    RETURN;
  END IF;
  v_changes := (SELECT coalesce(sum(changes), 0) FROM sight_change);
  v_kept := nullif(current_setting(v_place, true), '');
  IF v_kept ->> 'of' = v_of AND v_kept ->> 'changes' = v_changes
    AND v_now >= (v_kept ->> 'from')::timestamptz AND v_now < (v_kept ->> 'until')::timestamptz
  THEN
    PERFORM set_config('vantage.' || key, value, true) FROM jsonb_each_text(v_kept -> 'sight');
    RETURN;
  END IF;
  PERFORM work_out_sight(v_area, v_actor, v_role, v_purpose, v_now);
  PERFORM set_config('vantage.named', array_to_string(services_named(), ','), true);
  PERFORM set_config(v_place, jsonb_build_object('of', v_of, 'changes', v_changes,
    'from', v_now, 'until', sight_stands_until(v_area, v_actor, v_now),
    'sight', (SELECT coalesce(jsonb_object_agg(name, CASE WHEN name = 'subjects' THEN value ELSE in_order_of_keys(value) END), '{}')
      FROM (SELECT name, current_setting('vantage.' || name, true) AS value FROM unnest(sight_settings()) AS name) AS one
      WHERE value <> ''))::text, false);
END
$$;
REVOKE ALL ON FUNCTION begin_sight(text, text, text, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION begin_sight(text, text, text, text, timestamptz) TO vantage_app;
COMMENT ON FUNCTION begin_sight(text, text, text, text, timestamptz) IS 'Leaves the actor''s sight in settings of the transaction that begins, which row security reads; a setting that is not there lets nothing be seen. A connection remembers the sight of up to 64 people at work. It is worked out again as soon as anything has changed that it is worked out from, and at every moment from which it is another of itself.';

CREATE FUNCTION services_named() RETURNS text[] LANGUAGE sql STABLE AS $$
  SELECT ARRAY(
    SELECT a.agency FROM agency a
    WHERE a.area = current_setting('vantage.area', true) AND a.type IN ('treatment', 'sexual-health', 'abuse-services')
      AND (current_setting('vantage.held', true) IN ('information-governance-lead', 'administrator') OR a.agency = my_agency()
        OR EXISTS (
          SELECT FROM unnest('{any,team,allocated,manager,named}'::text[]) AS c (condition)
          WHERE strpos(',' || coalesce(current_setting('vantage.may_' || c.condition || '_1', true), ''), ',' || a.agency || '|') > 0)))
$$;
REVOKE ALL ON FUNCTION services_named() FROM PUBLIC;
COMMENT ON FUNCTION services_named() IS 'Services for treatment, sexual health and abuse that are named to an actor at work: to the information governance lead, the administrator who takes in their files, their own people and those with whom they agreed to share. Looked for in the words of the settings: to make a set of each takes longer than what it is asked for.';

CREATE OR REPLACE FUNCTION not_named() RETURNS SETOF text LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT a.agency FROM agency a
    WHERE a.area = current_setting('vantage.area', true) AND a.type IN ('treatment', 'sexual-health', 'abuse-services')
      AND NOT (sees('all') OR sees('counts')) AND current_setting('vantage.held', true) IS DISTINCT FROM 'family-member'
      AND a.agency <> ALL (string_to_array(coalesce(current_setting('vantage.named', true), ''), ','))
  $$;
COMMENT ON FUNCTION not_named() IS 'Services for treatment, sexual health and abuse that are not named to the actor: all but those in vantage.named, and to a person who looks for themselves none.';
