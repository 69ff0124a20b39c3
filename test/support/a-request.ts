/** Somebody who asks, as the bot knows them: for tests of what is made of a request, where no interaction leads there. */
import type { Identity } from '../../src/domain/tenant/identity.ts';
import type { Locale } from '../../src/domain/tenant/locales.ts';
import type { StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';
import type { World } from '../../src/ports/world.ts';
import { authenticate } from '../../src/request/authenticate.ts';
import type { Request } from '../../src/request/interaction.ts';
import { lastAnswer } from '../../src/request/last-answer.ts';
import type { RecordFact } from '../../src/request/record-fact.ts';
import { lastSpoken } from '../../src/request/spoken-language.ts';
import { rightOf } from '../../src/routes.ts';
import { plainOf } from '../../src/view/view.ts';
import { contoso } from './partner.ts';

/** The request of a person who asks in private, in that language. */
export async function requestOf(from: Identity, locale: Locale, world: World): Promise<Request> {
  const asked = { kind: 'home', from, locale, fromChannel: null, key: null } as const;
  const memory = { last: lastSpoken(world.clock), answers: lastAnswer(world.clock) };
  const known = await authenticate(
    asked,
    { spoken: null, fresh: false, rightOf, onBreakGlass: async () => {}, ...memory },
    world,
  );
  if (known.kind === 'refused') throw new Error(JSON.stringify(known.reply));
  return known.request;
}

/** What a fact says to a person, as they read it where nothing is marked up; null where they may not know. */
export async function factSaid(
  one: RecordFact,
  from: Identity,
  locale: Locale,
  world: World,
  tenantId = contoso,
): Promise<string | null> {
  const request = await requestOf(from, locale, world);
  const said =
    one.of === 'organisation'
      ? await one.fact(request, world)
      : await one.fact(request, await tenantIn(world, tenantId), world);
  return said && plainOf(said);
}

async function tenantIn({ store }: World, id: string): Promise<StoredTenant> {
  const tenant = await store.read((reader) => reader.get('tenants', id));
  if (!tenant) throw new Error(`no tenant ${id}`);
  return tenant;
}
