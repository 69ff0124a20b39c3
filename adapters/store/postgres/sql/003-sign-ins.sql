-- Who signed in at Microsoft for a tenant, encrypted with a key that the database does not have. In no backup of the bot, and in no log.
CREATE TABLE {schema}.sign_ins (
  tenant text COLLATE "C" PRIMARY KEY,
  -- Grows with each sign-in.
  generation bigint NOT NULL,
  sealed text NOT NULL
);
