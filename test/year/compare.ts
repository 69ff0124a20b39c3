/** Compares what the bot found with what there is to find. */

import { hour } from '../support/time.ts';
import type { Said } from './microsoft.ts';
import type { Office } from './office.ts';
import { certain, truthOf } from './truth.ts';

export interface Compared {
  at: number;
  /** What Microsoft answered, by tenant. */
  said: ReadonlyMap<string, readonly Said[]>;
  from: string;
  /** What was broken, with since when. */
  broken: ReadonlyMap<string, number>;
  /** Since when the bot is up and nothing fails. */
  clearSince: number;
}

export async function compare({ world }: Office, { at, said, from, broken, clearSince }: Compared): Promise<string[]> {
  const wrong: string[] = [];
  const fail = (what: string) => void wrong.push(what);
  await world.store.read(async (reader) => {
    for (const tenant of await reader.list('tenants')) {
      const open = await reader.scan('findings.open', { key: tenant.id, after: null, limit: 1_000 });
      const check = await reader.get('checks', tenant.id);
      const have = new Set(open.map(({ code }) => `${tenant.id} ${code}`));
      const want = new Set(truthOf(tenant, at, Date.parse(check?.since ?? from), said.get(tenant.id) ?? []));
      const known = [...have].filter((name) => certain.some((code) => name.endsWith(code)));
      for (const name of want) if (!have.has(name)) fail(`not found at ${new Date(at).toISOString()}: ${name}`);
      for (const name of known) if (!want.has(name)) fail(`not so at ${new Date(at).toISOString()}: ${name}`);
      const named = [
        ...(tenant.contact?.channels ?? []).map((one) => `${one.platform}:${one.address}`),
        ...(tenant.contact?.onCall ?? []),
      ];
      for (const [what, since] of broken) {
        const domain = tenant.contact?.email.endsWith(`@${what}`) ?? false;
        const patience = domain ? 40 * hour : 14 * hour;
        if (!domain && !named.includes(what)) continue;
        const changed = Date.parse(tenant.revision.at ?? from);
        if (at - Math.max(since, clearSince, changed) < patience) continue;
        if (!open.some(({ subject }) => subject === what)) fail(`not seen by ${new Date(at).toISOString()}: ${what}`);
      }
    }
  });
  return wrong;
}
