/** Alerts that the bot finds where it asks by itself, and what somebody does to them there. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { StatusThere } from '../../src/domain/alert/status.ts';
import { aBot, cardOf, type TestBot, text } from '../support/a-bot.ts';
import { aSource, type Said, sourcesOf } from '../support/a-source.ts';
import { quickStore } from '../support/memory-store.ts';
import { ada, aTenant, contoso, eve, sam, slackChannel, teamsChannel } from '../support/partner.ts';
import { day, hour, minute } from '../support/time.ts';

const source = `microsoft:${contoso}`;
const id = `${source} x`;
let bot: TestBot<ReturnType<typeof quickStore>>;
let from: ReturnType<typeof sourcesOf>;

beforeEach(async () => {
  bot = await aBot({ store: quickStore() });
  await bot.channelsAre(slackChannel, teamsChannel);
  const common = { source, preset: 'graph', auth: 'microsoft', tenants: [contoso], expectEveryMs: 30 * minute };
  bot.world.settings.sources = [aSource('contoso', common), aSource('siem')];
  from = sourcesOf(bot.world);
});

const there = (status: StatusThere['status'], more: Partial<StatusThere> = {}): StatusThere => ({
  ...{ status, by: 'ana@contoso.example', reason: status === 'resolved' ? 'fraud' : null, at: null },
  ...more,
});
const found = (status: StatusThere['status'], more: Said & { there?: Partial<StatusThere> } = {}) => {
  const { there: said, ...rest } = more;
  return { partnerTenantId: contoso, azureFraud: true, ...rest, there: there(status, said) };
};
const look = async (...events: ReturnType<typeof found>[]) => {
  await from.find('contoso', events);
  await bot.passes(minute);
};
const flat = (shown: unknown) => text(shown).replaceAll('\n', '');
const alert = () => bot.alert(id);
const posts = (platform: 'slack' | 'teams' = 'slack') =>
  bot.world[platform].messages.filter(({ to }) => ['slack:C1', `teams:${teamsChannel.address}`].includes(to));
const cards = () => [posts(), posts('teams')].map((all) => all.at(-1)?.card);
const audit = async () =>
  (await bot.world.store.read((reader) => reader.history({ tenantId: contoso, before: null, limit: 1 })))[0];
const all = () => bot.stored('alerts');

describe('an alert that was found', () => {
  it('is posted once in each channel, by the name of whom the bot asked, and mentions who is on call', async () => {
    await look(found('active'));
    await look(found('active'));
    expect(await alert()).toMatchObject({ source, status: 'active', there: { status: 'active' }, number: 1 });
    expect(posts().length).toBe(1);
    expect(posts()[0]?.card.mentions.map(({ id: one }) => one)).toEqual([sam]);
    expect(text(cards()[0]?.footer)).toContain('Partner Center');
  });

  it('is none of ours where it was resolved before we heard of it', async () => {
    await look(found('resolved'));
    expect([await alert(), posts()]).toEqual([null, []]);
  });

  it('is not one of a webhook with the same id, and goes by the word Microsoft in lists', async () => {
    await from.send('siem', [{ id: 'x' }]);
    await look(found('active'));
    expect((await all()).map((one) => one.id).toSorted()).toEqual([id, 'webhook:siem x']);
    expect(text(cardOf(await bot.say(sam, 'alerts microsoft')).rows)).toContain('2 ·');
  });

  it('goes to the admins where the register does not know its tenant', async () => {
    await bot.world.store.change((tx) => tx.remove('tenants', contoso));
    await look(found('active'));
    expect(bot.inPrivate(ada).map(({ deliveryId }) => deliveryId)).toContain(`unrouted ${id} > ${ada}`);
  });
});

describe('what changes at Microsoft', () => {
  beforeEach(async () => {
    await look(found('active'));
  });

  it('resolved there is resolved here: who and why stand on both cards, in the threads and in the history', async () => {
    const at = bot.world.clock.now();
    await bot.passes(10 * minute);
    await look(found('resolved', { there: { at } }));
    expect(await alert()).toMatchObject({
      ...{ status: 'resolved', firstAnsweredAt: at, escalateAt: null },
      resolved: { by: null, byName: 'ana@contoso.example', reason: 'fraud', at, there: true },
    });
    for (const platform of ['slack', 'teams'] as const) {
      const shown = posts(platform).map((one) => flat(one.card.text));
      const [card, line] = [shown[0], shown.at(-1)];
      expect(card).toContain('by ana@contoso.example (Partner Center)');
      expect(line).toContain('ana@contoso.example (Partner Center) resolved alert 1 as fraud');
    }
    expect(await audit()).toMatchObject({ deed: 'alert.resolved', by: null, byName: 'ana@contoso.example' });
    expect(text(cardOf(await bot.say(sam, 'alerts 1')).rows)).toContain('ana@contoso.example (Partner Center)');
  });

  it('resolved there days before the bot heard of it, it can be reopened here for a day from then on', async () => {
    const at = bot.world.clock.now();
    for (let n = 0; n < 60; n++) await bot.passes(hour);
    await look(found('resolved', { there: { at } }));
    for (let n = 0; n < 23; n++) await bot.passes(hour);
    expect(await alert()).toMatchObject({ status: 'resolved', resolved: { at } });
    for (let n = 0; n < 2; n++) await bot.passes(hour);
    expect(await alert()).toBeNull();
  });

  it('says so in French, and without a name and a reason where that side has none', async () => {
    await look(found('resolved', { there: { by: '', reason: null } }));
    expect(flat(posts()[0]?.card.text)).toContain('by somebody in Partner Center');
    const shown = cardOf(await bot.say(sam, 'alertes 1'));
    expect(flat(shown.text)).toContain('par quelqu’un dans l’Espace partenaires');
  });

  it('takes no time that cannot be: not before it was detected, and none in the future', async () => {
    const now = bot.world.clock.now();
    await look(found('resolved', { there: { at: '2999-01-01T00:00:00.000Z' } }));
    expect((await alert())?.resolved?.at).toBe(now);
  });

  it('investigated there is acknowledged here, by nobody of ours: the channel is asked in place of a holder', async () => {
    await look(found('investigating'));
    expect(await alert()).toMatchObject({ status: 'investigating', acknowledged: { by: null }, escalateAt: null });
    expect(await alert()).not.toHaveProperty('holder');
    expect(text(cards()[0]?.text)).toContain('by ana@contoso.example (Partner Center)');
    for (let n = 0; n < 26; n++) await bot.passes(10 * minute);
    const asked = posts().at(-1);
    expect([asked?.card.title, asked?.card.mentions.map(({ id: one }) => one)]).toEqual([
      'Is anybody still working on this alert?',
      [sam],
    ]);
    expect(flat(asked?.card.text)).toContain('ana@contoso.example (Partner Center) acknowledged this alert');
    await bot.press(sam, 'alerts.take', '1', slackChannel);
    expect(await alert()).toMatchObject({ holder: { by: sam } });
    await bot.passes(minute);
    expect(posts().find((one) => one.deliveryId === asked?.deliveryId)?.card.title).toBe(
      'Somebody has already answered this question',
    );
  });

  it('is answered here first: what is open there changes nothing', async () => {
    await bot.press(sam, 'alerts.acknowledge', id);
    await look(found('investigating'));
    expect(await alert()).toMatchObject({ acknowledged: { by: sam } });
    await bot.say(sam, 'resolve 1 legitimate');
    await look(found('active'));
    await look(found('investigating'));
    expect(await alert()).toMatchObject({ status: 'resolved', resolved: { by: sam } });
  });

  it('reopens ours only where it was seen resolved there, and calls again', async () => {
    await look(found('resolved'));
    await look(found('active', { there: { by: 'bo@contoso.example' } }));
    expect(await alert()).toMatchObject({ status: 'active', resolved: null, there: { status: 'active' } });
    expect(flat(posts()[0]?.card.text)).toContain('Reopened by bo@contoso.example (Partner Center)');
    const line = posts().at(-1);
    expect(flat(line?.card.text)).toContain('bo@contoso.example (Partner Center) reopened this alert.');
    expect(line?.card.mentions.map(({ id: one }) => one)).toEqual([sam]);
  });

  it('reopened there and taken at once is acknowledged', async () => {
    await look(found('resolved'));
    await look(found('investigating'));
    expect(await alert()).toMatchObject({ status: 'investigating', resolved: null });
  });

  it('leaves open what a person reopened here, while it stays resolved there', async () => {
    await look(found('resolved'));
    await bot.reopen(sam, id);
    await look(found('resolved'));
    expect(await alert()).toMatchObject({ status: 'active' });
  });

  it.each(['resolved', 'investigating'] as const)(
    'leaves open what a person reopened here, while it stays %s there with other words',
    async (status) => {
      await look(found(status));
      await bot.reopen(sam, id);
      await look(found(status, { displayName: 'Mining, by another name' }));
      expect(await alert()).toMatchObject({ status: 'active', content: { displayName: 'Mining, by another name' } });
    },
  );

  it('is gone there: it stays open here, once, until it is there again', async () => {
    await from.find('contoso', [], { gone: ['x'] });
    const { revision } = (await alert()) ?? { revision: 0 };
    await from.find('contoso', [], { gone: ['x'] });
    expect(await alert()).toMatchObject({ status: 'active', there: { status: 'gone' }, revision });
    await look(found('active'));
    expect(await alert()).toMatchObject({ there: { status: 'active' } });
  });

  it('resolved there while our answer waits to be written: theirs counts; what is open there does not', async () => {
    const row = { id, status: 'resolved', reason: 'ignore', since: '', attempts: 0, dueAt: '' } as const;
    await bot.say(sam, 'resolve 1 ignore');
    await bot.world.store.change((tx) => tx.put('writeBacks', row));
    await look(found('investigating'));
    expect(await alert()).toMatchObject({ status: 'resolved', resolved: { by: sam } });
    await look(found('resolved'));
    expect(await bot.world.store.read((reader) => reader.get('writeBacks', id))).toBeNull();
  });
});

describe('an alert that people resolved here long ago', () => {
  const worse = `${source}~high x`;
  beforeEach(async () => {
    await look(found('active', { severity: 'low' }));
    await bot.say(sam, 'resolve 1 ignore');
    for (let n = 0; n < 2; n++) {
      await bot.ticksAfter(day);
    }
    expect(await alert()).toBeNull();
  });

  it('stays in the archive while it is open there, and is an alert of its own once it is worse, which is worked there too', async () => {
    await look(found('active', { severity: 'low' }));
    expect(await all()).toEqual([]);
    await look(found('active', { severity: 'high' }));
    expect(await bot.alert(worse)).toMatchObject({ continues: 1, status: 'active' });
    await look(found('resolved', { severity: 'high' }));
    expect(await bot.alert(worse)).toMatchObject({ status: 'resolved', resolved: { there: true } });
  });

  it('is gone there in its newest form', async () => {
    await look(found('active', { severity: 'high' }));
    await from.find('contoso', [], { gone: ['x'] });
    expect(await bot.alert(worse)).toMatchObject({ there: { status: 'gone' } });
  });
});

describe('a look that finds nothing new', () => {
  it('writes nothing, but for the row of its source every ten minutes', async () => {
    const many = Array.from({ length: 100 }, (_, n) => found('active', { id: `a${n}` }));
    await look(...many);
    const { store } = bot.world;
    const { change } = store;
    let writes = 0;
    store.change = (...how) => {
      writes += 1;
      return change(...how);
    };
    await from.find('contoso', many);
    await bot.world.time.advance(3 * minute);
    await from.find('contoso', [found('active', { id: 'a7' })]);
    expect(writes).toBe(0);
    await bot.world.time.advance(8 * minute);
    await from.find('contoso', []);
    expect(writes).toBe(1);
  });

  it('is no silence; no look for half an hour is, and says whom to ask', async () => {
    await look(found('active'));
    for (let n = 0; n < 6; n++) {
      await bot.passes(9 * minute);
      await from.find('contoso', []);
    }
    await bot.tick();
    expect(await from.row('contoso')).not.toHaveProperty('silentAt');
    await bot.passes(31 * minute);
    await bot.tick();
    await bot.passes(minute);
    expect(await from.row('contoso')).toHaveProperty('silentAt');
    expect(text(bot.inPrivate(ada).at(-1)?.card.text)).toContain('run doctor');
  });
});

it('is not asked for a retired tenant, which is no silence, nor is it one at once when that is taken back', async () => {
  const fabrikam = aTenant({ id: '44444444-4444-4444-8444-444444444444', name: 'Fabrikam' });
  await bot.world.store.change((tx) => tx.put('tenants', fabrikam));
  await look(found('active'));
  const silent = () => bot.inPrivate(ada, 'sourceSilent');
  const passes = async (minutes: number) => {
    for (let n = 0; n < minutes; n += 5) await bot.passes(5 * minute);
  };
  await bot.press(ada, 'setup.retire', `${contoso} yes`);
  await passes(60);
  await bot.press(ada, 'setup.restore', contoso);
  await passes(25);
  expect(silent()).toEqual([]);
  await passes(15);
  expect(silent().length).toBe(1);
  await bot.press(ada, 'setup.retire', `${contoso} yes`);
  await passes(5);
  expect(silent().map(({ card }) => card.title)).toEqual(['No more warnings when this source is silent']);
});

it('has a first look with 500 old alerts and three of today: one card for the old ones, three others, and three calls', async () => {
  const old = new Date(Date.parse(bot.world.clock.now()) - 900 * day).toISOString();
  const many = Array.from({ length: 500 }, (_, n) => found('active', { id: `o${n}`, detectedDateTime: old }));
  await look(...many, ...['p', 'q', 'r'].map((one) => found('active', { id: one })));
  for (const platform of ['slack', 'teams'] as const) {
    const titles = posts(platform).map(({ deliveryId }) => deliveryId.split(' ')[0]);
    expect(titles.toSorted()).toEqual(['alert', 'alert', 'alert', 'digest']);
  }
  expect(text(posts().map(({ card }) => card.title))).toContain('500 older security alerts from Microsoft');
  await bot.passes(25 * hour);
  expect((await all()).filter(({ overdue, content }) => overdue && content.detectedDateTime === old)).toEqual([]);
});

it('reopened there, an alert of the backlog gets a card of its own, which calls', async () => {
  const old = new Date(Date.parse(bot.world.clock.now()) - 900 * day).toISOString();
  const many = Array.from({ length: 50 }, (_, n) => found('active', { id: `o${n}`, detectedDateTime: old }));
  await look(...many);
  await look(found('resolved', { id: 'o3', detectedDateTime: old }));
  await look(found('active', { id: 'o3', detectedDateTime: old }));
  const own = [...posts(), ...posts('teams')].filter(({ deliveryId }) => deliveryId.startsWith(`alert ${source} o3`));
  expect(own.map(({ card }) => card.mentions.map(({ id: one }) => one))).toEqual([[sam], []]);
});

it('tells admins what could not be read, and where to look', async () => {
  await from.find('contoso', [], { problems: [{ pointer: '/value/3/status', detail: 'Invalid option.' }] });
  await bot.passes(minute);
  const told = text(bot.inPrivate(ada).map(({ card }) => card.text));
  expect(told).toContain('I could not get 1 alert for contoso from Microsoft');
  expect(told).toContain('Partner Center');
});

it('lists what is asked among the sources', async () => {
  await look(found('active'));
  const shown = text(cardOf(await bot.say(ada, 'alerts sources')).rows);
  expect(shown).toContain('title: contoso · graph');
  expect(cardOf(await bot.say(eve, 'alerts sources')).rows).toEqual([]);
});
