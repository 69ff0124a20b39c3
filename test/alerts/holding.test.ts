/** What happens after an alert is acknowledged: its holder is asked, hands it over, or says that they are still on it. */
import { beforeEach, describe, expect, it } from 'vitest';
import { aBot, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { bea } from '../support/a-reminder-bot.ts';
import { ada, aTenant, eve, sam, slackChannel } from '../support/partner.ts';
import { minute, second } from '../support/time.ts';

const id = 'webhook:default x';
let bot: TestBot;
let seen = 0;

beforeEach(async () => {
  bot = await aBot({
    clock: '2026-11-24T02:00:00.000Z',
    tenants: [aTenant({ contact: { channels: [slackChannel], onCall: [sam], onCall2: [bea], timezone: 'UTC' } })],
  });
  bot.knows(bea, 'Bea');
  bot.hasChannel(slackChannel, { name: 'soc' }, [sam, bea]);
});

/** What was asked and told since the last look: where, the title, and who is mentioned. */
let fresh: string[][] = [];
beforeEach(() => {
  [fresh, seen] = [[], 0];
});

function look() {
  const all = bot.world.slack.messages.filter(({ deliveryId }) => /^(asked|offered|closing) /.test(deliveryId));
  for (const { to, card } of all.slice(seen))
    fresh.push([to.replace('slack:', ''), card.title, card.mentions.map(({ name }) => name).join('+')]);
  seen = all.length;
}

function news() {
  look();
  return fresh.splice(0);
}

async function passes(ms: number, every = 10 * minute) {
  for (let left = ms; left > 0; left -= every) {
    await bot.tick(Math.min(left, every));
    look();
  }
  await bot.tick(5 * second);
  look();
}

const one = (person = sam) => bot.inPrivate(person).findLast(({ deliveryId }) => /^(asked|offered) /.test(deliveryId));

/** Moves on to that time of the day, in UTC. */
const until = (time: string, date = '2026-11-24') =>
  passes(Date.parse(`${date}T${time}:00.000Z`) - Date.parse(bot.world.time.now()));

const asked = ['T1/USAM', 'Are you still working on this alert?', ''];
const channelAsked = ['C1', 'Is anybody still working on this alert?', 'Bea'];
const adminAsked = ['T1/UADA', 'Is anybody still working on this alert?', ''];
const buttonOf = (button: string, person = sam) => one(person)?.card.buttons.find(({ id: known }) => known === button);
async function presses(who: typeof sam, button: string, value?: string) {
  const shown = buttonOf(button, who);
  return bot.press(who, button, value ?? shown?.value ?? '?');
}

describe('who acknowledged a high alert and falls asleep', () => {
  beforeEach(async () => {
    await bot.send({ id: 'x' });
    await until('02:10');
    await bot.press(sam, 'alerts.acknowledge', id);
  });

  it('is asked after 4 hours, then the channel, then the admins; then again on the next working day', async () => {
    await until('06:00');
    expect(news()).toEqual([]);
    await until('06:20');
    expect(news()).toEqual([asked]);
    await until('07:20');
    expect(news()).toEqual([channelAsked]);
    const question = bot.channel().findLast(({ deliveryId }) => deliveryId.startsWith('asked '));
    expect(question?.card.text.flat()).toContainEqual(
      expect.objectContaining({ kind: 'link', label: 'Open its card' }),
    );
    await until('08:20');
    expect(news()).toEqual([adminAsked]);
    await until('08:50', '2026-11-25');
    expect(news()).toEqual([]);
    await until('09:10', '2026-11-25');
    expect(news()).toEqual([asked]);
  });

  it('says that they are still on it: nobody else is asked, and they are on the next working day', async () => {
    await until('06:20');
    expect(text(await presses(sam, 'alerts.stillOn'))).toContain('next working day at 9:00');
    await until('08:50', '2026-11-25');
    expect(news()).toEqual([asked]);
    await until('09:10', '2026-11-25');
    expect(news()).toEqual([asked]);
    expect((await bot.alert(id))?.timeline.map(({ what }) => what)).toEqual([
      'received',
      'escalated',
      'acknowledged',
      'asked',
      'kept',
      'asked',
    ]);
    // From Friday to Monday.
    await presses(sam, 'alerts.stillOn');
    await until('09:10', '2026-11-26');
    await presses(sam, 'alerts.stillOn');
    await until('09:10', '2026-11-27');
    await presses(sam, 'alerts.stillOn');
    news();
    await until('08:50', '2026-11-30');
    expect(news()).toEqual([]);
    await until('09:10', '2026-11-30');
    expect(news()).toEqual([asked]);
  });

  it('is asked 4 hours after what they did last: a note counts', async () => {
    await until('05:00');
    await bot.say(sam, 'note 1 customer phoned, subscription stopped 02:40');
    await until('08:50');
    expect(news()).toEqual([]);
    await until('09:10');
    expect(news()).toEqual([asked]);
  });

  it('a note of somebody else does not count as theirs', async () => {
    await until('05:00');
    await bot.say(bea, 'note 1 I saw it too');
    await until('06:20');
    expect(news()).toEqual([asked]);
  });

  it('their platform is away for hours: the channel has an hour more, and each has an hour to answer before the next is asked', async () => {
    await until('06:00');
    bot.world.slack.fails('unreachable', 'timeout');
    await until('07:40');
    bot.world.slack.fault = () => null;
    await until('08:30');
    expect(news()).toEqual([asked]);
    await until('09:00');
    expect(news()).toEqual([channelAsked]);
    await until('09:40');
    expect(news()).toEqual([]);
    await until('10:10');
    expect(news()).toEqual([adminAsked]);
  });

  it('what their platform never takes holds up the channel by an hour, and no longer', async () => {
    await until('06:00');
    bot.world.slack.fails('unreachable', 'timeout', sam);
    await until('08:00');
    expect(news()).toEqual([]);
    await until('08:20');
    expect(news()).toEqual([channelAsked]);
  });

  it('is asked in time by a clock that was days ahead until it was put right', async () => {
    const set = (days: number) =>
      bot.world.time.set(new Date(Date.parse(bot.world.time.now()) + days * 24 * 60 * minute).toISOString());
    set(3);
    await passes(6 * 60 * minute);
    expect(news()).not.toEqual([]);
    news();
    set(-3);
    await passes(30 * minute);
    expect(news()).toEqual([asked]);
  });

  it('resolves it: the question says so, and nobody is asked any more', async () => {
    await until('06:20');
    await bot.say(sam, 'resolve 1 fraud keys rotated');
    await until('09:20');
    expect(news()).toEqual([asked]);
    expect(one()?.card).toMatchObject({
      title: 'Somebody has already answered this question',
      tone: 'good',
      buttons: [],
    });
  });

  it('left: the channel is asked at once, in place of them', async () => {
    await until('05:00');
    bot.knows(sam, { why: 'deactivated' });
    bot.hasChannel(slackChannel, { name: 'soc' }, [bea]);
    await until('06:20');
    expect(news()).toEqual([channelAsked]);
  });

  it('the channel’s question is answered by whoever takes it over, who is asked from then on', async () => {
    await until('07:20');
    news();
    const there = bot.channel('asked')[0];
    expect(there?.card.buttons.map(({ id: known }) => known)).toEqual(['alerts.take', 'alerts.resolve']);
    await bot.press(bea, 'alerts.take', '1');
    await bot.world.time.advance(5 * second);
    expect(there?.card.title).toBe('Somebody has already answered this question');
    expect(text(bot.channel()[0]?.card.text)).toMatch(/by .*Sam.*Bea.* has been working on this alert since/);
    expect(bot.channel().map(({ card }) => card.summary)).toContainEqual(
      expect.stringContaining('Bea took this alert over from Sam'),
    );
    await until('11:10');
    expect(news()).toEqual([]);
    await until('11:30');
    expect(news()).toEqual([['T1/UBEA', 'Are you still working on this alert?', '']]);
  });

  it('in the list, on Home, in the check and in the FAQ’s sentence they are named with the oldest', async () => {
    await until('03:00', '2026-11-30');
    expect(text(cardOf(await bot.say(ada, 'alerts')).text)).toBe(
      '1 acknowledged alert is still open. Sam acknowledged it 6 days ago.',
    );
    expect(text(await bot.say(ada, 'check'))).toContain(
      '1 acknowledged alert is still open. Sam acknowledged it 6 days ago.',
    );
    expect(text(await bot.opens(ada))).toContain('1 acknowledged alert is still open. Sam acknowledged it 6 days ago.');
  });
});

describe('what is nobody’s question', () => {
  it.each([
    ['a drill', async () => void (await bot.drill(sam))],
    ['a low alert', async () => void (await bot.send({ id: 'x', severity: 'low' }))],
    ['an informational alert', async () => void (await bot.send({ id: 'x', severity: 'informational' }))],
    ['a test', async () => void (await bot.send({ id: 'x', isTest: true }))],
  ])('%s', async (_name, begin) => {
    await begin();
    await until('02:10');
    await bot.say(sam, 'ack 1');
    await until('12:00', '2026-11-26');
    expect(news()).toEqual([]);
  });
});

it('a medium alert is asked about on the next working morning, and of nobody else', async () => {
  await bot.send({ id: 'x', severity: 'medium' });
  await until('02:10');
  await bot.press(sam, 'alerts.acknowledge', id);
  await until('08:50');
  expect(news()).toEqual([]);
  await until('12:00');
  expect(news()).toEqual([asked]);
  await until('09:10', '2026-11-25');
  expect(news()).toEqual([asked]);
});

it('one message asks about all that are due, and one press answers for all of them', async () => {
  await bot.send(...Array.from({ length: 25 }, (_, n) => ({ id: `n${n}` })));
  await until('02:10');
  for (let n = 1; n <= 25; n++) await bot.say(sam, `ack ${n}`);
  await until('06:20');
  expect(news()).toEqual([['T1/USAM', 'Are you still working on these 25 alerts?', '']]);
  expect(one()?.card.rows).toHaveLength(6);
  expect(one()?.card.footer).toContain('19 more');
  expect(text(await presses(sam, 'alerts.stillOn', ''))).toContain('You are still working on 25 alerts.');
  await until('12:00');
  expect(news()).toEqual([]);
});

it('an alert that a version acknowledged which asked nobody is asked about on the next working morning', async () => {
  await bot.send({ id: 'x' });
  await until('02:10');
  await bot.press(sam, 'alerts.acknowledge', id);
  await bot.world.store.change(async (tx) => {
    const alert = await tx.get('alerts', id);
    if (!alert) return;
    const { holder: _holder, ask: _ask, ...older } = alert;
    await tx.put('alerts', older);
  });
  await until('08:50');
  expect(news()).toEqual([]);
  await until('09:10');
  expect(news()).toEqual([asked]);
});

describe('handing over', () => {
  beforeEach(async () => {
    await bot.send({ id: 'x' });
    await until('02:10');
    await bot.press(sam, 'alerts.acknowledge', id);
  });
  const give = (to: string) => bot.say(sam, `give 1 ${to}`);

  it('tells whom it is given to, who has it once they take it over', async () => {
    expect(text(await give('@Bea'))).toContain('I have told Bea');
    await bot.world.time.advance(5 * second);
    expect(news()).toEqual([['T1/UBEA', 'Somebody is handing an alert over to you', '']]);
    expect(text(bot.channel()[0]?.card.text)).toMatch(/handed over to .*Bea.*who has not taken it over yet/);
    expect((await bot.alert(id))?.holder?.by).toBe(sam);
    await presses(bea, 'alerts.take');
    await bot.world.time.advance(5 * second);
    expect((await bot.alert(id))?.holder?.by).toBe(bea);
    expect(one(bea)?.card.title).toBe('Somebody has already answered this question');
    await until('02:40');
    expect(news()).toEqual([]);
  });

  it('what is not taken over within 15 minutes is told to the giver and the channel', async () => {
    await give('@Bea');
    await until('02:20');
    expect(news()).toEqual([['T1/UBEA', 'Somebody is handing an alert over to you', '']]);
    await until('02:40');
    expect(news()).toEqual([
      ['C1', 'Nobody has taken this alert over', ''],
      ['T1/USAM', 'Nobody has taken this alert over', ''],
    ]);
    expect((await bot.alert(id))?.holder?.by).toBe(sam);
    await until('03:40');
    expect(news()).toEqual([]);
  });

  it('never acknowledges, and taking over does', async () => {
    await bot.send({ id: 'y' });
    await bot.say(sam, 'give 2 @Bea');
    expect(await bot.alert('webhook:default y')).toMatchObject({ status: 'active', firstAnsweredAt: null });
    await bot.say(bea, 'take 2');
    expect(await bot.alert('webhook:default y')).toMatchObject({ status: 'investigating', holder: { by: bea } });
  });

  it('only somebody who may answer the alert can have it, and the refusal says why', async () => {
    const form = formOf(await give(eve));
    expect(text(form.problems)).toContain('Eve cannot answer this alert');
    expect((await bot.alert(id))?.offered).toBeUndefined();
  });

  it('a sentence opens the picker with the person whom it names, and gives nothing', async () => {
    const form = formOf(await bot.say(sam, 'hand over alert 1 to Bea'));
    expect(form).toMatchObject({ id: 'alerts.giveTo', fields: [{ value: [{ id: bea, name: 'Bea' }] }], problems: {} });
    expect((await bot.alert(id))?.offered).toBeUndefined();
    const unknown = formOf(await bot.say(sam, 'hand over alert 1 to Zoe'));
    expect(unknown.problems.to).toMatch('I do not know anybody called “Zoe” who can answer');
  });

  it('opens the picker where the words name nobody, or two', async () => {
    expect(formOf(await give('')).problems).toEqual({});
    expect(formOf(await give('@nobody')).problems.to).toMatch('I do not know anybody called “nobody” who can answer');
    await bot.world.store.change(async (tx) => {
      await tx.put('people', { id: 'slack:T1/UBEA2', name: 'Bea' });
      await tx.put('people', { id: bea, name: 'Bea' });
    });
    bot.knows('slack:T1/UBEA2', 'Bea');
    bot.hasChannel(slackChannel, { name: 'soc' }, [sam, bea, 'slack:T1/UBEA2']);
    const form = formOf(await give('@bea'));
    expect(form.problems).toEqual({ to: 'Several people are called “bea”. Please choose one.' });
    await bot.submit(sam, form, { to: ['slack:T1/UBEA2'] });
    expect((await bot.alert(id))?.offered?.to).toBe('slack:T1/UBEA2');
  });

  it('two people at once: the last word counts, and the first to take it has it', async () => {
    await bot.world.store.change((tx) => tx.put('people', { id: bea, name: 'Bea' }));
    await give('@Bea');
    await bot.say(bea, 'give 1 @Ada');
    expect((await bot.alert(id))?.offered).toMatchObject({ by: bea });
    await Promise.all([bot.say(ada, 'take 1'), bot.say(bea, 'take 1')]);
    const alert = await bot.alert(id);
    expect([ada, bea]).toContain(alert?.holder?.by);
    expect(alert?.offered).toBeUndefined();
  });
});
