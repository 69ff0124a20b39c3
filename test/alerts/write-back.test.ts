/** Answers that the bot writes back to the source of their alerts, which keeps the status of its alerts too. */
import { beforeEach, describe, expect, it } from 'vitest';
import { writeBackSender } from '../../src/alerts/write-back/send-write-backs.ts';
import { StoreUnwritable } from '../../src/ports/store.ts';
import type { SourceSettings } from '../../src/ports/world.ts';
import { aBot, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { aSource, sourcesOf } from '../support/a-source.ts';
import { aStatusFailure, botThere, madeStatuses } from '../support/made-statuses.ts';
import { quickStore } from '../support/memory-store.ts';
import { ada, contoso, eve, sam, slackChannel, teamsChannel } from '../support/partner.ts';
import { day, hour, minute, second, today } from '../support/time.ts';

const source = `microsoft:${contoso}`;
const idOf = (id: string) => `${source} ${id}`;
const asked = (more: Partial<SourceSettings> = {}) =>
  aSource('contoso', { source, preset: 'graph', auth: 'microsoft', tenants: [contoso], writesBack: true, ...more });

let bot: TestBot<ReturnType<typeof quickStore>>;
let there: ReturnType<typeof madeStatuses>;
let send: () => Promise<void>;
let counts: string[];

beforeEach(async () => {
  bot = await aBot({ store: quickStore() });
  await bot.channelsAre(slackChannel, teamsChannel);
  bot.world.settings.sources = [asked(), aSource('siem')];
  counts = [];
  const { count } = bot.world.meter;
  bot.world.meter.count = (name, labels, times) => {
    if (name === 'alert_write_backs_total') counts.push(labels.join());
    count(name, labels, times);
  };
  there = madeStatuses(bot.world.timers);
  begin();
  await found('x');
});

/** A new process, which knows what is stored alone. */
function begin(): void {
  send = writeBackSender(source, there.statuses, bot.world);
}

/** The bot finds these alerts there, as they are. */
async function found(...ids: string[]): Promise<void> {
  for (const id of ids) if (!there.of(id)) there.has(id);
  await poll(...ids);
  await bot.passes(minute);
}

const poll = (...ids: string[]) =>
  sourcesOf(bot.world).find(
    'contoso',
    ids.map((id) => {
      const said = there.of(id);
      const more = said ? { there: said } : {};
      return { id, partnerTenantId: contoso, detectedDateTime: today, ...more };
    }),
  );

/** Lets time pass as the loop does: a round every ten seconds. */
async function rounds(ms = 30 * second): Promise<void> {
  for (let left = ms; left > 0; left -= 10 * second) {
    await send();
    await bot.world.time.advance(10 * second);
  }
}

const alert = (id = 'x') => bot.alert(idOf(id));
const row = (id = 'x') => bot.world.store.read((reader) => reader.get('writeBacks', idOf(id)));
const rows = () => bot.stored('writeBacks');
const flat = (shown: unknown) => text(shown).replaceAll('\n', '');
const cards = () =>
  [slackChannel, teamsChannel].map(({ platform }) => {
    const own = bot.world[platform].messages.find(({ deliveryId }) => deliveryId.startsWith(`alert ${idOf('x')}`));
    return flat(own?.card.text);
  });
const story = async (who = sam, words = 'alerts 1') => flat(cardOf(await bot.say(who, words)).rows);
const acknowledge = (who = sam, id = 'x') => bot.press(who, 'alerts.acknowledge', idOf(id));
const tells = () => there.requests.filter((one) => one.startsWith('tell'));
const byHand = 'I cannot send this answer to Microsoft. Please also answer there: ';

describe('an answer', () => {
  it('acknowledged here is investigated there, and the row goes once a look shows it', async () => {
    await acknowledge();
    expect(await row()).toMatchObject({ status: 'investigating', reason: null, attempts: 0 });
    await send();
    expect(there.of('x')).toMatchObject({ status: 'investigating', by: botThere });
    expect(await row()).toMatchObject({ attempts: 1 });
    await rounds();
    expect(there.requests).toEqual(['look x', 'tell x investigating', 'look x']);
    expect([await row(), (await alert())?.there?.status]).toEqual([null, 'investigating']);
    expect(counts).toEqual(['done']);
  });

  it('resolved here is resolved there with its reason, and the person reads that the bot does it', async () => {
    const said = await bot.say(sam, 'resolve 1 fraud Mining, stopped.');
    expect(flat(cardOf(said).text)).toContain('and I set the same status in Partner Center');
    expect(flat(cardOf(said).text)).not.toContain(byHand);
    await rounds();
    expect(there.of('x')).toMatchObject({ status: 'resolved', reason: 'fraud' });
    expect(await story()).toContain('answered in Partner Center too');
    expect(await story(sam, 'alertes 1')).toContain('réponse donnée aussi dans l’Espace partenaires');
    expect(await alert()).toMatchObject({ status: 'resolved', there: { status: 'resolved' } });
  });

  it('reopened here is active there, also where somebody had resolved it there', async () => {
    await bot.say(sam, 'resolve 1 ignore');
    await rounds();
    await bot.reopen(sam, idOf('x'));
    await rounds();
    expect(there.of('x')).toMatchObject({ status: 'active' });
    there.set('x', 'resolved', 'fraud');
    await poll('x');
    expect(await alert()).toMatchObject({ status: 'resolved', resolved: { there: true } });
    await bot.reopen(ada, idOf('x'));
    await poll('x');
    await rounds();
    expect(there.of('x')).toMatchObject({ status: 'active' });
    await poll('x');
    expect([await row(), (await alert())?.status]).toEqual([null, 'active']);
  });

  it('taken over while active acknowledges there; handed over, kept, noted, taken over again write nothing', async () => {
    await bot.press(sam, 'alerts.take', idOf('x'));
    expect(await row()).toMatchObject({ status: 'investigating' });
    await rounds();
    there.requests.length = 0;
    await bot.press(eve, 'alerts.take', idOf('x'));
    await bot.press(eve, 'alerts.keep', idOf('x'));
    await bot.say(eve, 'note 1 Looked at it.');
    await bot.say(eve, 'give 1 Sam');
    await rounds();
    expect([await rows(), there.requests]).toEqual([[], []]);
  });

  it('that is not from a source that writes back writes nothing', async () => {
    await sourcesOf(bot.world).send('siem', [{ id: 'y' }]);
    await bot.press(sam, 'alerts.acknowledge', 'webhook:siem y');
    await bot.drill(ada);
    await bot.press(sam, 'alerts.acknowledge', '3');
    expect(await rows()).toEqual([]);
    expect(flat(cardOf(await bot.say(sam, 'resolve 2 ignore')).text)).toContain(
      'Please set the same status in Partner',
    );
  });

  it('by age, or by an admin who makes room, is not written', async () => {
    await bot.world.store.change(async (tx) => {
      const before = await tx.get('alerts', idOf('x'));
      if (before) await tx.put('alerts', { ...before, content: { ...before.content, severity: 'low' } });
    });
    await bot.passes(40 * day);
    await bot.tick();
    expect(await rows()).toEqual([]);
    expect(there.requests).toEqual([]);
  });

  it('is one row for an alert: acknowledged and resolved at once is resolved there, and told once', async () => {
    await acknowledge();
    await bot.say(sam, 'resolve 1 legitimate');
    expect((await rows()).length).toBe(1);
    await rounds();
    expect(tells()).toEqual(['tell x resolved legitimate']);
  });

  it('of two people at once is one row, by who was first', async () => {
    await Promise.all([acknowledge(sam), acknowledge(eve), bot.say(eve, 'resolve 1 fraud')]);
    expect((await rows()).length).toBe(1);
    await rounds();
    expect(there.of('x')?.status).toBe((await alert())?.status);
  });

  it('to 50 alerts at once is 50 rows; all are there within a few rounds, 20 requests each', async () => {
    const ids = Array.from({ length: 49 }, (_, n) => `m${n}`);
    await found(...ids);
    const form = formOf(await bot.say(sam, 'resolve all ignore'));
    const said = cardOf(await bot.submit(sam, form, { reason: 'ignore', note: '' }));
    expect(flat(said.text)).toContain('50 alerts are resolved, and I set the same status in Partner Center');
    expect((await rows()).length).toBe(50);
    await send();
    expect(there.requests.length).toBe(20);
    await rounds(2 * minute);
    expect(await rows()).toEqual([]);
    expect(new Set(tells()).size).toBe(50);
    expect(tells().length).toBe(50);
    expect(there.all().every(([, { status, reason }]) => status === 'resolved' && reason === 'ignore')).toBe(true);
  });

  it('sends and writes nothing while nothing is due', async () => {
    await acknowledge();
    await rounds();
    const before = there.requests.length;
    let writes = 0;
    const { change } = bot.world.store;
    bot.world.store.change = (...how) => {
      writes += 1;
      return change(...how);
    };
    await rounds(hour);
    expect([writes, there.requests.length]).toEqual([0, before]);
  });
});

describe('what stands there already', () => {
  it('is not told again where it is the same', async () => {
    await acknowledge();
    there.set('x', 'investigating');
    await rounds();
    expect([there.requests, counts, await row()]).toEqual([['look x'], ['already'], null]);
    expect(await alert()).toMatchObject({ acknowledged: { by: sam }, there: { status: 'investigating' } });
    expect(await story()).not.toContain('answered in Partner Center too');
  });

  it.each(['look', 'poll'] as const)(
    'resolved there with another reason stays so, as the story says; seen by a %s',
    async (way) => {
      await bot.say(sam, 'resolve 1 ignore');
      there.set('x', 'resolved', 'fraud');
      if (way === 'poll') await poll('x');
      await rounds();
      expect([there.of('x')?.reason, tells(), await row()]).toEqual(['fraud', [], null]);
      expect(await alert()).toMatchObject({ resolved: { by: sam, reason: 'ignore' } });
      const told = 'answer not sent to Partner Center, where the alert was already resolved';
      expect(await story()).toContain(`${told}  detail: ana@contoso.example (Partner Center) · Fraud`);
    },
  );

  it.each(['look', 'poll'] as const)(
    'resolved there while it is acknowledged here is resolved here too; seen by a %s',
    async (way) => {
      await acknowledge();
      there.set('x', 'resolved', 'fraud');
      if (way === 'poll') await poll('x');
      await rounds();
      expect([there.of('x')?.status, tells(), await row()]).toEqual(['resolved', [], null]);
      expect(await alert()).toMatchObject({
        resolved: { there: true, byName: 'ana@contoso.example', reason: 'fraud' },
      });
    },
  );

  it('resolved there after it was reopened here, by somebody else, stays so', async () => {
    await acknowledge();
    await rounds();
    await bot.reopen(sam, idOf('x'));
    there.set('x', 'resolved', 'legitimate');
    await rounds();
    expect([(await alert())?.status, there.of('x')?.status]).toEqual(['resolved', 'resolved']);
  });

  it('resolved there once more after it was open there again stays so, although the answer was to take the first back', async () => {
    there.set('x', 'resolved', 'fraud');
    await poll('x');
    there.failing.tell = aStatusFailure('refused');
    await bot.reopen(sam, idOf('x'));
    await acknowledge();
    await rounds();
    there.set('x', 'active');
    await poll('x');
    there.set('x', 'resolved', 'legitimate');
    there.failing.tell = null;
    await rounds(70 * minute);
    expect(there.of('x')).toMatchObject({ status: 'resolved', reason: 'legitimate' });
    expect([(await alert())?.status, await row()]).toEqual(['resolved', null]);
  });

  it('that is open changes nothing here while the answer waits', async () => {
    await bot.say(sam, 'resolve 1 ignore');
    there.set('x', 'investigating');
    await poll('x');
    expect(await alert()).toMatchObject({ status: 'resolved', there: { status: 'investigating' } });
    await rounds();
    expect(there.of('x')).toMatchObject({ status: 'resolved', reason: 'ignore' });
  });

  it('is gone: the row goes, the card and the story say so, and nothing is written for it any more', async () => {
    await acknowledge();
    there.drop('x');
    await rounds();
    expect([await row(), counts, tells()]).toEqual([null, ['gone'], []]);
    expect(await alert()).toMatchObject({ status: 'investigating', there: { status: 'gone' } });
    await bot.passes(minute);
    for (const shown of cards()) expect(shown).toContain('Microsoft no longer has this alert.');
    expect(flat(cardOf(await bot.say(sam, 'alertes 1')).text)).toContain('Cette alerte n’existe plus chez Microsoft.');
    expect(await story()).toContain('Microsoft no longer has this alert');
    await bot.say(sam, 'resolve 1 ignore');
    expect(await rows()).toEqual([]);
  });

  it('is gone for a moment: the answer is written once it is there again', async () => {
    await acknowledge();
    there.drop('x');
    await rounds();
    await bot.say(sam, 'resolve 1 ignore');
    expect(await row()).toBeNull();
    await found('x');
    await rounds();
    expect(there.of('x')).toMatchObject({ status: 'resolved', reason: 'ignore' });
    expect([await row(), (await alert())?.there?.status]).toEqual([null, 'resolved']);
  });

  it('is gone for a moment where nothing is written back: the card says what is left to do', async () => {
    const { writesBack: _off, ...more } = asked();
    bot.world.settings.sources = [more];
    await sourcesOf(bot.world).find('contoso', [], { gone: ['x'] });
    await acknowledge();
    expect(await alert()).not.toHaveProperty('answerThere');
    await found('x');
    expect([(await alert())?.status, (await alert())?.answerThere]).toEqual(['investigating', true]);
  });

  it('as an older look saw it changes nothing that is known since', async () => {
    const askedAt = bot.world.time.now();
    const stale = there.of('x');
    await bot.world.time.advance(second);
    await bot.say(sam, 'resolve 1 ignore');
    await rounds();
    await sourcesOf(bot.world).find(
      'contoso',
      [{ id: 'x', partnerTenantId: contoso, ...(stale && { there: stale }) }],
      { askedAt },
    );
    expect(await alert()).toMatchObject({ status: 'resolved', there: { status: 'resolved' } });
    await poll('x');
    expect(await alert()).toMatchObject({ status: 'resolved' });
  });
});

describe('two answers in a row', () => {
  it('end with the newer one, also where the first was told and not seen yet', async () => {
    await bot.say(sam, 'resolve 1 ignore');
    await send();
    await bot.reopen(sam, idOf('x'));
    await send();
    expect(there.of('x')).toMatchObject({ status: 'active' });
    await rounds(2 * minute);
    expect([await row(), (await alert())?.status, there.of('x')?.status]).toEqual([null, 'active', 'active']);
  });

  it('end with the newer one where the first arrives late', async () => {
    there.faults.tell.push({ late: 5 * second });
    await acknowledge();
    await send();
    await bot.reopen(sam, idOf('x'));
    await rounds(2 * minute);
    expect([await row(), (await alert())?.status, there.of('x')?.status]).toEqual([null, 'active', 'active']);
  });

  it('one of which comes during the look, and one during the telling', async () => {
    await acknowledge();
    there.during = async (request) => {
      there.during = () => {};
      expect(request).toBe('look x');
      await bot.world.time.advance(second);
      await bot.say(sam, 'resolve 1 ignore');
    };
    await rounds(minute);
    expect(there.of('x')).toMatchObject({ status: 'resolved', reason: 'ignore' });
    await bot.reopen(sam, idOf('x'));
    there.during = async (request) => {
      if (!request.startsWith('tell')) return;
      there.during = () => {};
      await acknowledge();
    };
    await rounds(2 * minute);
    expect([there.of('x')?.status, (await alert())?.status, await row()]).toEqual([
      'investigating',
      'investigating',
      null,
    ]);
  });

  it('with somebody who resolves it there during the look: that stays', async () => {
    await acknowledge();
    there.during = async () => {
      there.during = () => {};
      there.set('x', 'resolved', 'fraud');
      await bot.world.time.advance(second);
      await bot.say(sam, 'resolve 1 ignore');
    };
    await rounds(2 * minute);
    expect(there.of('x')).toMatchObject({ status: 'resolved', reason: 'fraud' });
    expect([tells(), await row()]).toEqual([[], null]);
  });
});

describe('a source that fails', () => {
  it('and loses the answer is asked again, and has it', async () => {
    there.faults.tell.push('lost');
    await acknowledge();
    await rounds(2 * minute);
    expect([tells().length, await row(), counts]).toEqual([1, null, ['later', 'done']]);
  });

  it('and answers 200 without doing it is told again, less and less often', async () => {
    there.faults.tell.push('ignored', 'ignored', 'ignored');
    await acknowledge();
    const times: number[] = [];
    there.during = (request) => void (request.startsWith('tell') && times.push(bot.world.time.passed()));
    await rounds(10 * minute);
    expect(times.map((time, n) => (time - (times[n - 1] ?? time)) / second)).toEqual([0, 10, 60, 120]);
    expect([there.of('x')?.status, await row()]).toEqual(['investigating', null]);
  });

  it.each(['look', 'tell'] as const)(
    'at each %s is asked after 1 minute, then up to an hour apart, for days',
    async (way) => {
      await acknowledge();
      there.failing[way] = aStatusFailure('later');
      await rounds(day);
      const kind = there.requests.filter((one) => one.startsWith(way)).length;
      expect(kind).toBeGreaterThan(24);
      expect(kind).toBeLessThan(32);
      there.failing[way] = null;
      await rounds(2 * hour);
      expect([there.of('x')?.status, await row()]).toEqual(['investigating', null]);
    },
  );

  it.each([
    ['does not answer', 'look', aStatusFailure('later')],
    ['answers 200 and does nothing', 'tell', 'ignored'],
  ] as const)(
    'and %s for 4 hours: the cards say that it has to be answered there too, until it is',
    async (_how, what, fault) => {
      there.faults[what].push(...Array.from({ length: 100 }, () => fault));
      await acknowledge();
      await rounds(3 * hour);
      for (const shown of cards()) expect(shown).not.toContain(byHand);
      await rounds(2 * hour);
      await bot.passes(minute);
      for (const shown of cards()) expect(shown).toContain(byHand);
      there.faults[what].length = 0;
      await rounds(2 * hour);
      await bot.passes(minute);
      expect([await row(), there.of('x')?.status]).toEqual([null, 'investigating']);
      for (const shown of cards()) expect(shown).not.toContain(byHand);
    },
  );

  it('and wants a break gets it from all its alerts, an hour at most', async () => {
    await found('y');
    await acknowledge();
    await acknowledge(sam, 'y');
    there.faults.look.push(aStatusFailure('later', 10 * minute));
    await rounds(10 * minute);
    expect(there.requests).toEqual(['look x']);
    there.faults.look.push(aStatusFailure('later', 365 * day));
    await rounds(hour);
    expect(there.requests.length).toBe(2);
    await rounds(10 * minute);
    expect(await rows()).toEqual([]);
  });

  it('and wants a break gets it also while the store takes no writes', async () => {
    there.failing.look = aStatusFailure('later', hour);
    await acknowledge();
    const { change } = bot.world.store;
    bot.world.store.change = () => Promise.reject(new StoreUnwritable('disk full'));
    for (let n = 0; n < 30; n++) {
      await send().catch(() => {});
      await bot.world.time.advance(minute);
    }
    bot.world.store.change = change;
    expect(there.requests).toEqual(['look x']);
  });

  it('for one alert does not hold up the others', async () => {
    await found('y', 'z');
    there.during = (request) => {
      if (request === 'look x') throw aStatusFailure('later');
      if (request === 'look y') throw new TypeError('a bug');
    };
    for (const id of ['x', 'y', 'z']) await acknowledge(sam, id);
    await rounds();
    expect((await rows()).map(({ id }) => id)).toEqual([idOf('x'), idOf('y')]);
    expect(bot.bugs.map(String)).toEqual(['TypeError: a bug']);
  });

  it('is not told while the store takes no writes, and once it does', async () => {
    await acknowledge();
    const { change } = bot.world.store;
    bot.world.store.change = () => Promise.reject(new StoreUnwritable('disk full'));
    await expect(send()).rejects.toThrow(StoreUnwritable);
    expect(tells()).toEqual([]);
    bot.world.store.change = change;
    await rounds();
    expect(tells().length).toBe(1);
  });

  it('waits through a leap of the clock, and a row of a clock that was ahead is no reason to wait', async () => {
    await bot.world.store.change((tx) =>
      tx.put('writeBacks', {
        ...{ id: idOf('x'), status: 'investigating', reason: null, attempts: 0 },
        ...{ since: '2031-01-01T00:00:00.000Z', dueAt: '2031-01-01T00:00:00.000Z' },
      }),
    );
    await rounds();
    expect([there.of('x')?.status, await row()]).toEqual(['investigating', null]);
  });
});

describe('a source that refuses', () => {
  beforeEach(async () => {
    await found('y');
    there.failing.tell = aStatusFailure('refused');
    await acknowledge();
    await acknowledge(sam, 'y');
    await rounds();
  });

  it('is asked once an hour; the cards say within a minute that it has to be answered there too, with the link', async () => {
    expect((await rows()).map(({ refused }) => refused)).toEqual([true, true]);
    expect([there.requests, counts]).toEqual([['look x', 'tell x investigating'], ['refused']]);
    await bot.passes(minute);
    for (const shown of cards()) expect(shown).toContain(byHand);
    expect(flat(cardOf(await bot.say(sam, 'alertes 1')).text)).toContain('Donnez-la aussi dans l’Espace partenaires');
    await rounds(day);
    expect(tells().length).toBe(25);
  });

  it('and takes them later has them within an hour, and the cards say so no more', async () => {
    there.failing.tell = null;
    await rounds(hour + minute);
    await bot.passes(minute);
    expect([await rows(), there.of('x')?.status, there.of('y')?.status]).toEqual([
      [],
      'investigating',
      'investigating',
    ]);
    for (const shown of cards()) expect(shown).not.toContain(byHand);
    expect(await story()).toContain('answered in Partner Center too');
  });

  it('is answered there by hand: the row goes, the cards say so no more, and the story claims nothing', async () => {
    there.set('x', 'investigating');
    await poll('x');
    await bot.passes(minute);
    expect(await row()).toBeNull();
    for (const shown of cards()) expect(shown).not.toContain(byHand);
    expect(await story()).not.toContain('answered in Partner Center too');
  });

  it('the next answer is told at once, and the person reads what is left to do', async () => {
    const said = flat(cardOf(await bot.say(sam, 'resolve 1 ignore')).text);
    expect(said).toContain('Please set the same status in Partner Center');
    expect(said).not.toContain(byHand);
    await send();
    expect(tells().at(-1)).toBe('tell x resolved ignore');
  });
});

describe('a tenant whose answers are not written back', () => {
  beforeEach(() => {
    const { writesBack: _off, ...more } = asked();
    bot.world.settings.sources = [more, aSource('siem')];
  });

  it('has cards that say so, with the link, until it is answered there', async () => {
    await acknowledge();
    await bot.passes(minute);
    expect(await rows()).toEqual([]);
    for (const shown of cards()) expect(shown).toContain(`${byHand}Partner Center alerts`);
    there.set('x', 'investigating');
    await poll('x');
    await bot.passes(minute);
    for (const shown of cards()) expect(shown).not.toContain(byHand);
    await bot.say(sam, 'resolve 1 ignore');
    await bot.passes(minute);
    for (const shown of cards()) expect(shown).toContain(byHand);
  });

  it('keeps the rows that wait, for when it is turned on again', async () => {
    bot.world.settings.sources = [asked()];
    await acknowledge();
    bot.world.settings.sources = [];
    await bot.passes(2 * day);
    expect(await row()).toMatchObject({ status: 'investigating' });
    await bot.say(sam, 'resolve 1 ignore');
    await bot.passes(minute);
    for (const shown of cards()) expect(shown).toContain(byHand);
    bot.world.settings.sources = [asked()];
    await rounds();
    expect([await row(), there.of('x')?.status]).toEqual([null, 'resolved']);
  });
});

it('the answer to an alert of a retired tenant waits until that is taken back: the card says what is left to do', async () => {
  await bot.edit({ retiredAt: bot.world.clock.now() });
  const said = await bot.say(ada, 'resolve 1 ignore');
  expect(flat(cardOf(said).text)).toContain('Please set the same status in Partner Center');
  expect(await row()).toMatchObject({ status: 'resolved' });
  await bot.edit({ retiredAt: null });
  await rounds();
  expect([await row(), there.of('x')?.status]).toEqual([null, 'resolved']);
});

describe('an answer that waits while its alert leaves for the archive', () => {
  beforeEach(async () => {
    there.failing.look = aStatusFailure('later');
    await bot.say(sam, 'resolve 1 ignore');
    await rounds();
    await bot.passes(3 * day);
    expect(await alert()).toBeNull();
    there.failing.look = null;
  });

  it('is written back', async () => {
    await rounds(2 * minute);
    expect([await row(), there.of('x')?.status]).toEqual([null, 'resolved']);
  });

  it('is no more once Microsoft has forgotten the alert', async () => {
    there.drop('x');
    await rounds(2 * minute);
    expect([await row(), tells(), counts.at(-1)]).toEqual([null, [], 'gone']);
  });

  it('is no more once the archive has forgotten the alert', async () => {
    await bot.world.store.change((tx) => tx.remove('closed', idOf('x')));
    await rounds(2 * minute);
    expect([await row(), tells()]).toEqual([null, []]);
  });
});

it('the id of an alert that was too long to be stored is not written back: the card says so', async () => {
  const id = 'a0'.repeat(32);
  await found(id);
  await acknowledge(sam, id);
  expect([await rows(), (await alert(id))?.answerThere]).toEqual([[], true]);
});
