/** Notes: what people add to an alert while they work it. */
import { beforeEach, describe, expect, it } from 'vitest';
import { noteLimits } from '../../src/domain/alert/timeline.ts';
import { userOf } from '../../src/domain/tenant/identity.ts';
import { aBot, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, eve, sam, slackChannel, teamsChannel } from '../support/partner.ts';
import { day, minute } from '../support/time.ts';

let bot: TestBot;
const id = (name: string) => `webhook:default ${name}`;
const notesOf = (name: string) =>
  bot.world.store.read(async (reader) =>
    (await reader.scan('notes.alert', { key: id(name), after: null })).map((note) => note.text),
  );
const cardNow = () => text(bot.channel().find(({ card }) => card.title === 'Mining')?.card ?? '');

beforeEach(async () => {
  bot = await aBot();
  await bot.send({ id: 'one' }, { id: 'two', displayName: 'Sign-in' });
  await bot.world.time.advance(minute);
});

describe('a note', () => {
  it.each([
    ['note 1 customer phoned, stopped 02:40', 'customer phoned, stopped 02:40'],
    ['note #1: customer phoned', 'customer phoned'],
    ['Note 1 3 servers are down, who knows why?', '3 servers are down, who knows why?'],
    ['noter 1 client appelé', 'client appelé'],
    ['note 1, 3 customers phoned', '3 customers phoned'],
    ['note 1 and 3 more of them', 'and 3 more of them'],
    [
      'note 1 - two lines:\n  - keys rotated\n\n  - customer :tada: phoned',
      'two lines:\n  - keys rotated\n\n  - customer :tada: phoned',
    ],
  ])('is typed as “%s”', async (words, noted) => {
    await bot.say(sam, words);
    expect(await notesOf('one')).toEqual([noted]);
    expect(await bot.alert(id('one'))).toMatchObject({
      status: 'active',
      firstAnsweredAt: null,
      lastNote: { number: 1, by: sam, byName: 'Sam', text: noted },
    });
  });

  it('is a line in the thread of each card, the line on each card, and tells the asker that it is there', async () => {
    const reply = await bot.say(sam, 'note 1 customer phoned', slackChannel);
    expect(text(reply)).toContain('brief: Alert 1, “Mining”. I added your note.');
    await bot.world.time.advance(minute);
    for (const chat of [bot.world.slack, bot.world.teams]) {
      const line = chat.messages.find(({ card }) => card.summary.startsWith('New note · Contoso: Mining'));
      expect(text(line?.card.text)).toContain('customer phoned');
      expect(line?.thread).toBe(chat.messages.find(({ card }) => card.title === 'Mining')?.message);
    }
    expect(cardNow()).toContain(': customer phoned');
    expect(cardNow()).toContain('Last note');
  });

  it('on an alert in a grouped card says where it is read, since no channel has a card of it', async () => {
    await bot.send(...Array.from({ length: 30 }, (_, n) => ({ id: `m${n}`, severity: 'medium' })));
    await bot.world.time.advance(minute);
    const cards = await bot.deliveries();
    expect(cards.find(({ id: delivery }) => delivery.startsWith(`alert ${id('m29')} `))?.state).toBe('digested');
    const reply = text(await bot.say(sam, 'note 32 customer phoned', slackChannel));
    expect(reply).toContain('I added your note. This alert has no card of its own in a channel');
    expect(reply).not.toContain('The alert’s card');
  });

  it('by the button opens a form of one field, which takes 2,000 characters and several lines', async () => {
    const card = bot.channel().find(({ card }) => card.title === 'Mining')?.card;
    const button = card?.buttons.find((one) => one.label === 'Note');
    const form = formOf(await bot.press(sam, button?.id ?? '', button?.value ?? ''));
    expect(form.fields.map(({ name }) => name)).toEqual(['note']);
    const refused = formOf(await bot.submit(sam, form, { note: 'x'.repeat(2_001) }));
    expect(refused.problems.note).toContain('2,000');
    expect(Object.keys(formOf(await bot.submit(sam, form, { note: ' ' })).problems)).toEqual(['note']);
    expect(await notesOf('one')).toEqual([]);
    const whole = `customer phoned\n${'&'.repeat(1_984)}`;
    await bot.submit(sam, form, { note: whole });
    expect(await notesOf('one')).toEqual([whole]);
    await bot.world.time.advance(minute);
    const line = bot.channel().find((one) => one.card.summary.startsWith('New note'));
    expect(text(line?.card.text).replaceAll(/[^&]/g, '')).toHaveLength(1_984);
  });

  it('of more than 1,800 typed characters opens the form with them, and so does none', async () => {
    const long = 'x'.repeat(1_801);
    expect(formOf(await bot.say(sam, `note 1 ${long}`)).fields).toMatchObject([{ value: long }]);
    expect(formOf(await bot.say(sam, 'note 1')).fields).toMatchObject([{ value: '' }]);
    await bot.say(sam, `note 1 ${long.slice(1)}`);
    expect(await notesOf('one')).toEqual([long.slice(1)]);
  });

  it('without a number asks for one, with the open alerts, and gives back what was typed', async () => {
    const asked = cardOf(await bot.say(sam, 'note customer phoned'));
    expect(text(asked.text)).toContain('Which alert? Please type its number, for example “/security-contact note 17”.');
    expect(text(asked.text)).toContain('You typed “customer phoned”.');
    expect(asked.rows).toHaveLength(2);
    const gone = cardOf(await bot.say(sam, 'note 99 customer phoned'));
    expect([gone.title, text(gone.text)]).toEqual([
      'There is no such alert',
      expect.stringContaining('customer phoned'),
    ]);
  });

  it.each(['note 1,2 customer phoned', 'note 1-2 customer phoned'])(
    'of several alerts, “%s”, opens the form of the first with what was typed',
    async (words) => {
      const form = formOf(await bot.say(sam, words));
      expect(form.notice).toContain('I will add this one to alert 1.');
      expect(form.fields).toMatchObject([{ value: 'customer phoned' }]);
      await bot.submit(sam, form, { note: 'customer phoned' });
      expect([await notesOf('one'), await notesOf('two')]).toEqual([['customer phoned'], []]);
    },
  );

  it('has the names of the people and channels that it mentions, also in the form that a button opens', async () => {
    bot.hasChannel({ platform: 'slack', address: 'C0WAR' }, { name: 'war-room' });
    const say = (words: string) =>
      bot.handle({
        kind: 'command',
        words,
        from: sam,
        locale: null,
        fromChannel: slackChannel,
        key: null,
        mentions: [eve],
      });
    const words = `note 1 @${userOf(eve)} knows more, ask in #C0WAR or #C0GONE`;
    await say(words);
    expect(await notesOf('one')).toEqual(['@Eve knows more, ask in #war-room or #C0GONE']);
    expect(await say(`${words} ${'x'.repeat(1_800)}`)).toMatchObject({
      kind: 'form',
      again: expect.stringMatching(/^note #1 @Eve knows more, ask in #war-room/),
    });
  });

  it('is for those who may answer the alert, whether it is open or resolved, until it is in the archive', async () => {
    expect(cardOf(await bot.say(eve, 'note 1 hello')).title).toBe('You cannot do that');
    const form = formOf(await bot.say(sam, 'note 1'));
    expect(cardOf(await bot.submit(eve, form, { note: 'hello' })).title).toBe('You cannot do that');
    await bot.say(sam, 'resolve 1 fraud');
    await bot.say(ada, 'note 1 refund asked for');
    expect(await notesOf('one')).toEqual(['refund asked for']);
    await bot.ticksAfter(2 * day);
    expect(text(await bot.say(ada, 'note 1 refund came'))).toContain('resolved and archived');
    expect(await bot.stored('notes')).toEqual([]);
    expect(text(await bot.say(sam, 'alerts 1'))).toContain('refund asked for');
  });

  it('acts once however often it is delivered, and the two hundredth is the last', async () => {
    const form = formOf(await bot.say(sam, 'note 1'));
    for (const _ of [1, 2]) await bot.submit(sam, form, { note: 'once' }, 'same');
    expect(await notesOf('one')).toEqual(['once']);
    for (let n = 2; n <= noteLimits.ofAlert; n++) await bot.submit(sam, form, { note: `note ${n}` });
    expect(text(await bot.submit(sam, form, { note: 'one more' }))).toContain('has 200 notes');
    expect(await notesOf('one')).toHaveLength(noteLimits.ofAlert);
    const alert = await bot.alert(id('one'));
    expect(alert?.lastNote).toMatchObject({ number: 200, text: 'note 200' });
    expect(alert?.timeline.length).toBeLessThanOrEqual(200);
    expect(alert?.timeline[0]?.what).toBe('received');
    expect(await notesOf('two')).toEqual([]);
  });

  it('stands in the story, its file, the report as CSV and as JSON, and its entry in the audit trail without its text', async () => {
    await bot.say(sam, 'note 1 customer phoned; =1+1');
    await bot.world.time.advance(minute);
    await bot.say(ada, 'note 1 keys rotated');
    const rows = cardOf(await bot.say(sam, 'alerts 1')).rows.map(
      ({ title, detail }) => `${text(title)} ${text(detail)}`,
    );
    expect(rows.filter((row) => row.includes('note added')).map((row) => row.includes('keys rotated'))).toEqual([
      false,
      true,
    ]);
    await bot.press(sam, 'alerts.storyFile', id('one'));
    const file = bot.world.slack.files.at(-1)?.content ?? '';
    expect(file).toMatch(/\| note added \| Sam · customer phoned; =1\\?\+1 \|/);
    expect(file).toContain('Sam added a note to alert 1');
    const month = bot.world.time.now().slice(0, 7);
    const report = cardOf(await bot.say(ada, `report ${month}`));
    for (const kind of ['alerts.csv', 'alerts.json'])
      await bot.press(ada, kind, report.buttons.find((one) => one.id === kind)?.value ?? '');
    const [csv = '', json = ''] = bot.world.slack.files.slice(-2).map(({ content }) => content);
    expect(csv).toMatch(/"[\d:.TZ-]+ Sam: customer phoned; '=1\+1\n[\d:.TZ-]+ Ada: keys rotated"/);
    expect(JSON.parse(json).alerts[0].notes).toMatchObject([
      { by: 'Sam', text: 'customer phoned; =1+1' },
      { by: 'Ada', text: 'keys rotated' },
    ]);
  });

  it('is news of the alert for closing by age', async () => {
    const news = async () =>
      (await bot.world.store.read((reader) => reader.scan('alerts.aging', { key: 'high', after: null }))).map(
        ({ number }) => number,
      );
    await bot.say(sam, 'ack 1');
    await bot.world.time.advance(minute);
    await bot.say(sam, 'ack 2');
    await bot.world.time.advance(minute);
    expect(await news()).toEqual([1, 2]);
    await bot.say(sam, 'note 1 still looking');
    expect(await news()).toEqual([2, 1]);
  });
});

describe('in the thread of the alert’s card', () => {
  const thread = () => bot.channel().find(({ card }) => card.title === 'Sign-in')?.message ?? '';

  it.each([
    ['note customer phoned', 'customer phoned'],
    ['note 3 customers phoned', '3 customers phoned'],
    ['note 2: customer phoned', 'customer phoned'],
    ['note 2, customer phoned', 'customer phoned'],
    ['note 2 servers rebooted', '2 servers rebooted'],
    ['note #2 customer phoned', 'customer phoned'],
    ['noter client appelé', 'client appelé'],
    ['note 1 server is down', '1 server is down'],
  ])('“%s” needs no number', async (words, noted) => {
    await bot.sayInThread(sam, words, slackChannel, thread());
    expect(await notesOf('two')).toEqual([noted]);
    expect(await notesOf('one')).toEqual([]);
  });

  it('another alert is named by #, a form by its number, and any other thread is of no alert', async () => {
    await bot.sayInThread(sam, 'note #1 customer phoned', slackChannel, thread());
    expect(await notesOf('one')).toEqual(['customer phoned']);
    const long = 'x'.repeat(1_900);
    expect(await bot.sayInThread(sam, `note ${long}`, slackChannel, thread())).toMatchObject({
      kind: 'form',
      again: `note #2 ${long}`,
    });
    const elsewhere = await bot.sayInThread(sam, 'note customer phoned', teamsChannel, thread());
    expect(text(elsewhere)).toContain('Which alert?');
  });

  it('counts once when it is delivered again', async () => {
    for (const _ of [1, 2]) await bot.sayInThread(sam, 'note once', slackChannel, thread(), 'same');
    expect(await notesOf('two')).toEqual(['once']);
  });
});
