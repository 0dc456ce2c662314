CREATE TABLE worker (
  area      text NOT NULL REFERENCES area,
  worker_id uuid NOT NULL,
  agency    text,
  told_by   text NOT NULL,
  local_id  text NOT NULL,
  name      text NOT NULL,
  job       text NOT NULL,
  PRIMARY KEY (area, worker_id),
  UNIQUE (area, told_by, local_id),
  FOREIGN KEY (area, agency) REFERENCES agency
);
COMMENT ON TABLE worker IS 'Somebody who works with families, as an agency tells of them by a number of its own. The id never changes.';
COMMENT ON COLUMN worker.agency IS 'The agency that the person works for. Null when it is none of the partnership''s: then nobody can work here as this person.';
COMMENT ON COLUMN worker.told_by IS 'The agency whose number local_id is.';

CREATE TABLE post (
  area          text NOT NULL,
  post_id       uuid NOT NULL,
  worker_id     uuid NOT NULL,
  role          text NOT NULL CHECK (role IN ('practitioner', 'lead-practitioner', 'child-protection-practitioner', 'team-manager', 'agency-lead', 'director', 'lead-member', 'analyst', 'commissioner', 'information-governance-lead', 'inspector', 'administrator')),
  team          text NOT NULL,
  happened      daterange NOT NULL,
  received_at   timestamptz NOT NULL,
  superseded_at timestamptz,
  PRIMARY KEY (area, post_id),
  FOREIGN KEY (area, worker_id) REFERENCES worker
);
CREATE INDEX post_worker ON post (area, worker_id) WHERE superseded_at IS NULL;
CREATE INDEX post_team ON post (area, team) WHERE superseded_at IS NULL;
COMMENT ON TABLE post IS 'A role that a person at work holds in a team, with its days.';
COMMENT ON COLUMN post.team IS 'Empty when the post is in no team.';

CREATE TABLE relation (
  area          text NOT NULL,
  relation_id   uuid NOT NULL,
  worker_id     uuid NOT NULL,
  person_id     uuid NOT NULL,
  kind          text NOT NULL CHECK (kind IN ('allocated', 'team')),
  via           uuid NOT NULL,
  happened      daterange NOT NULL,
  agency        text NOT NULL,
  reason        text NOT NULL,
  recorded_at   timestamptz,
  received_at   timestamptz NOT NULL,
  superseded_at timestamptz,
  PRIMARY KEY (area, relation_id),
  FOREIGN KEY (area, worker_id) REFERENCES worker
);
CREATE INDEX relation_worker ON relation (area, worker_id) WHERE superseded_at IS NULL;
CREATE INDEX relation_person ON relation (area, person_id) WHERE superseded_at IS NULL;
COMMENT ON TABLE relation IS 'That somebody works with a person: allocated (the worker to whom the person, or a child of the person''s family, is allocated, or their lead practitioner) or team (around the family in another part).';
COMMENT ON COLUMN relation.via IS 'The person whom the allocation names: the same person, or a child or main carer of a family that the person belongs to.';
COMMENT ON COLUMN relation.agency IS 'The agency that says so.';

CREATE TABLE kind_of_fact (
  area    text NOT NULL REFERENCES area,
  kind    text NOT NULL,
  subject text NOT NULL,
  PRIMARY KEY (area, kind)
);
COMMENT ON TABLE kind_of_fact IS 'Every kind of fact and the subject under which agreements share it, from the catalogues in the code.';

CREATE TABLE agreement (
  area         text NOT NULL REFERENCES area,
  agreement_id uuid NOT NULL,
  from_agency  text NOT NULL,
  to_agency    text,
  to_role      text,
  purpose      text NOT NULL,
  basis        text NOT NULL,
  tier         smallint NOT NULL CHECK (tier BETWEEN 1 AND 4),
  condition    text NOT NULL CHECK (condition IN ('any', 'team', 'allocated', 'manager', 'named')),
  subjects     text[] NOT NULL,
  happened     daterange NOT NULL,
  owner        text NOT NULL,
  decided_by   text NOT NULL,
  decided_at   timestamptz NOT NULL,
  ended_by     text,
  ended_at     timestamptz,
  PRIMARY KEY (area, agreement_id),
  FOREIGN KEY (area, from_agency) REFERENCES agency,
  FOREIGN KEY (area, to_agency) REFERENCES agency
);
CREATE INDEX agreement_standing ON agreement (area) WHERE ended_at IS NULL;
COMMENT ON TABLE agreement IS 'What an agency''s facts may be seen by whom, for what, on which lawful basis. Without one nothing is seen.';
COMMENT ON COLUMN agreement.to_agency IS 'Null: every agency of the partnership.';
COMMENT ON COLUMN agreement.to_role IS 'Null: every role.';
COMMENT ON COLUMN agreement.tier IS '1 existence, 2 contact, 3 summary, 4 detail.';
COMMENT ON COLUMN agreement.condition IS 'What must hold between the viewer and the person: any (nothing), team (in the team around the family, allocated included), allocated, manager (of a worker to whom the person is allocated), named (the person is named in a grant with a recorded purpose).';
COMMENT ON COLUMN agreement.subjects IS 'Subjects of kind_of_fact; {*} means all of them.';

CREATE TABLE seal (
  area       text NOT NULL,
  seal_id    uuid NOT NULL,
  person_id  uuid NOT NULL,
  named      uuid[] NOT NULL,
  happened   daterange NOT NULL,
  reason     text NOT NULL,
  decided_by text NOT NULL,
  decided_at timestamptz NOT NULL,
  undone_by  text,
  undone_at  timestamptz,
  PRIMARY KEY (area, seal_id)
);
CREATE INDEX seal_standing ON seal (area) WHERE undone_at IS NULL;
COMMENT ON TABLE seal IS 'That a person is hidden from everyone not named, as if the person did not exist.';
COMMENT ON COLUMN seal.named IS 'Workers for whom the person still exists, as far as agreements go.';

CREATE TABLE grant_of_access (
  area       text NOT NULL,
  grant_id   uuid NOT NULL,
  worker_id  uuid NOT NULL,
  kind       text NOT NULL CHECK (kind IN ('break-glass', 'purpose')),
  family_id  uuid NOT NULL,
  persons    uuid[] NOT NULL,
  reason     text NOT NULL,
  begun_at   timestamptz NOT NULL,
  until      timestamptz NOT NULL,
  granted_by text NOT NULL,
  reviewed_by text,
  reviewed_at timestamptz,
  review     text,
  PRIMARY KEY (area, grant_id),
  FOREIGN KEY (area, worker_id) REFERENCES worker,
  CHECK (begun_at < until)
);
CREATE INDEX grant_worker ON grant_of_access (area, worker_id, until);
COMMENT ON TABLE grant_of_access IS 'One family opened for a time to somebody without a relation to it: in an emergency (break-glass), or for a purpose that somebody else recorded.';

ALTER TABLE worker ENABLE ROW LEVEL SECURITY;
ALTER TABLE post ENABLE ROW LEVEL SECURITY;
ALTER TABLE relation ENABLE ROW LEVEL SECURITY;
ALTER TABLE kind_of_fact ENABLE ROW LEVEL SECURITY;
ALTER TABLE agreement ENABLE ROW LEVEL SECURITY;
ALTER TABLE seal ENABLE ROW LEVEL SECURITY;
ALTER TABLE grant_of_access ENABLE ROW LEVEL SECURITY;
CREATE POLICY in_area ON worker USING (area = current_setting('vantage.area', true));
CREATE POLICY in_area ON post USING (area = current_setting('vantage.area', true));
CREATE POLICY in_area ON kind_of_fact USING (area = current_setting('vantage.area', true));
CREATE POLICY in_area ON agreement USING (area = current_setting('vantage.area', true));
GRANT SELECT, INSERT ON worker, post, relation, agreement, seal, grant_of_access, kind_of_fact TO vantage_app;
GRANT UPDATE (name, job, agency) ON worker TO vantage_app;
GRANT UPDATE (superseded_at) ON post, relation TO vantage_app;
GRANT UPDATE (ended_by, ended_at) ON agreement TO vantage_app;
GRANT UPDATE (undone_by, undone_at) ON seal TO vantage_app;
GRANT UPDATE (reviewed_by, reviewed_at, review) ON grant_of_access TO vantage_app;
GRANT UPDATE (subject) ON kind_of_fact TO vantage_app;

CREATE FUNCTION begin_sight(v_area text, v_actor text, v_role text, v_purpose text, v_now timestamptz) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  v_on date := (v_now AT TIME ZONE 'Europe/London')::date;
  v_me uuid;
  v_agency text;
  v_sealed uuid[];
  v_conditions text[] := '{any}';
  near record;
  may record;
BEGIN
  IF v_role IN ('system', 'counts') THEN PERFORM set_config('vantage.held', v_role, true); END IF;
  IF v_role = 'system' THEN
    PERFORM set_config('vantage.sees', 'all', true);
    RETURN;
  END IF;
  IF v_actor ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' THEN v_me := v_actor::uuid; END IF;
  SELECT coalesce(array_agg(DISTINCT person_id), '{}') INTO v_sealed FROM seal
    WHERE area = v_area AND undone_at IS NULL AND happened @> v_on AND (v_me IS NULL OR NOT v_me = ANY (named));
  PERFORM set_config('vantage.sealed', array_to_string(v_sealed, ','), true);
  IF v_role = 'counts' THEN
    PERFORM set_config('vantage.sees', 'counts', true);
    RETURN;
  END IF;
  SELECT w.agency INTO v_agency FROM worker w JOIN post p USING (area, worker_id)
    WHERE w.area = v_area AND w.worker_id = v_me AND p.role = v_role AND p.superseded_at IS NULL AND p.happened @> v_on
    LIMIT 1;
  IF v_agency IS NULL THEN RETURN; END IF;
  PERFORM set_config('vantage.held', v_role, true);
  FOR near IN
    SELECT held.condition, string_agg(DISTINCT held.person_id::text, ',') AS persons FROM (
      SELECT unnest(CASE kind WHEN 'allocated' THEN '{team,allocated}'::text[] ELSE '{team}' END) AS condition, person_id
      FROM relation WHERE area = v_area AND worker_id = v_me AND superseded_at IS NULL AND happened @> v_on
        AND NOT via = ANY (v_sealed)
      UNION ALL
      SELECT 'manager', r.person_id
      FROM post mine
        JOIN post theirs ON theirs.area = mine.area AND theirs.team = mine.team AND theirs.superseded_at IS NULL AND theirs.happened @> v_on
        JOIN worker w ON w.area = theirs.area AND w.worker_id = theirs.worker_id AND w.agency = v_agency
        JOIN relation r ON r.area = theirs.area AND r.worker_id = theirs.worker_id AND r.kind = 'allocated' AND r.superseded_at IS NULL AND r.happened @> v_on
          AND NOT r.via = ANY (v_sealed)
      WHERE v_role = 'team-manager' AND mine.area = v_area AND mine.worker_id = v_me AND mine.role = 'team-manager'
        AND mine.team <> '' AND mine.superseded_at IS NULL AND mine.happened @> v_on
      UNION ALL
      SELECT 'named', unnest(persons) FROM grant_of_access
      WHERE area = v_area AND worker_id = v_me AND begun_at <= v_now AND v_now < until
    ) AS held
    WHERE NOT held.person_id = ANY (v_sealed)
    GROUP BY held.condition
  LOOP
    PERFORM set_config('vantage.near_' || near.condition, near.persons, true);
    v_conditions := v_conditions || near.condition;
  END LOOP;
  FOR may IN
    SELECT a.condition, t.tier, string_agg(DISTINCT a.from_agency || '|' || k.kind, ',') AS kinds
    FROM agreement a
      JOIN kind_of_fact k ON k.area = a.area AND (k.subject = ANY (a.subjects) OR a.subjects = '{*}')
      JOIN generate_series(1, 4) AS t (tier) ON t.tier <= a.tier
    WHERE a.area = v_area AND a.ended_at IS NULL AND a.happened @> v_on AND a.purpose = v_purpose
      AND a.condition = ANY (v_conditions)
      AND (a.to_agency IS NULL OR a.to_agency = v_agency) AND (a.to_role IS NULL OR a.to_role = v_role)
    GROUP BY a.condition, t.tier
  LOOP
    PERFORM set_config('vantage.may_' || may.condition || '_' || may.tier, may.kinds, true);
  END LOOP;
END
$$;
REVOKE ALL ON FUNCTION begin_sight(text, text, text, text, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION begin_sight(text, text, text, text, timestamptz) TO vantage_app;
COMMENT ON FUNCTION begin_sight(text, text, text, text, timestamptz) IS 'Works out once, when a transaction begins, which persons the actor is near to and which kinds of fact of which agencies agreements let the actor see, and leaves both in settings of the transaction, which row security reads. A setting that is not there lets nothing be seen, and an actor who does not hold a role on the day, whatever they say, has none in vantage.held.';

CREATE FUNCTION sees(v_what text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT coalesce(current_setting('vantage.sees', true) = v_what, false) $$;
COMMENT ON FUNCTION sees(text) IS 'True when the actor sees every row (all: the program''s own work) or every row but sealed persons'' (counts: verbs that give numbers only).';
CREATE FUNCTION near(v_condition text) RETURNS SETOF uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT unnest(string_to_array(nullif(current_setting('vantage.near_' || v_condition, true), ''), ',')::uuid[]) $$;
COMMENT ON FUNCTION near(text) IS 'Persons for whom a condition of agreements holds.';
CREATE FUNCTION may(v_condition text, v_tier integer) RETURNS SETOF text LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT unnest(string_to_array(nullif(current_setting('vantage.may_' || v_condition || '_' || v_tier, true), ''), ',')) $$;
COMMENT ON FUNCTION may(text, integer) IS 'What agreements under a condition let be seen at a tier or above, as agency|kind.';
CREATE FUNCTION sealed_from_me() RETURNS SETOF uuid LANGUAGE sql STABLE PARALLEL SAFE
  AS $$ SELECT unnest(string_to_array(nullif(current_setting('vantage.sealed', true), ''), ',')::uuid[]) $$;
COMMENT ON FUNCTION sealed_from_me() IS 'Persons who do not exist for the actor.';

CREATE FUNCTION sight_rule(v_person text, v_said text, v_tier integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT format($rule$((SELECT sees('all')) OR (%1$s NOT IN (SELECT sealed_from_me()) AND (
    (SELECT sees('counts'))
    OR %2$s IN (SELECT may('any', %3$s))
    OR (%1$s IN (SELECT near('team')) AND %2$s IN (SELECT may('team', %3$s)))
    OR (%1$s IN (SELECT near('allocated')) AND %2$s IN (SELECT may('allocated', %3$s)))
    OR (%1$s IN (SELECT near('manager')) AND %2$s IN (SELECT may('manager', %3$s)))
    OR (%1$s IN (SELECT near('named')) AND %2$s IN (SELECT may('named', %3$s)))
  )))$rule$, v_person, v_said, v_tier)
$$;
COMMENT ON FUNCTION sight_rule(text, text, integer) IS 'The text of the one rule of row security: whether a fact about a person, told by an agency (agency|kind), may be seen at a tier. Each part is a set computed once a statement, never a function of the row.';

DO $$
BEGIN
  EXECUTE 'CREATE FUNCTION tier_here(v_person uuid, v_agency text, v_kind text) RETURNS integer LANGUAGE sql STABLE AS $f$ SELECT CASE '
    || (SELECT string_agg('WHEN ' || sight_rule('v_person', '(v_agency || ''|'' || v_kind)', tier) || ' THEN ' || tier, ' ' ORDER BY tier DESC) FROM generate_series(1, 4) AS t (tier))
    || ' ELSE 0 END $f$';
END
$$;
COMMENT ON FUNCTION tier_here(uuid, text, text) IS 'How much the actor may see of a kind of fact about a person from an agency: 0 nothing, 1 existence, 2 contact, 3 summary, 4 detail. For a few questions at a time; policies write the rule out.';

DO $$
BEGIN
  EXECUTE 'CREATE POLICY in_sight ON relation USING (area = current_setting(''vantage.area'', true) AND '
    || '((SELECT sees(''all'') OR sees(''counts'')) OR worker_id::text = current_setting(''vantage.actor'', true) OR person_id IN (SELECT near(''manager'')) '
    || 'OR (SELECT current_setting(''vantage.held'', true)) = ''information-governance-lead'') '
    || 'AND ((SELECT sees(''all'')) OR (person_id NOT IN (SELECT sealed_from_me()) AND via NOT IN (SELECT sealed_from_me()))))';
END
$$;
CREATE POLICY in_sight ON seal USING (area = current_setting('vantage.area', true)
  AND (SELECT sees('all') OR sees('counts') OR current_setting('vantage.held', true) = 'information-governance-lead'));
CREATE POLICY in_sight ON grant_of_access USING (area = current_setting('vantage.area', true)
  AND ((SELECT sees('all')) OR NOT persons && ARRAY(SELECT sealed_from_me()))
  AND ((SELECT sees('all') OR current_setting('vantage.held', true) = 'information-governance-lead')
    OR worker_id::text = current_setting('vantage.actor', true)));

-- What decides who sees what is written by the program alone, save the opening in an emergency and its review.
DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY '{worker,post,relation,kind_of_fact,agreement,seal}'::text[] LOOP
    EXECUTE format('CREATE POLICY added_by_program ON %I AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees(''all'')))', name);
    EXECUTE format('CREATE POLICY changed_by_program ON %I AS RESTRICTIVE FOR UPDATE USING ((SELECT sees(''all'')))', name);
  END LOOP;
END
$$;
CREATE POLICY added_in_emergency ON grant_of_access AS RESTRICTIVE FOR INSERT WITH CHECK ((SELECT sees('all'))
  OR (kind = 'break-glass' AND granted_by = current_setting('vantage.actor', true)
    AND worker_id::text = granted_by AND until <= begun_at + interval '1 hour' AND reviewed_at IS NULL));
CREATE POLICY reviewed_by_another ON grant_of_access AS RESTRICTIVE FOR UPDATE USING ((SELECT sees('all'))
  OR (current_setting('vantage.held', true) = 'information-governance-lead'
    AND worker_id::text <> current_setting('vantage.actor', true)));
