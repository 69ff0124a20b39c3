/** Alerts of which nobody knows whether they come from whom they name: mails that may be forged. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Locale } from '../../src/domain/tenant/locales.ts';
import { aBot, type TestBot, text } from '../support/a-bot.ts';
import { aSource, sourcesOf } from '../support/a-source.ts';
import { quickStore } from '../support/memory-store.ts';
import { ada, contoso, sam, slackChannel } from '../support/partner.ts';
import { day, hour, minute } from '../support/time.ts';

const source = `mail:${contoso}`;
let bot: TestBot<ReturnType<typeof quickStore>>;

beforeEach(async () => {
  bot = await aBot({ store: quickStore() });
  await bot.channelsAre(slackChannel);
  const pace = { alerts: 3, ms: hour };
  bot.world.settings.sources = [aSource('contoso-mail', { source, preset: 'mail', tenants: [contoso], pace })];
});

const mailOf = (id: string, more: object = {}) => ({
  ...{ id, displayName: `Mail ${id}`, description: 'Call 0800 or see https://evil.example', severity: 'medium' },
  ...{ partnerTenantId: contoso, notes: { mailFrom: 'no-reply@microsoft.com', unverified: true as const } },
  ...more,
});
const verified = (id: string, more: object = {}) =>
  mailOf(id, { notes: { mailFrom: 'no-reply@microsoft.com' }, ...more });
const look = async (...events: object[]) => {
  await sourcesOf(bot.world).find(
    'contoso-mail',
    events.map((one) => ({ ...one })),
  );
  await bot.passes(minute);
};
const cards = (kind = 'alert') => bot.channel(`${kind} `);
const all = () => bot.stored('alerts');
const flat = (shown: unknown) => text(shown).replaceAll('\n', ' ');
/** What Ada was sent about alerts. */
const toAda = () => bot.inPrivate(ada).filter(({ deliveryId }) => !/^(welcome|reminder) /.test(deliveryId));
/** Everything that people were sent, and the people whom it mentions. */
const everything = () => JSON.stringify([bot.channel(), bot.inPrivate(ada), bot.inPrivate(sam)]);

describe('the card of an unverified mail', () => {
  it.each([
    [
      'en',
      'UNVERIFIED',
      'look for the alert in Partner Center, under Action Center',
      'claims to be from no-reply@microsoft.com',
    ],
    [
      'fr',
      'Message NON VÉRIFIÉ',
      'cherchez l’alerte dans le Centre de notifications',
      'prétend venir de no-reply@microsoft.com',
    ],
  ] as const)('says so first, and where to look, in %s', async (locale: Locale, word, where, who) => {
    await bot.edit((tenant) => ({ ...tenant, contact: tenant.contact && { ...tenant.contact, locale } }));
    await look(mailOf('1'));
    const [{ card } = { card: null }] = cards();
    expect(card?.title.startsWith(word)).toBe(true);
    expect(card?.summary).toContain(word);
    expect(flat(card?.text).startsWith(word)).toBe(true);
    expect(flat(card?.text)).toContain(where);
    expect(flat(card?.text)).not.toContain('evil.example');
    expect(flat(card?.more)).toContain(who);
  });

  it('that is verified says from whom it is, and has its time to answer', async () => {
    await look(verified('1'));
    const [{ card } = { card: null }] = cards();
    expect(flat(card)).not.toContain('UNVERIFIED');
    expect(flat(card?.more)).toContain('An e-mail from no-reply@microsoft.com. Microsoft’s servers confirmed');
    expect(flat(card?.text)).toContain('Answer by');
  });

  it('is marked in lists too, where it is open like any other', async () => {
    await look(mailOf('1'), verified('2'));
    const list = flat(await bot.say(ada, 'alerts'));
    expect(list.match(/UNVERIFIED/g)).toHaveLength(1);
    expect(list).toContain('Mail 1');
  });
});

it('mentions nobody, and nobody is reminded of it: not for days, nor when it is answered or reopened', async () => {
  await look(mailOf('1'));
  await bot.passes(30 * hour);
  const [alert] = await all();
  expect(alert).toMatchObject({ status: 'active', escalateAt: null });
  expect([alert?.overdue, alert?.onCall]).toEqual([undefined, undefined]);
  expect(bot.channel()).toHaveLength(1);
  const id = alert?.id ?? '';
  await bot.press(sam, 'alerts.acknowledge', id, slackChannel);
  await bot.passes(30 * hour);
  await bot.reopen(sam, id);
  await bot.passes(30 * hour);
  expect(bot.channel().flatMap(({ card }) => card.mentions)).toEqual([]);
  expect(toAda()).toEqual([]);
  expect(flat(bot.channel().at(-1)?.card)).toContain('Reopened');
  expect(everything()).not.toContain('overdue');
});

describe('many unverified mails', () => {
  it('have five cards in an hour; the others stand in one, which is quiet and grows', async () => {
    for (let n = 0; n < 12; n++) await look(mailOf(`${n}`));
    await look(...Array.from({ length: 88 }, (_, n) => mailOf(`m${n}`)));
    expect(cards()).toHaveLength(5);
    const [digest, ...others] = cards('digest');
    expect(others).toEqual([]);
    expect(digest?.card.title).toBe('95 more UNVERIFIED e-mails');
    expect(flat(digest?.card.text)).toContain('Anybody could have sent these e-mails');
    await bot.passes(26 * hour);
    expect(bot.channel()).toHaveLength(6);
    expect(bot.channel().flatMap(({ card }) => card.mentions)).toEqual([]);
    expect(toAda()).toEqual([]);
    await look(mailOf('next'));
    expect([cards().length, cards('digest').length]).toEqual([6, 1]);
  });

  it('take no room from verified ones, nor those from them', async () => {
    await look(...Array.from({ length: 20 }, (_, n) => mailOf(`f${n}`)));
    await look(...Array.from({ length: 5 }, (_, n) => verified(`v${n}`)));
    expect(cards().filter(({ card }) => !card.title.startsWith('UNVERIFIED'))).toHaveLength(3);
    expect(cards('digest').map(({ card }) => card.title)).toEqual([
      '15 more UNVERIFIED e-mails',
      '2 more alerts from e-mail',
    ]);
    await look(verified('high', { severity: 'high' }));
    expect(
      cards()
        .at(-1)
        ?.card.mentions.map(({ id }) => id),
    ).toEqual([sam]);
  });

  it('are resolved together, and the next ones have a card of their own kind', async () => {
    await look(...Array.from({ length: 8 }, (_, n) => mailOf(`f${n}`)));
    const [digest] = cards('digest');
    const button = digest?.card.buttons.find(({ id }) => id === 'alerts.resolveAll');
    expect(button?.style).toBe('plain');
    for (const { id } of await all()) await bot.press(sam, 'alerts.acknowledge', id, slackChannel);
    await look(mailOf('new'));
    expect(cards('digest').map(({ card }) => card.title)).toEqual([
      '3 security alerts, all acknowledged',
      '1 more UNVERIFIED e-mail',
    ]);
  });
});

it('does not count among the alerts that had to be answered in time', async () => {
  await look(mailOf('1'), verified('2'));
  await bot.passes(2 * day);
  const report = flat(await bot.say(ada, 'report'));
  expect(report).toContain('1');
  expect((await all()).map(({ overdue }) => overdue ?? false)).toEqual([false, true]);
});
