CREATE TABLE attention_answer (
  area        text NOT NULL REFERENCES area,
  answer_id   uuid NOT NULL,
  worker_id   uuid NOT NULL,
  rule        text NOT NULL CHECK (rule ~ '^[a-z][a-z-]{1,39}$'),
  family_id   uuid,
  about       text NOT NULL CHECK (length(about) BETWEEN 1 AND 200),
  said_at     timestamptz NOT NULL,
  undone_at   timestamptz,
  PRIMARY KEY (area, answer_id),
  FOREIGN KEY (area, worker_id) REFERENCES worker
);
CREATE UNIQUE INDEX attention_answer_once ON attention_answer (area, worker_id, rule, about) WHERE undone_at IS NULL;
COMMENT ON TABLE attention_answer IS 'That a worker found one line of "pay attention to" not useful. It hides that line from that worker alone, until they undo it or something new is recorded.';
COMMENT ON COLUMN attention_answer.family_id IS 'The family whose line it was; null of a line about an agency.';
COMMENT ON COLUMN attention_answer.about IS 'What the line rested on: numbers of facts, people and entries. Another is another line.';
ALTER TABLE attention_answer ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_answer ON attention_answer USING (area = current_setting('vantage.area', true)
  AND worker_id::text = current_setting('vantage.actor', true));
GRANT SELECT, INSERT ON attention_answer TO vantage_app;
GRANT UPDATE (undone_at) ON attention_answer TO vantage_app;
