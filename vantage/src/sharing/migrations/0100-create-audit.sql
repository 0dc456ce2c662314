CREATE TABLE audit_entry (
  area     text NOT NULL DEFAULT current_setting('vantage.area') CHECK (area <> ''),
  entry_id uuid NOT NULL,
  at       timestamptz NOT NULL DEFAULT clock_timestamp(),
  actor    text NOT NULL DEFAULT current_setting('vantage.actor'),
  role     text NOT NULL DEFAULT current_setting('vantage.role'),
  purpose  text NOT NULL DEFAULT current_setting('vantage.purpose'),
  action   text NOT NULL CHECK (action ~ '^[a-z][a-z-]{1,39}$'),
  route    text,
  families uuid[] NOT NULL DEFAULT '{}',
  persons  uuid[] NOT NULL DEFAULT '{}',
  words    text,
  reason   text,
  because  text,
  PRIMARY KEY (area, entry_id)
);
CREATE INDEX audit_entry_at ON audit_entry (area, at);
CREATE INDEX audit_entry_actor ON audit_entry (area, actor, at);
CREATE INDEX audit_entry_action ON audit_entry (area, action, at);
COMMENT ON TABLE audit_entry IS 'Who looked at, searched, took out or changed what, and whom they were refused. Added to in the transaction that does it, never changed or removed.';
COMMENT ON COLUMN audit_entry.at IS 'The database''s own time; nobody can give another.';
COMMENT ON COLUMN audit_entry.actor IS 'Whose transaction it was, from the transaction itself, as are area, role and purpose: what is written cannot name anybody else.';
COMMENT ON COLUMN audit_entry.route IS 'The pattern of the page''s or operation''s address, without its values; or the command.';
COMMENT ON COLUMN audit_entry.families IS 'The families it was about.';
COMMENT ON COLUMN audit_entry.persons IS 'The persons it was about.';
COMMENT ON COLUMN audit_entry.words IS 'What was searched for.';
COMMENT ON COLUMN audit_entry.reason IS 'Why, as the person gave it; of a denial, why it was refused.';
COMMENT ON COLUMN audit_entry.because IS 'Which relation or agreement let it be seen.';

CREATE TABLE audit_unsealed (
  area     text NOT NULL,
  entry_id uuid NOT NULL,
  PRIMARY KEY (area, entry_id)
);
COMMENT ON TABLE audit_unsealed IS 'Entries that no seal covers yet. A row comes with its entry, in one transaction, and goes with its seal, so that an entry is sealed once whenever its transaction ends.';

CREATE TABLE audit_seal (
  area      text NOT NULL,
  seal_no   bigint NOT NULL CHECK (seal_no > 0),
  entries   uuid[] NOT NULL CHECK (cardinality(entries) > 0),
  marks     bytea NOT NULL,
  previous  bytea NOT NULL,
  hash      bytea NOT NULL,
  sealed_at timestamptz NOT NULL,
  PRIMARY KEY (area, seal_no)
);
COMMENT ON TABLE audit_seal IS 'A link of the chain over the audit: it covers a batch of entries and the link before it. docs/audit.md says how its hash is made.';
COMMENT ON COLUMN audit_seal.entries IS 'The entries that it covers, in the order in which they are hashed. Each entry is in one seal.';
COMMENT ON COLUMN audit_seal.marks IS 'The first four bytes of the SHA-256 of each entry, in the same order: they only say which entry it is when the seal does not fit.';
COMMENT ON COLUMN audit_seal.previous IS 'The hash of the seal before; 32 zero bytes for the first.';

CREATE TABLE audit_about (
  area      text NOT NULL,
  family_id uuid NOT NULL,
  at        timestamptz NOT NULL,
  entry_id  uuid NOT NULL,
  PRIMARY KEY (area, family_id, at, entry_id)
);
COMMENT ON TABLE audit_about IS 'Finds the sealed entries about a family: row security lets no index on an array be used. Made when an entry is sealed; it tells nothing that the entry does not.';

ALTER TABLE audit_entry ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_unsealed ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_seal ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_about ENABLE ROW LEVEL SECURITY;
CREATE POLICY may_add ON audit_entry FOR INSERT WITH CHECK (area = current_setting('vantage.area', true));
CREATE POLICY may_read ON audit_entry FOR SELECT USING (area = current_setting('vantage.area', true)
  AND (SELECT current_setting('vantage.held', true) IN ('system', 'information-governance-lead'))
  AND NOT persons && ARRAY(SELECT sealed_from_me()));
CREATE POLICY may_read ON audit_unsealed FOR SELECT USING (area = current_setting('vantage.area', true)
  AND (SELECT current_setting('vantage.held', true) IN ('system', 'information-governance-lead')));
CREATE POLICY may_read ON audit_seal FOR SELECT USING (area = current_setting('vantage.area', true)
  AND (SELECT current_setting('vantage.held', true) IN ('system', 'information-governance-lead')));
CREATE POLICY may_read ON audit_about FOR SELECT USING (area = current_setting('vantage.area', true)
  AND (SELECT current_setting('vantage.held', true) IN ('system', 'information-governance-lead')));
GRANT INSERT (entry_id, action, route, families, persons, words, reason, because) ON audit_entry TO vantage_app;
GRANT SELECT ON audit_entry, audit_unsealed, audit_seal, audit_about TO vantage_app;

CREATE FUNCTION await_seal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO audit_unsealed (area, entry_id) VALUES (NEW.area, NEW.entry_id);
  RETURN NULL;
END
$$;
REVOKE ALL ON FUNCTION await_seal() FROM PUBLIC;
COMMENT ON FUNCTION await_seal() IS 'Puts an entry down for its seal.';
CREATE TRIGGER await_seal AFTER INSERT ON audit_entry FOR EACH ROW
  WHEN (current_user = 'vantage_app') EXECUTE FUNCTION await_seal();
COMMENT ON TRIGGER await_seal ON audit_entry IS 'For what the working role adds. What the owner restores brings its seals along; what anybody else puts in is in no seal, and verifying finds it.';
