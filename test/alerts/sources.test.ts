import { beforeEach, describe, expect, it } from 'vitest';
import { createRequestCounts, type RequestCounts } from '../../adapters/webhook/sources/request-counts.ts';
import { recordTroubles } from '../../src/delivery/microsoft-trouble.ts';
import { openFindings } from '../../src/findings/current.ts';
import { StoreFull, StoreUnwritable } from '../../src/ports/store.ts';
import { plainOf } from '../../src/view/view.ts';
import { aBot, cardOf, type TestBot, text } from '../support/a-bot.ts';
import { aSource, sourcesOf } from '../support/a-source.ts';
import { quickStore } from '../support/memory-store.ts';
import { ada, aTenant, contoso, eve, sam } from '../support/partner.ts';
import { day, hour, minute } from '../support/time.ts';

let bot: TestBot;
let from: ReturnType<typeof sourcesOf>;
let counts: RequestCounts;
beforeEach(async () => {
  bot = await aBot();
  from = sourcesOf(bot.world);
  counts = createRequestCounts(() => {});
  bot.world.refusedRequests = counts.refused;
  bot.world.settings.sources = [aSource('cipp', { preset: 'cipp', expectEveryMs: day }), aSource('prom')];
  await pass();
});

async function pass(ms = minute) {
  for (let left = ms; left > 0; left -= 10 * minute) {
    await bot.ticksAfter(Math.min(left, 10 * minute));
  }
  await bot.world.time.advance(5_000);
}
/** Counts requests that were refused in the name of a source, as the way in of alerts does. */
function refuse(source: string, times: number) {
  for (let n = 0; n < times; n++) counts.count(source, 'refused');
}
const told = (kind: string, to = ada) => bot.inPrivate(to, kind).map(({ card }) => card);

describe('a source', () => {
  it('is counted with what it sent, and alerts by what became of them', async () => {
    const counted: string[] = [];
    bot.world.meter.count = (name, [label], times) => void counted.push(`${name} ${label} ${times}`);
    expect(await from.send('prom', [{ id: 'a' }, { id: 'b' }, { id: 'a' }])).toEqual({
      accepted: ['a', 'b'],
      duplicate: [],
    });
    expect(await from.send('prom', [{ id: 'b' }, { id: 'c' }])).toEqual({ accepted: ['c'], duplicate: ['b'] });
    expect(await from.row('prom')).toMatchObject({ accepted: 3, duplicate: 1, heardAt: bot.world.time.now() });
    expect(counted.filter((one) => one.startsWith('alerts_total'))).toEqual([
      'alerts_total accepted 2',
      'alerts_total duplicate 0',
      'alerts_total accepted 1',
      'alerts_total duplicate 1',
    ]);
  });

  it('keeps the time of an alert whose sender gives none, so that a repeat changes nothing', async () => {
    await from.send('prom', [{ id: 'a', undated: true }]);
    const first = await bot.alert('webhook:prom a');
    await pass(minute);
    await from.send('prom', [{ id: 'a', undated: true, detectedDateTime: bot.world.time.now() }]);
    expect(await bot.alert('webhook:prom a')).toEqual(first);
    await from.send('prom', [{ id: 'a', undated: true, detectedDateTime: bot.world.time.now(), severity: 'low' }]);
    expect((await bot.alert('webhook:prom a'))?.content).toEqual({ ...first?.content, severity: 'low' });
  });

  it('has a thousand alerts of one body in one change: a storm is one card, and what is over its pace another', async () => {
    const quick = await aBot({ store: quickStore() });
    quick.world.settings.sources = [aSource('prom')];
    const many = Array.from({ length: 1_000 }, (_, n) => ({ id: `n${n}`, severity: 'medium' }));
    expect((await sourcesOf(quick.world).send('prom', many)).accepted).toHaveLength(1_000);
    await quick.world.time.advance(minute);
    expect(quick.channel().map(({ card }) => card.title)).toEqual([
      '940 more alerts from prom',
      '60 alerts in 1 minute',
    ]);
  });

  it('is heard, and nothing of its body is kept, when the store is full', async () => {
    await bot.world.store.change((tx) => tx.put('counters', { id: 'x'.repeat(200_000), value: 0 }));
    const { bytes } = await bot.world.store.read((reader) => reader.usage());
    bot.world.store.limit(Math.floor(bytes / 1.5));
    await expect(from.send('prom', [{ id: 'a' }])).rejects.toThrow(StoreFull);
    expect(await bot.alert('webhook:prom a')).toBeNull();
    expect(await from.row('prom')).toMatchObject({ accepted: 0, heardAt: bot.world.time.now() });
    await from.unread('prom');
    expect(await from.row('prom')).toMatchObject({ unread: 1 });
  });

  it('has its refused requests counted at each tick, and its row goes with it', async () => {
    refuse('prom', 3);
    refuse('ghost', 1);
    await pass(1);
    await pass(1);
    expect(await from.row('prom')).toMatchObject({ refused: 3, heardAt: null });
    expect(await from.row('ghost')).toBeNull();
    bot.world.settings.sources = [];
    await pass(1);
    expect(await from.row('prom')).toBeNull();
  });

  it('has its refused requests counted once the store can write again', async () => {
    await from.send('prom', []);
    refuse('prom', 2);
    const { change } = bot.world.store;
    bot.world.store.change = () => Promise.reject(new StoreUnwritable('ENOSPC'));
    await bot.tick().catch(() => {});
    let meanwhile = 1;
    bot.world.store.change = (what, how) => {
      refuse('prom', meanwhile--);
      return change(what, how);
    };
    await pass(1);
    await pass(1);
    expect(await from.row('prom')).toMatchObject({ refused: 3 });
  });
});

describe('what a source left out', () => {
  it('is told at once, then gathered for an hour', async () => {
    await from.unread('prom', '/alerts/0/labels', 'Expected a map of texts.');
    await pass();
    const [first] = told('sourceLeftOut');
    expect(first?.summary).toContain(
      'I could not read a request from the source “prom”, so its alerts are missing here.',
    );
    expect(text(first?.text)).toContain('“/alerts/0/labels”: “Expected a map of texts.”');
    // What is wrong twice is said once.
    for (let n = 0; n < 8; n++) await from.unread('prom', `/alerts/${n >> 1}`);
    // A group that is repeated leaves out the same alerts each time.
    for (const truncated of [12, 12, 7, 12]) await from.send('prom', [{}], { truncated });
    await pass(50 * minute);
    expect(told('sourceLeftOut')).toHaveLength(1);
    await pass(15 * minute);
    const [, second] = told('sourceLeftOut');
    expect(text(second?.text)).toMatch(
      /8 requests from the source “prom”.*left out up to 12 alerts per message.*\/alerts\/0.*\/alerts\/2/s,
    );
    expect(text(second?.text)).not.toContain('/alerts/3');
    expect(await from.row('prom')).toMatchObject({ unread: 9, accepted: 1, duplicate: 3 });
    await pass(3 * hour);
    expect(told('sourceLeftOut')).toHaveLength(2);
  });

  it('is told of each source apart, and survives a restart', async () => {
    await from.unread('prom');
    await from.unread('cipp', '', 'Malformed JSON');
    await from.unread('cipp');
    await bot.crash();
    await bot.start();
    await pass(65 * minute);
    expect(told('sourceLeftOut').map(({ summary }) => summary)).toEqual([
      expect.stringContaining('source “prom”'),
      expect.stringContaining('source “cipp”'),
      expect.stringContaining('source “cipp”'),
    ]);
    expect(text(told('sourceLeftOut')[1]?.text)).toContain('The whole request: “Malformed JSON”');
  });

  it('is told before the hour is over when the source leaves the file, or has another name', async () => {
    await from.unread('prom', '/a');
    await pass();
    await from.unread('prom', '/b');
    await pass();
    bot.world.settings.sources = [aSource('prometheus')];
    await pass();
    expect(told('sourceLeftOut').map(({ text: said }) => text(said))).toEqual([
      expect.stringContaining('/a'),
      expect.stringContaining('/b'),
    ]);
    // Nobody can try a body of a source that is not in the file.
    expect(told('sourceLeftOut').map(({ text: said }) => text(said).includes('npm run source'))).toEqual([true, false]);
    expect(await from.row('prom')).toBeNull();
  });

  it('waits for the first admin who comes, although the source left the file, and nothing is written until then', async () => {
    bot.world.admins.clear();
    await from.send('prom', [], { truncated: 1 });
    bot.world.settings.sources = [];
    await pass();
    const { change } = bot.world.store;
    let changes = 0;
    bot.world.store.change = (what, how) => {
      changes++;
      return change(what, how);
    };
    await pass();
    expect(changes).toBe(0);
    bot.world.store.change = change;
    bot.world.admins.add(ada);
    await pass();
    expect(told('sourceLeftOut')).toHaveLength(1);
    expect(await from.row('prom')).toBeNull();
  });

  it('waits for the first admin who comes', async () => {
    bot.world.admins.clear();
    await from.send('prom', [], { truncated: 1 });
    await pass();
    bot.world.admins.add(ada);
    await pass();
    expect(told('sourceLeftOut').map(({ summary }) => summary)).toEqual([
      'The source “prom” says that it left out 1 alert. Please look at it in the product that sends the alerts.',
    ]);
  });

  it('is quoted as text, without what nobody sees, and is in French for who reads that', async () => {
    await bot.world.store.change((tx) => tx.put('people', { id: ada, name: 'Ada', locale: 'fr' }));
    await from.unread('prom', '/a\u202e\u200b<!channel>', `x\n${'y'.repeat(9_000)}`);
    await pass();
    const [card] = told('sourceLeftOut');
    expect(card?.summary).toContain('Je n’ai pas pu lire une requête de la source prom');
    expect(text(card?.text)).toContain('Champ « /a<!channel> », message d’erreur en anglais : « x yyy');
    expect(text(card?.text).length).toBeLessThan(1_500);
  });
});

describe('a source that is expected to be heard', () => {
  const heard = () => from.send('cipp', []);

  it('is silent for minutes where so many were allowed', async () => {
    bot.world.settings.sources = [aSource('prom', { expectEveryMs: 20 * minute })];
    await from.send('prom', []);
    await pass(30 * minute);
    expect(told('sourceSilent').map(({ summary }) => summary)).toEqual([
      'The source “prom” has sent nothing for 30 minutes.',
    ]);
  });

  it('is a finding once it is silent: told once, said in check and in the list, counted, and mended when it is heard', async () => {
    await heard();
    await pass(day);
    expect(told('sourceSilent')).toEqual([]);
    await pass(2 * hour);
    await pass(8 * hour);
    const [silent, ...others] = told('sourceSilent');
    expect(others).toEqual([]);
    expect(silent?.title).toBe('A source is silent');
    expect(silent?.summary).toBe('The source “cipp” has sent nothing for 24 hours.');
    expect(text(silent?.text)).toContain('allows 24 hours of silence');
    expect(text(cardOf(await bot.say(sam, 'check')).text)).toContain(
      'The source “cipp” has sent nothing for 34 hours.',
    );
    expect((await openFindings(bot.world)).get('sourceSilent')).toBe(1);
    expect(text(cardOf(await bot.say(ada, 'alerts sources')).rows[0])).toContain('Silent for 34 hours');
    await from.unread('cipp');
    await pass(3 * minute);
    expect(told('sourceSilent').map(({ title }) => title)).toEqual(['A source is sending again']);
    expect(text(cardOf(await bot.say(sam, 'check')).text)).not.toContain('cipp');
    expect((await openFindings(bot.world)).get('sourceSilent')).toBe(0);
    await pass(4 * day);
    expect(told('sourceSilent').map(({ title }) => title)).toEqual(['A source is sending again', 'A source is silent']);
  });

  it('has its card mended after weeks of silence too, which are said in days', async () => {
    bot.knows(ada, { name: 'Ada', locale: 'fr' });
    await pass(40 * day);
    await heard();
    await pass(3 * minute);
    const [card, ...others] = told('sourceSilent');
    expect(others).toEqual([]);
    expect(card?.title).toBe('Une source émet de nouveau');
    expect(text(card?.text)).toContain('depuis 40 jours');
    bot.world.settings.sources = [aSource('cipp')];
    await pass(3 * day);
    const left = await bot.stored('deliveries');
    expect(left.filter(({ about }) => about.kind === 'sourceSilent')).toEqual([]);
  });

  it('is not silent after a time in which the bot was stopped, and is once the bot ran for so long', async () => {
    await heard();
    await bot.crash();
    bot.world.time.set(new Date(Date.parse(bot.world.time.now()) + 3 * day).toISOString());
    bot.restart();
    await bot.start();
    await pass(20 * hour);
    expect(told('sourceSilent')).toEqual([]);
    await pass(5 * hour);
    expect(told('sourceSilent').map(({ summary }) => summary)).toEqual([
      'The source “cipp” has sent nothing for 4 days.',
    ]);
  });

  it('is not silent at the start of the bot, although it was heard before the time was kept last', async () => {
    bot.world.settings.sources = [aSource('prom', { expectEveryMs: 5 * minute })];
    // The bot keeps its time every ten minutes: the source is heard at all times in between.
    for (let n = 0; n < 59; n++) {
      await pass(minute);
      await from.send('prom', []);
    }
    await pass(2 * minute);
    await bot.crash();
    bot.world.time.set(new Date(Date.parse(bot.world.time.now()) + 30 * minute).toISOString());
    bot.restart();
    await bot.start();
    await pass(minute);
    expect(told('sourceSilent')).toEqual([]);
    await pass(15 * minute);
    expect(told('sourceSilent')).toHaveLength(1);
  });

  it('is found silent although the bot restarts every few hours', async () => {
    await heard();
    for (let n = 0; n < 10; n++) {
      await pass(3 * hour);
      await bot.crash();
      await bot.start();
    }
    expect(told('sourceSilent')).toHaveLength(1);
  });

  it('is not silent since a clock leapt ahead', async () => {
    await heard();
    bot.world.time.set(new Date(Date.parse(bot.world.time.now()) + 30 * day).toISOString());
    await pass(2 * hour);
    expect(told('sourceSilent')).toEqual([]);
  });

  it('is told of once there is an admin, and nothing is written until then', async () => {
    bot.world.admins.clear();
    await pass(26 * hour);
    const { change } = bot.world.store;
    let changes = 0;
    bot.world.store.change = (what, how) => {
      changes++;
      return change(what, how);
    };
    await pass(minute);
    expect(changes).toBe(0);
    bot.world.store.change = change;
    bot.world.admins.add(ada);
    await pass();
    expect(told('sourceSilent')).toHaveLength(1);
  });

  it('is one of many in check when more than three are silent', async () => {
    bot.world.settings.sources = ['a', 'b', 'c', 'd'].map((name) => aSource(name, { expectEveryMs: hour }));
    await pass(90 * minute);
    expect(text(cardOf(await bot.say(sam, 'check')).text)).toContain(
      '4 sources are silent. Administrators can list them with “/security-contact alerts sources”.',
    );
  });

  it.each([
    ['nobody expects it', () => [aSource('cipp')], 'the sources file allows a longer silence'],
    ['it left the file', () => [], 'It has not been in the sources file since'],
  ])('is silent no more once %s, and its card says so', async (_, sources, why) => {
    await pass(26 * hour);
    expect(told('sourceSilent').map(({ title }) => title)).toEqual(['A source is silent']);
    bot.world.settings.sources = sources();
    await pass(2 * minute);
    expect((await openFindings(bot.world)).get('sourceSilent')).toBe(0);
    expect(told('sourceSilent').map(({ title }) => title)).toEqual(['No more warnings when this source is silent']);
    expect(text(told('sourceSilent')[0]?.text)).toContain(why);
  });

  it('is told anew when it is silent for longer than the file allows since it was changed', async () => {
    await pass(26 * hour);
    bot.world.settings.sources = [aSource('cipp', { expectEveryMs: 2 * day })];
    await pass(hour);
    expect(told('sourceSilent').map(({ title }) => title)).toEqual(['No more warnings when this source is silent']);
    await pass(day);
    expect(told('sourceSilent').map(({ summary }) => summary)).toEqual([
      'The source “cipp” is no longer counted as silent.',
      'The source “cipp” has sent nothing for 48 hours.',
    ]);
  });

  it('that is asked for at Microsoft is not told as silent while Microsoft answers nothing, nor right after that', async () => {
    const expectEveryMs = 30 * minute;
    bot.world.settings.sources = [
      aSource('contoso', { source: `microsoft:${contoso}`, expectEveryMs }),
      aSource('prom', { expectEveryMs }),
    ];
    const signals = [{ tenantId: contoso, name: 'contoso', signal: 'alerts', state: 'unknown' }] as const;
    const away = () => recordTroubles({ signals, reach: { forMs: 15 * minute, agoMs: 0 } }, bot.world);
    await pass(20 * minute);
    await away();
    await pass(day);
    const summaries = () => told('sourceSilent').map(({ summary }) => summary);
    expect(summaries()).toEqual(['The source “prom” has sent nothing for 30 minutes.']);
    await recordTroubles({ signals, reach: 'answers' }, bot.world);
    await pass(20 * minute);
    await from.send('contoso', []);
    await pass(20 * minute);
    expect(summaries()).toHaveLength(1);
    await pass(20 * minute);
    expect(summaries()[1]).toMatch(/“contoso” has sent nothing/);
  });

  it('that is asked for at Microsoft is not told as silent while admins know that Microsoft refuses that', async () => {
    bot.world.settings.sources = [aSource('contoso', { source: `microsoft:${contoso}`, expectEveryMs: 30 * minute })];
    const heard = (state: 'works' | 'refused') => {
      const cause = { kind: 'permission', code: 'Forbidden', forMs: 0, agoMs: 0 } as const;
      const alerts = {
        tenantId: contoso,
        name: 'contoso',
        signal: 'alerts',
        state: state === 'works' ? state : cause,
      } as const;
      return recordTroubles({ signals: [alerts], reach: 'answers' }, bot.world);
    };
    await pass(20 * minute);
    await heard('refused');
    await pass(day);
    expect(told('sourceSilent')).toEqual([]);
    await heard('works');
    await pass(hour);
    expect(told('sourceSilent')).toHaveLength(1);
  });

  it('stays silent when the clock is set back', async () => {
    await pass(26 * hour);
    bot.world.time.set(new Date(Date.parse(bot.world.time.now()) - 10 * hour).toISOString());
    await pass(hour);
    expect(told('sourceSilent').map(({ title }) => title)).toEqual(['A source is silent']);
    expect((await openFindings(bot.world)).get('sourceSilent')).toBe(1);
  });
});

describe('the list of sources', () => {
  it('names each with its preset, its credential, and what came of it, the silent ones first', async () => {
    bot.world.settings.sources = [
      aSource('azure', { preset: 'azure-monitor', auth: 'urlToken', weak: true }),
      aSource('silent', { expectEveryMs: hour }),
    ];
    await pass(130 * minute);
    await from.send('azure', [{}]);
    await from.send('azure', [{}]);
    await from.unread('azure');
    refuse('azure', 2);
    await pass(1);
    const { rows, text: said } = cardOf(await bot.say(ada, 'alerts sources'));
    expect(said).toEqual(['There are 2 sources. 1 source is silent.']);
    expect(rows.map(({ title }) => title)).toEqual(['silent · alertmanager', 'azure · azure-monitor']);
    expect(plainOf(rows[0]?.detail ?? '')).toBe(
      'Silent for 2 hours; expected to send at least every hour · has never sent anything',
    );
    expect(plainOf(rows[1]?.detail ?? '')).toMatch(
      /^✓ last message just now · 1 alert · 1 unreadable request · 2 refused requests · its secret may end up in proxy and server logs$/,
    );
  });

  it('is there in French, and says what a source is where there is none', async () => {
    bot.knows(ada, { name: 'Ada', locale: 'fr' });
    await from.send('prom', [{}]);
    const french = cardOf(await bot.say(ada, 'alertes Sources'));
    expect(french.text).toEqual(['Il y a 2 sources, et aucune n’est muette.']);
    expect(text(french.rows)).toMatch(/n’a encore rien envoyé.*✓ dernier signal à l’instant · 1 alerte/s);
    bot.world.settings.sources = [aSource('prom')];
    expect(cardOf(await bot.say(ada, 'alertes sources')).text).toEqual(['Il y a 1 source, qui n’est pas muette.']);
    bot.world.settings.sources = [];
    expect(text(cardOf(await bot.say(ada, 'alertes sources')).text)).toContain(
      'Demandez à la personne qui gère le bot d’en ajouter une.',
    );
  });

  it('says of a single source whether it is silent', async () => {
    bot.world.settings.sources = [aSource('prom', { expectEveryMs: hour })];
    const summary = async () => cardOf(await bot.say(ada, 'alerts sources')).text;
    expect(await summary()).toEqual(['There is 1 source, and it is not silent.']);
    await pass(90 * minute);
    expect(await summary()).toEqual(['There is 1 source, and it is silent.']);
  });

  it('is for admins alone, by words and by buttons', async () => {
    for (const who of [sam, eve]) {
      expect(text(await bot.say(who, 'alerts sources'))).toContain('Global Administrator');
      for (const button of ['alerts.list', 'alerts.next', 'alerts.all'])
        expect(text(await bot.press(who, button, '0 sources'))).not.toContain('alertmanager');
      expect(text(await bot.press(who, 'help.try', 'alerts sources'))).not.toContain('alertmanager');
    }
  });

  it('is hidden by no alert and no tenant of that name, and hides none', async () => {
    await bot.world.store.change((tx) => tx.put('tenants', { ...aTenant({}, bot.world.time.now()), name: 'sources' }));
    await from.send('prom', [{ id: 'sources', displayName: 'Found' }]);
    expect(cardOf(await bot.say(ada, 'alerts sources')).title).toBe('Sources');
    expect(text(cardOf(await bot.say(ada, 'alerts #sources')))).toContain('Found');
  });
});
