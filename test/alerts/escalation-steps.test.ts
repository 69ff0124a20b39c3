/** The ladder: whom an alert that nobody acknowledges calls, where and when. */
import { beforeEach, describe, expect, it } from 'vitest';
import { aBot, cardOf, type TestBot, text } from '../support/a-bot.ts';
import { bea } from '../support/a-reminder-bot.ts';
import { aSource, sourcesOf } from '../support/a-source.ts';
import { ada, aTenant, eve, sam, slackChannel } from '../support/partner.ts';
import { day, hour, minute, second } from '../support/time.ts';

const clock = '2026-11-24T02:00:00.000Z';
const start = Date.parse(clock);
const id = 'webhook:default x';
let bot: TestBot;

/** Contoso, whose contact is in one channel: Sam is on call there, Bea is the manager. */
const aPartner = async (contact: object = {}, more: object = {}) => {
  const inChannel = { channels: [slackChannel], onCall: [sam], timezone: 'Europe/Paris', ...contact };
  bot = await aBot({ clock, tenants: [aTenant({ manager: bea, ...more, contact: inChannel }, clock)] });
  bot.knows(bea, 'Bea');
  // The first tick learns the names of people.
  await bot.tick();
};
beforeEach(() => aPartner());

/** What was posted about alerts so far: when, where, and who is mentioned. */
let posted: string[] = [];
beforeEach(() => {
  posted = [];
});

const messages = () =>
  bot.world.slack.messages.filter(({ deliveryId }) =>
    /^(alert|digest|digestEscalation|escalation|escalations|overdue|unrouted) /.test(deliveryId),
  );
function look() {
  // What comes to several places at once comes in any order.
  const news = messages()
    .slice(posted.length)
    .map(({ to, card }) => {
      const calls = card.mentions.map(({ name }) => name).toSorted();
      return `${when()} ${to.replace('slack:T1/', '').replace('slack:', '')} ${calls.join('+')}`.trim();
    });
  posted.push(...news.toSorted());
}
/** The minutes since the beginning on the first day and a bit, then the day and hour in UTC. */
function when(): string {
  const passed = Date.parse(bot.world.time.now()) - start;
  return passed < 26 * hour ? `${Math.floor(passed / minute)}` : bot.world.time.now().slice(5, 16);
}

async function passes(ms: number, every = 5 * minute) {
  for (let left = ms; left > 0; left -= every) {
    await bot.tick(2 * second);
    look();
    await bot.world.time.advance(Math.min(left, every) - 2 * second);
  }
}
/** The first day and an hour. */
async function aDay() {
  await passes(hour);
  await passes(day, 20 * minute);
}
async function thirtyDays() {
  await aDay();
  await passes(5 * hour, hour);
  await passes(29 * day - 6 * hour, 6 * hour);
}
/** The mornings at nine in Paris from the one after the limit to the end of the thirty days. */
const mornings = Array.from({ length: 29 }, (_, n) => new Date(Date.parse('2026-11-25T08:00:00Z') + n * day));
const at = (morning: Date) => morning.toISOString().slice(5, 16);
const working = mornings.filter((morning) => ![0, 6].includes(morning.getUTCDay()));

describe('an alert that nobody answers for thirty days', () => {
  it('calls, when it is high, the first level, the admins, the manager, and each morning the first level and the admins', async () => {
    await bot.send({});
    await thirtyDays();
    expect(posted).toEqual([
      ...['0 C1 Sam', '5 C1 Sam', '15 C1 Sam', '30 C1 Sam'],
      ...[60, 240, 720].flatMap((minutes) => [`${minutes} C1 Sam`, `${minutes} UADA`]),
      ...['1200 C1 Sam', '1200 UADA', '1200 UBEA', '1440 C1 Sam', '1440 UADA'],
      ...mornings.flatMap((morning) => [`${at(morning)} C1 Sam`, `${at(morning)} UADA`]),
    ]);
    expect(text(cardOf(await bot.say(ada, 'show')))).not.toContain('Nothing to fix');
  });

  it('calls, when it is medium, the channel, the first level, the admins, and both on each working day', async () => {
    await bot.send({ severity: 'medium' });
    await thirtyDays();
    expect(posted).toEqual([
      ...['0 C1', '60 C1', '240 C1 Sam', '720 C1 Sam', '1200 C1 Sam', '1200 UADA', '1440 UADA'],
      ...working.flatMap((morning) => [`${at(morning)} C1 Sam`, `${at(morning)} UADA`]),
    ]);
    expect(working).toHaveLength(21);
  });

  it('calls the second level too, from fifteen minutes on', async () => {
    await aPartner({ onCall2: [eve] }, { manager: null });
    await bot.send({});
    await aDay();
    await passes(6 * hour, hour);
    expect(posted).toEqual([
      ...['0 C1 Sam', '5 C1 Sam', '15 C1 Eve+Sam', '30 C1 Eve+Sam'],
      ...[60, 240, 720, 1_200, 1_440].flatMap((minutes) => [`${minutes} C1 Eve+Sam`, `${minutes} UADA`]),
      ...['11-25T08:00 C1 Eve+Sam', '11-25T08:00 UADA'],
    ]);
  });

  it.each(['low', 'informational'])('calls nobody when it is %s', async (severity) => {
    await bot.send({ severity });
    await passes(3 * day, hour);
    expect(posted).toEqual(['0 C1']);
  });

  it('calls, when it is a drill, the first level at once and after an hour, and tells the admins that it was missed', async () => {
    await bot.drill(sam);
    await aDay();
    expect(await bot.stored('alerts')).toMatchObject([{ status: 'resolved' }]);
    await passes(3 * day, hour);
    expect(posted).toEqual(['0 C1 Sam', '60 C1 Sam', '1440 UADA']);
  });
});

describe('where nobody is on call', () => {
  beforeEach(() => aPartner({ onCall: [] }));

  it('the admins are told at once, and at each step', async () => {
    await bot.send({});
    await aDay();
    expect(posted).toEqual([
      ...[0, 5, 15, 30, 60, 240, 720].flatMap((minutes) => [`${minutes} C1`, `${minutes} UADA`]),
      ...['1200 C1', '1200 UADA', '1200 UBEA', '1440 C1', '1440 UADA'],
    ]);
  });

  it('the admins are the first level also where there is a second one', async () => {
    await aPartner({ onCall: [], onCall2: [eve] });
    await bot.send({});
    await passes(35 * minute);
    expect(posted).toEqual([...['0 C1', '0 UADA', '5 C1', '5 UADA', '15 C1 Eve', '15 UADA', '30 C1 Eve', '30 UADA']]);
  });

  it('a second alert within ten minutes is not told at once again, but at its steps, and later ones are', async () => {
    await bot.send({});
    await passes(2 * minute, minute);
    await bot.send({});
    await passes(18 * minute, minute);
    expect(posted).toEqual([...['0 C1', '0 UADA', '2 C1', '5 C1', '5 UADA', '7 C1', '7 UADA', '15 C1', '15 UADA']]);
    await bot.send({});
    await passes(2 * minute, minute);
    expect(posted.slice(-2)).toEqual(['20 C1', '20 UADA']);
  });

  it('the admins are told at once although the last time is dated ahead of the clock', async () => {
    const inAYear = Date.parse(bot.world.time.now()) + 365 * day;
    await bot.world.store.change((tx) => tx.put('counters', { id: 'calledAtOnce', value: inAYear }));
    await bot.send({});
    await passes(minute, minute);
    expect(posted).toEqual(['0 C1', '0 UADA']);
  });
});

describe('ESCALATE_AFTER', () => {
  const steps = [5, 15, 30, 60, 240, 720, 1_200, 1_440];

  it.each([
    ['PT5M', 5, steps],
    ['PT45M', 45, [5, 15, 30, 45, 60, 240, 720, 1_200, 1_440]],
    ['PT20H', 1_200, steps],
  ])('of %s: the admins are called from then on', async (_name, after, all) => {
    bot.world.settings.escalateAfterMinutes = after;
    await bot.send({});
    await aDay();
    expect(posted).toEqual([
      '0 C1 Sam',
      ...all.flatMap((minutes) => [
        `${minutes} C1 Sam`,
        ...(minutes >= after ? [`${minutes} UADA`] : []),
        ...(minutes === 1_200 ? ['1200 UBEA'] : []),
      ]),
    ]);
  });
});

describe('whoever is in one place twice gets one message', () => {
  it('in an admin channel that is the contact’s too, which calls both', async () => {
    await bot.organisation({ adminChannel: slackChannel });
    await bot.send({});
    await aDay();
    expect(posted).toEqual([
      ...['0 C1 Sam', '5 C1 Sam', '15 C1 Sam', '30 C1 Sam'],
      ...['60 C1 Ada+Sam', '240 C1 Ada+Sam', '720 C1 Ada+Sam'],
      ...['1200 C1 Ada+Sam', '1200 UBEA', '1440 C1 Ada+Sam'],
    ]);
  });

  it('as an admin who is the manager too', async () => {
    await aPartner({}, { manager: ada });
    await bot.send({});
    await aDay();
    expect(posted.filter((one) => one.startsWith('1200'))).toEqual(['1200 C1 Sam', '1200 UADA']);
  });
});

it('an alert that an older version no longer reminded of is reminded of from the next morning on', async () => {
  await bot.send({ id: 'x' });
  await aDay();
  const alert = await bot.alert(id);
  if (!alert) throw new Error('no alert');
  await bot.world.store.change((tx) => tx.put('alerts', { ...alert, escalated: 6, escalateAt: null }));
  const known = posted.length;
  await passes(2 * day, hour);
  expect(posted.slice(known)).toEqual([
    ...['11-25T08:00 C1 Sam', '11-25T08:00 UADA', '11-26T08:00 C1 Sam', '11-26T08:00 UADA'],
  ]);
});

describe('mentions are few', () => {
  const mentions = () => messages().filter(({ card }) => card.mentions.some((one) => one.id === sam));

  it('sixty high alerts of one source at two in the morning mention eight times until eight; one of another source does at once', async () => {
    bot.world.settings.sources = [aSource('flood'), aSource('siem')];
    const from = sourcesOf(bot.world);
    await from.send(
      'flood',
      Array.from({ length: 60 }, (_, n) => ({ id: `n${n}` })),
    );
    await passes(4 * minute, minute);
    await sourcesOf(bot.world).send('siem', [{ id: 'real', displayName: 'Real' }]);
    const sentAt = Date.parse(bot.world.time.now());
    await passes(hour - 4 * minute, minute);
    await passes(5 * hour, 10 * minute);
    const real = messages().find(({ deliveryId }) => deliveryId.startsWith('alert webhook:siem real '));
    expect(real?.card.mentions).toMatchObject([{ id: sam }]);
    expect(Date.parse(real?.at ?? '') - sentAt).toBeLessThanOrEqual(5 * second);
    expect(posted.filter((one) => one.endsWith(' Sam'))).toEqual(
      // The other one has its first step on its own; the next ones come along.
      [0, 4, 5, 9, 15, 30, 60, 240].map((minutes) => `${minutes} C1 Sam`),
    );
  });

  it('sixty sources with an alert each mention six times, and five minutes later once for all', async () => {
    bot.world.settings.sources = Array.from({ length: 60 }, (_, n) => aSource(`s${n}`));
    const from = sourcesOf(bot.world);
    for (let n = 0; n < 60; n++) {
      await from.send(`s${n}`, [{ id: `n${n}` }]);
      await bot.world.time.advance(second);
    }
    look();
    await passes(20 * minute, minute);
    expect(posted.filter((one) => one.endsWith(' Sam'))).toEqual([
      ...Array(6).fill('1 C1 Sam'),
      ...['5 C1 Sam', '15 C1 Sam'],
    ]);
    expect(mentions().at(-2)?.card.title).toBe('60 high-severity alerts not acknowledged for 5 minutes');
  });

  it('what six mentions in ten minutes left out is named in one reminder at their end', async () => {
    bot.world.settings.sources = Array.from({ length: 60 }, (_, n) => aSource(`s${n}`));
    const from = sourcesOf(bot.world);
    const detectedDateTime = new Date(start - 70 * minute).toISOString();
    for (let n = 0; n < 60; n++) {
      await from.send(`s${n}`, [{ id: `n${n}`, detectedDateTime }]);
      await bot.world.time.advance(second);
    }
    look();
    await passes(20 * minute, minute);
    expect(posted.filter((one) => one.endsWith(' Sam'))).toEqual([...Array(6).fill('1 C1 Sam'), '11 C1 Sam']);
    expect(mentions().at(-1)?.card).toMatchObject({ title: '54 high-severity alerts not acknowledged for 1 hour' });
    expect(
      mentions()
        .at(-1)
        ?.card.rows.map(({ title }) => title),
    ).toEqual(['Mining × 54']);
  });

  it('the reminder of one that was left out a moment ago says that nobody acknowledged it yet', async () => {
    bot.world.settings.sources = Array.from({ length: 7 }, (_, n) => aSource(`s${n}`));
    const send = (n: number) => sourcesOf(bot.world).send(`s${n}`, [{ id: `n${n}` }]);
    for (let n = 0; n < 6; n++) await send(n);
    await passes(7 * minute, minute);
    for (let n = 0; n < 6; n++) await bot.press(sam, 'alerts.acknowledge', `webhook:s${n} n${n}`);
    await send(6);
    await passes(5 * minute, minute);
    expect(posted.slice(-2)).toEqual(['7 C1', '11 C1 Sam']);
    expect(text(mentions().at(-1)?.card.text)).toContain('Nobody has acknowledged this alert yet. Please');
  });
});
