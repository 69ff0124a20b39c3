/** The title of an answer to a slip says what happened; “You cannot do that” is for a missing right alone. */
import { beforeEach, describe, expect, it } from 'vitest';
import { messages } from '../../src/messages/messages.ts';
import { aBot, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, eve, sam } from '../support/partner.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot({ locale: 'en' });
});

describe('the title of', () => {
  it.each([
    ['shwo', 'I did not understand “shwo”'],
    ['reopen', 'Nothing to reopen'],
    ['reopen all', 'Nothing to reopen'],
    ['ack', 'Nothing to acknowledge'],
    ['resolve', 'No open alerts'],
    ['take 1 2', 'Which alert?'],
    ['ack 99', 'There is no such alert'],
    ['ack 1 2 bananas', 'I did not understand “bananas”'],
  ])('“%s” says what happened', async (typed, title) => {
    const card = cardOf(await bot.say(ada, typed));
    expect(card.title).toBe(title);
    expect(text(card)).not.toContain('You cannot do that');
  });

  it('a missing right says that', async () => {
    await bot.send({});
    expect(cardOf(await bot.say(eve, 'ack 1')).title).toBe('You cannot do that');
  });
});

describe('a word that names nothing is quoted', () => {
  beforeEach(() => bot.send({}));

  it.each([
    ['resolve foo', 'No alert matches “foo”'],
    ['resolve foo fraud', 'No alert matches “foo”'],
    ['ack foo bar', 'No alert matches “foo bar”'],
    ['reopen foo', 'No alert matches “foo”'],
    ['résoudre foo', 'Aucune alerte ne correspond à « foo »'],
  ])('“%s” finds no alert, and leads to the open ones', async (typed, title) => {
    const card = cardOf(await bot.say(ada, typed));
    expect(card.title).toBe(title);
    expect(card.buttons[0]?.id).toBe('alerts.list');
  });

  it.each(['resolve fraud', 'resolve it', 'resolve the ticket'])('“%s” has no name', async (typed) => {
    expect(text(await bot.say(ada, typed))).not.toContain('No alert matches');
  });

  it('“oncall bob” knows nobody of that name, and leads to the form where somebody is chosen', async () => {
    for (const [typed, said] of [
      ['oncall bob', 'I do not know anybody called “bob”. To put somebody on call, press “Hand over to…”'],
      ['astreinte bob', 'Je ne connais personne du nom de « bob ».'],
    ] as const) {
      const card = cardOf(await bot.say(ada, typed));
      expect(text(card.text)).toContain(said);
      expect(card.buttons.map(({ id }) => id)).toContain('contact.handOver');
    }
    expect(text(cardOf(await bot.say(eve, 'oncall bob')).text)).toBe('I do not know anybody called “bob”.');
    for (const typed of ['oncall', 'oncall please', 'oncall today', 'oncall Contoso'])
      expect(text(cardOf(await bot.say(ada, typed)).text)).toBe('');
    expect(formOf(await bot.say(ada, 'oncall bob until 18:00')).problems.onCall).toContain('“bob”');
  });

  it.each(['report 2027', 'raport 2027', 'report for 2027'])(
    '“%s” has not started, and leads to months',
    async (typed) => {
      const card = cardOf(await bot.say(ada, typed));
      expect(text(card.text)).toBe('2027 has not started yet.');
      const labels = ['November 2026', 'October 2026'];
      expect(card.buttons.map(({ label }) => label)).toEqual(labels);
      const [now] = card.buttons;
      expect(cardOf(await bot.press(ada, now?.id ?? '', now?.value ?? '')).title).toContain('November 2026');
    },
  );

  it.each(['report 13/2026', 'report 2025-13', 'report last year', 'report foo'])(
    '“%s” names no month, and leads to months',
    async (typed) => {
      const card = cardOf(await bot.say(ada, typed));
      expect(text(card.text)).toContain(`There is no month “${typed.slice(7)}”.`);
      expect(card.buttons.map(({ label }) => label)).toEqual(['November 2026', 'October 2026']);
    },
  );

  it.each([
    ['report an alert: a customer phoned', 'a customer phoned'],
    ['report an alert', ''],
    ['report an incident', ''],
    ['report a strange log-in', 'a strange log-in'],
  ])('“%s” opens the form to raise an alert', async (typed, title) => {
    const form = formOf(await bot.say(ada, typed));
    expect(form.id).toBe('alerts.raise');
    expect(form.fields.find(({ name }) => name === 'displayName')).toMatchObject({ value: title });
  });

  it.each([
    ['ack', 'alerts.acknowledge'],
    ['j’acquitte l’alerte', 'alerts.acknowledge'],
    ['resolve', 'alerts.resolve'],
  ])('“%s” without a number has the button for the only alert', async (typed, id) => {
    const [first] = cardOf(await bot.say(ada, typed)).buttons;
    expect(first).toMatchObject({ id, style: 'primary' });
  });

  it.each(['rapport d’octobre', 'rapport d’octobre 2026'])('“%s” names a month', async (typed) => {
    expect(text(cardOf(await bot.say(ada, typed)))).toContain('octobre 2026');
  });

  it.each(['Sam me remplace jusqu’à 18h aujourd’hui', 'Ada est remplacée par Sam jusqu’à 18h'])(
    '“%s” puts Sam on call',
    async (typed) => {
      await bot.say(sam, 'help');
      await bot.say(ada, 'help');
      const form = formOf(await bot.say(ada, typed));
      expect(form.fields.find(({ name }) => name === 'onCall')).toMatchObject({ value: [{ id: sam }] });
    },
  );

  it('“report please” is this month’s', async () => {
    expect(cardOf(await bot.say(ada, 'report please')).title).toContain('November 2026');
  });

  it.each([
    ['oncal end', 'oncall end'],
    ['astrinte fin', 'astreinte fin'],
  ])('“%s” is a slip, whose button does all of it', async (typed, meant) => {
    await bot.say(ada, 'oncall me until 18:00');
    const card = cardOf(await bot.say(ada, typed));
    const [first] = card.buttons;
    expect(card.title).toContain(typed);
    expect(first?.label).toContain(meant);
    const done = await bot.press(ada, first?.id ?? '', first?.value ?? '');
    expect(text(done)).toMatch(/The temporary on-call duty has ended|C’est terminé/);
  });
});

it('numbers that name several alerts are answered together', async () => {
  await bot.send({}, {});
  expect(cardOf(await bot.say(sam, 'ack 1 2')).buttons.map(({ id }) => id)).toContain('alerts.acknowledgeMany');
});

it.each(['say', 'press'] as const)(
  'to resolve a resolved alert says who did it and when, with Reopen: %s',
  async (how) => {
    await bot.send({});
    await bot.resolve(sam, 'webhook:default a1');
    const reply =
      how === 'say' ? await bot.say(ada, 'resolve 1') : await bot.press(ada, 'alerts.resolve', 'webhook:default a1');
    const card = cardOf(reply);
    expect(text(card)).toContain('Already resolved by Sam');
    expect(text(card)).toMatch(/24 Nov/);
    expect(card.buttons.map(({ id }) => id)).toContain('alerts.reopen');
  },
);

describe('a guest', () => {
  beforeEach(() => bot.knows(eve, { why: 'guest' }));

  it('reads on Home who may use the bot', async () => {
    const card = cardOf(await bot.opens(eve));
    expect(card).toMatchObject({ title: 'Who can use this bot', tone: 'neutral' });
    expect(text(card)).toContain('it is for members of the organisation');
  });

  it('is refused what they typed', async () => {
    expect(cardOf(await bot.say(eve, 'show')).title).toBe('You cannot do that');
  });
});

describe('a button or a form that no card has any more', () => {
  it.each(['en', 'fr'] as const)('is answered with that, and its card stays: %s', async (locale) => {
    const old = await aBot({ locale });
    const { cardTooOld } = messages(locale).rights;
    for (const reply of [
      await old.press(ada, 'old.thing', ''),
      await old.handle({
        kind: 'submit',
        form: 'old.form',
        state: '',
        values: {},
        from: ada,
        locale,
        fromChannel: null,
        key: null,
      }),
    ]) {
      expect(reply).toMatchObject({ kind: 'card', instead: false, brief: cardTooOld });
      expect(text(cardOf(reply))).toContain(cardTooOld);
    }
  });
});
