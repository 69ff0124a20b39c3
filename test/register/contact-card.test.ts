import { beforeEach, expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import type { Locale } from '../../src/domain/tenant/locales.ts';
import type { Card } from '../../src/view/view.ts';
import { contoso } from '../support/partner.ts';
import { text } from '../support/text.ts';
import { type Scene, scene, tenantIn } from '../views/scene.ts';
import { people } from '../views/values.ts';

let here: Scene;
beforeEach(async () => {
  here = await scene('slack', 'en');
  await here.setUp();
  await here.record();
});

async function shown(from: Identity = here.admin): Promise<Card> {
  const reply = await here.say('show', from);
  if (reply.kind !== 'card') throw new Error(reply.kind);
  return reply.card;
}

/** What the card says after the change, that of before is given; fails when it is the same. */
async function changedBy(change: () => unknown, from: Identity = here.admin): Promise<string> {
  const before = JSON.stringify(await shown(from));
  await change();
  const after = JSON.stringify(await shown(from));
  expect(after).not.toBe(before);
  return after;
}

it('a record that did not change is shown by the same card, to all who read alike and may do the same', async () => {
  const { outsider } = people.slack;
  here.world.admins.add(outsider.id);
  expect(await shown(outsider.id)).toEqual(await shown());
  expect((await shown(here.member)).buttons.map(({ id }) => id)).not.toContain('contact.update');
});

it('the card is in the language of who asks, whoever asked before', async () => {
  const spoken = async (locale: Locale) => {
    const known = here.world.slack.people.get(here.admin);
    if (known?.kind === 'member') here.world.slack.people.set(here.admin, { ...known, locale });
    const reply = await here.handle({
      kind: 'command',
      words: 'show',
      from: here.admin,
      locale,
      fromChannel: null,
      key: null,
    });
    return text(reply);
  };
  expect(await spoken('en')).toContain('Security contact');
  expect(await spoken('fr')).toContain('Contact de sécurité');
  expect(await spoken('en')).toContain('Security contact');
});

it('another name, another admin, another day: the card says so', async () => {
  const { member, outsider } = people.slack;
  const renamed = { ...member, name: 'Thomas Okafor', locale: null, timezone: null };
  expect(await changedBy(() => here.world.store.change((tx) => tx.put('people', renamed)))).toContain('Thomas Okafor');
  expect(await changedBy(() => here.world.admins.add(outsider.id), member.id)).toContain(outsider.name);
  // The first day brings a finding too, the second one nothing but its date.
  for (const day of ['2026-11-26', '2026-11-27']) await changedBy(() => here.world.time.set(`${day}T09:00:00.000Z`));
});

it('what is confirmed, and what begins to look outdated, shows at once', async () => {
  const { revision } = await tenantIn(here.world);
  await changedBy(() => here.press('contact.confirm', `${contoso} ${revision.number}`));
  const refusal = { id: 'slack:C0SECURITY', at: here.world.clock.now(), reason: 'is_archived' };
  await changedBy(() => here.world.store.change((tx) => tx.put('refusing', refusal)));
});
