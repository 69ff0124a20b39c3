import { describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import type { Reply } from '../../src/request/interaction.ts';
import type { Card, Form } from '../../src/view/view.ts';
import { contoso } from '../support/partner.ts';
import { text } from '../support/text.ts';
import { scene } from '../views/scene.ts';

const spoken = [
  ['slack', 'en'],
  ['teams', 'fr'],
] as const;

function cardOf(reply: Reply): Card {
  if (reply.kind !== 'card') throw new Error(`not a card: ${text(reply)}`);
  return reply.card;
}

function formOf(reply: Reply): Form {
  if (reply.kind !== 'form') throw new Error(`not a form: ${text(reply)}`);
  return reply.form;
}

async function recorded([platform, locale]: Parameters<typeof scene>, more: Record<string, string | string[]> = {}) {
  const made = await scene(platform, locale);
  await made.setUp();
  expect((await made.record(more)).kind).toBe('card');
  return made;
}

/** How many things the rows are: the last row may count those that are not shown. */
function countOf({ rows }: Card): number {
  const more = /^\d+/.exec(text(rows.at(-1)?.title))?.[0];
  return more ? rows.length - 1 + Number(more) : rows.length;
}

describe.each(spoken)('on %s in %s', (...where) => {
  const english = where[1] === 'en';

  it('there are as many things to fix as lines', async () => {
    const here = await recorded(where, { kind: 'person', firstName: 'Ada', lastName: 'Byron', onCall: [] });
    const checked = cardOf(await here.say('check'));
    const shown = cardOf(await here.say('show'));
    expect(checked.title).toMatch(new RegExp(`^${countOf(checked)} (things?|points?)`));
    const { id = '', value = '' } = checked.rows.at(-1)?.button ?? {};
    const others = cardOf(await here.press(id, value));
    expect(text([checked.rows, others.rows])).not.toContain('(2)');
    expect(text(others.rows)).toContain(
      english ? 'Only one channel and one person' : 'Un seul canal et une seule personne',
    );
    // `show` has the next step alone, and counts the others.
    expect(shown.rows.map(({ button }) => button?.id)).toEqual(['contact.portal', 'reminders.check']);
    expect(countOf(shown)).toBe(countOf(checked));
  });

  it('show says that nobody is on call', async () => {
    const { text: said } = cardOf(await (await recorded(where, { onCall: [] })).say('show'));
    expect(text(said)).toMatch(english ? /Nobody is on call/ : /Personne n’est d’astreinte/);
  });

  it('the form to raise an alert says whether a channel gets it', async () => {
    const reach = english ? /channels at once/ : /aussitôt l’alerte dans les canaux/;
    const alone = english ? /No channel is working/ : /Aucun canal ne fonctionne/;
    expect(text(formOf(await (await recorded(where)).say('raise')).intro)).toMatch(reach);
    const { intro } = formOf(await (await recorded(where, { channels: [] })).say('raise'));
    expect(text(intro)).toMatch(alone);
    expect(text(intro)).not.toMatch(reach);
  });

  it('a list without alerts is titled neither open nor found', async () => {
    const here = await recorded(where);
    for (const words of ['alerts', 'alerts nonsense'])
      expect(cardOf(await here.say(words)).title).toBe(english ? 'Alerts' : 'Alertes');
  });

  it('one entry of the history is counted as one', async () => {
    const made = await scene(...where);
    await made.setUp();
    const { footer } = cardOf(await made.say('history'));
    expect(footer).toMatch(english ? /^Entry \d+\.$/ : /^Entrée \d+\.$/);
  });

  it('check names what did not answer', async () => {
    const here = await recorded(where);
    const chat = here.world.chats[where[0]];
    if (!chat) throw new Error('no platform');
    here.world.chats[where[0]] = {
      ...chat,
      channel: async () => {
        throw new ChatError('unreachable', 'timeout');
      },
    };
    expect(text(cardOf(await here.say('check')).text)).toMatch(
      english ? /could not check the channels and the e-mail domain/ : /pas pu vérifier les canaux et l’adresse e-mail/,
    );
  });

  it('reminders names each thing once, and none by half a sentence', async () => {
    const here = await recorded(where);
    await here.world.store.change(async (tx) => {
      const tenant = await tx.get('tenants', contoso);
      if (tenant?.contact) await tx.put('tenants', { ...tenant, contact: { ...tenant.contact, phone24x7At: null } });
    });
    await here.say('check');
    const { rows } = cardOf(await here.say('reminders'));
    const [planned, ...open] = rows;
    expect(open.length).toBeGreaterThan(0);
    for (const { title } of open) expect(text(planned)).not.toContain(String(title));
    expect(text(rows)).not.toContain('– ');
  });
});

it('who can help is told without a cut id when the bot has met no administrator', async () => {
  const here = await recorded(['teams', 'fr']);
  here.world.admins.clear();
  here.world.admins.add(`teams:${contoso}/44444444-4444-4444-8444-444444444444`);
  const refused = text(cardOf(await here.say('update', here.outsider)).text);
  expect(refused).toContain('demandez leurs noms à la personne qui gère le bot');
  expect(refused).not.toContain('44444444');
});
