-- Commits one batch of changes, and lengthens the lease, while the term is the caller's and the mark is the one that the last commit left;
-- returns false otherwise. A function, since the server keeps its plans for as long as a connection lives: planning the same as one
-- statement took longer than all the rest, and statements that are prepared by name do not go through every pooler.
CREATE FUNCTION {schema}.commit_batch(
  own_term bigint, last_mark uuid, new_mark uuid, new_counts json,
  put_names text[], put_keys text[], put_sums integer[], put_bodies text[], put_facts text[],
  gone_names text[], gone_keys text[],
  told_numbers text[], told_sums integer[], told_bodies text[], told_facts text[],
  forget_to bigint, grown json, lease interval
) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  reached bigint;
BEGIN
  UPDATE {schema}.state SET position = position + 1, mark = new_mark, counts = new_counts, until = clock_timestamp() + lease
    WHERE term = own_term AND mark = last_mark RETURNING position INTO reached;
  IF reached IS NULL THEN
    RETURN false;
  END IF;
  INSERT INTO {schema}.rows (collection, id, crc, body, facts)
    SELECT c, i, s, b::json, f::json FROM unnest(put_names, put_keys, put_sums, put_bodies, put_facts) AS t(c, i, s, b, f)
    ON CONFLICT (collection, id) DO UPDATE SET crc = EXCLUDED.crc, body = EXCLUDED.body, facts = EXCLUDED.facts;
  IF cardinality(gone_keys) > 0 THEN
    DELETE FROM {schema}.rows r USING unnest(gone_names, gone_keys) AS t(c, i) WHERE r.collection = t.c AND r.id = t.i;
  END IF;
  IF forget_to > 0 THEN
    DELETE FROM {schema}.history WHERE number <= forget_to;
  END IF;
  IF cardinality(told_numbers) > 0 THEN
    INSERT INTO {schema}.history (number, crc, body, facts)
      SELECT n::bigint, s, b::json, f::json FROM unnest(told_numbers, told_sums, told_bodies, told_facts) AS t(n, s, b, f)
      WHERE n::bigint > forget_to;
  END IF;
  -- The same lists, so that those who follow need not read rows.
  INSERT INTO {schema}.log (position, mark, puts, put_ids, sums, bodies, removals, removed_ids, history_sums, history, forgotten, growth)
    VALUES (reached, new_mark, put_names, put_keys, put_sums, put_bodies, gone_names, gone_keys, told_sums, told_bodies, forget_to, grown);
  RETURN true;
END $$;
