-- What the store keeps, in the schema that stands for {schema}. Ids are JSON strings without their quotes, so that NUL and lone surrogates
-- survive. Rows are json and never jsonb, which would change them. `facts` has plain values for the views, without such characters.
CREATE TABLE {schema}.state (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  -- The version of the rows' format.
  version integer NOT NULL,
  -- The number of batches that were committed, and a value that every commit changes.
  position bigint NOT NULL DEFAULT 0,
  mark uuid NOT NULL,
  -- Changes when the rows are replaced as a whole: by a restore, an upgrade, or the return to an older version.
  generation uuid NOT NULL,
  -- The lease: who acts, until when by the clock of this database; '-infinity' where it was given back.
  term bigint NOT NULL DEFAULT 0,
  owner uuid,
  url text,
  since timestamptz,
  until timestamptz NOT NULL DEFAULT '-infinity',
  -- The number of rows by collection, as the last commit left them: a row that somebody adds or removes past the bot shows.
  counts json NOT NULL DEFAULT '{}',
  begun timestamptz NOT NULL DEFAULT clock_timestamp(),
  last_backup timestamptz
) WITH (fillfactor = 10);

CREATE TABLE {schema}.rows (
  collection text COLLATE "C",
  id text COLLATE "C",
  -- CRC-32 of the row as a backup has it.
  crc integer NOT NULL,
  body json NOT NULL,
  facts json,
  PRIMARY KEY (collection, id)
);

-- The part of the audit trail that has not left for `trail`.
CREATE TABLE {schema}.history (
  number bigint PRIMARY KEY,
  crc integer NOT NULL,
  body json NOT NULL,
  facts json
);

-- The archive of alerts, and the older part of the audit trail. A segment that was set aside has `dropped`.
CREATE TABLE {schema}.archived (
  segment text COLLATE "C",
  dropped boolean DEFAULT false,
  id text COLLATE "C",
  came bigint GENERATED ALWAYS AS IDENTITY,
  crc integer NOT NULL,
  body json NOT NULL,
  facts json,
  PRIMARY KEY (segment, dropped, id)
);
CREATE INDEX ON {schema}.archived (segment, came);
CREATE TABLE {schema}.trail (LIKE {schema}.archived INCLUDING ALL);

-- The batches of the last ten minutes, and always the newest: from them those who follow know what changed.
CREATE TABLE {schema}.log (
  position bigint PRIMARY KEY,
  mark uuid NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp(),
  puts text[] NOT NULL,
  put_ids text[] NOT NULL,
  sums integer[] NOT NULL,
  bodies text[] NOT NULL,
  removals text[] NOT NULL,
  removed_ids text[] NOT NULL,
  history_sums integer[] NOT NULL,
  history text[] NOT NULL,
  forgotten bigint NOT NULL,
  growth json NOT NULL
);

-- Every replica that was seen within the last hour.
CREATE TABLE {schema}.replica (
  id uuid PRIMARY KEY,
  url text NOT NULL,
  version text NOT NULL,
  state_version integer NOT NULL,
  -- Tells whether replicas have the same settings, and nothing of what they are.
  settings text NOT NULL,
  position bigint,
  started timestamptz NOT NULL,
  seen timestamptz NOT NULL
);
