/** The table of people's sign-ins at Microsoft. They are encrypted before they come here. */
import { StoreUnwritable } from '../../../src/ports/store.ts';
import type { SealedSignIns } from '../sealed-sign-ins.ts';
import type { WriteInTerm } from './archive.ts';
import { inWords, type Statement, textOf } from './connection.ts';

/** Returns the table. `write` makes changes while the replica acts. */
export function signInRows(query: Statement, write: WriteInTerm): SealedSignIns {
  const asked: Statement = (sql, values) =>
    query(sql, values).catch((error: unknown) => {
      // What quotes it goes on behind it.
      throw new StoreUnwritable(inWords(error).replace(/\.$/, ''), { cause: error });
    });
  return {
    async get(tenantId) {
      const [row] = await asked('SELECT generation, sealed FROM {schema}.sign_ins WHERE tenant = $1', [tenantId]);
      return row ? { generation: Number(row[0]), text: textOf(row[1]) } : null;
    },
    async put(tenantId, { generation, text }) {
      await asked(putSignIn, [tenantId, generation, text]);
    },
    async replace(tenantId, { generation, text }, was) {
      let isReplaced = false;
      await write(async (statement) => {
        const rows = await statement(replaceSignIn, [tenantId, generation, text, was ?? null]);
        isReplaced = rows.length > 0;
      });
      return isReplaced;
    },
  };
}

const putSignIn = `
INSERT INTO {schema}.sign_ins AS s (tenant, generation, sealed) VALUES ($1, $2, $3)
ON CONFLICT (tenant) DO UPDATE SET generation = EXCLUDED.generation, sealed = EXCLUDED.sealed WHERE s.generation < EXCLUDED.generation`;

const replaceSignIn = `
UPDATE {schema}.sign_ins SET sealed = $3
WHERE tenant = $1 AND generation = $2 AND ($4::text IS NULL OR sealed = $4) RETURNING 1`;
