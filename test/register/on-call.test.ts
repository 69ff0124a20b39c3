import { beforeEach, describe, expect, it } from 'vitest';
import { onCallAt } from '../../src/domain/tenant/on-call.ts';
import { aBot, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, aTenant, eve, sam, slackChannel, teamsChannel, tina } from '../support/partner.ts';

const bea = 'slack:T1/UBEA';
const now = '2026-11-24T10:00:00.000Z';

let bot: TestBot;

beforeEach(async () => {
  bot = await aBot({
    clock: now,
    chats: {
      people: { [ada]: 'Ada', [sam]: 'Sam', [bea]: 'Bea Blue', [eve]: 'Eve', [tina]: 'Tina' },
      channels: [
        { channel: slackChannel, facts: { name: 'soc' }, members: [sam, bea] },
        { channel: teamsChannel, facts: { name: 'soc' }, members: [tina] },
      ],
    },
    tenants: [aTenant({ contact: { onCall: [sam] } }, now)],
  });
  for (const who of [ada, sam, bea, eve]) await bot.say(who, 'help');
});

const tenant = () => bot.tenant();
const firstAt = async (at = bot.world.time.now()) => onCallAt(await tenant(), at).first;
const cardText = (reply: Awaited<ReturnType<TestBot['say']>>) => text(cardOf(reply));
const linesTo = (queue: string) =>
  bot.world.slack.messages.filter(({ to, card }) => to === queue && card.title === 'On call');

describe('oncall', () => {
  it('shows every member who is on call now, and who is next', async () => {
    await bot.say(bea, 'oncall me until 18:00');
    const shown = cardOf(await bot.say(eve, 'oncall'));
    expect(shown.summary).toBe('On call for Contoso now: Sam, Bea Blue.');
    expect(text(shown.facts)).toMatch(/^Next: .*Sam.*2026-11-24T18:00:00.000Z/m);
    expect(shown.buttons.map(({ id }) => id)).toEqual(['contact.show']);
    expect(cardOf(await bot.say(bea, 'garde')).buttons.map(({ id }) => id)).toEqual([
      'contact.onCall',
      'contact.handOver',
      'contact.endOnCall',
      'contact.show',
    ]);
  });

  it('me until 18:00 adds whoever may answer alerts, until then', async () => {
    expect(cardText(await bot.say(bea, 'oncall me until 18:00'))).toContain('These people also stay on call: ');
    expect(await firstAt()).toEqual([sam, bea]);
    expect(await firstAt('2026-11-24T17:59:59.999Z')).toEqual([sam, bea]);
    expect(await firstAt('2026-11-24T18:00:00.000Z')).toEqual([sam]);
    expect(cardText(await bot.say(eve, 'oncall me until 18:00'))).toContain('You cannot do that');
    expect(await firstAt()).toEqual([sam, bea]);
  });

  it.each([
    ['oncall @Bea until monday 9:00', '2026-11-30T09:00:00.000Z'],
    ['oncall <@UBEA|bblue> until monday 9:00', '2026-11-30T09:00:00.000Z'],
    ['oncall <@UBEA> until monday 9:00', '2026-11-30T09:00:00.000Z'],
    ['astreinte Bea Blue jusqu’à lundi 9h', '2026-11-30T09:00:00.000Z'],
    ['garde @bea jusqu’à 18h30 pour Contoso', '2026-11-24T18:30:00.000Z'],
  ])('%s replaces whoever says so', async (words, until) => {
    await bot.say(sam, words);
    expect(await firstAt()).toEqual([bea]);
    expect((await tenant())?.overrides).toMatchObject([{ who: bea, by: sam, until }]);
  });

  it('goes by whom the platform says that somebody mentioned, and not by the name: also of somebody new, also for one of several tenants', async () => {
    const neu = 'slack:T1/UNEU';
    bot.knows(neu, 'Beatrice Neu');
    await bot.say(sam, 'oncall <@UNEU|bea> until monday 9:00');
    expect(await firstAt()).toEqual([neu]);
    expect(formOf(await bot.say(sam, 'oncall <@UNEU|bea> <@UBEA> until monday 9:00')).problems).toHaveProperty(
      'onCall',
    );
    expect(formOf(await bot.say(sam, 'oncall <@UBEA|bblue>')).fields).toMatchObject([{ value: [{ id: bea }] }, {}]);
    const northwind = aTenant({ id: '99999999-4444-4444-8444-444444444444', name: 'Northwind' }, now);
    await bot.world.store.change((tx) => tx.put('tenants', northwind));
    const [row] = cardOf(await bot.say(bea, 'oncall <@UNEU|bea> until tuesday 9:00')).rows;
    await bot.press(bea, row?.button?.id ?? '', row?.button?.value ?? '');
    expect((await tenant())?.overrides?.at(-1)).toMatchObject({ who: neu, by: bea });
  });

  it('goes by Teams’ mentions too, whose names are those of people', async () => {
    const home = tina.slice(0, tina.indexOf('/'));
    const [one, two] = ['55555555-5555-4555-8555-555555555555', '66666666-6666-4666-8666-666666666666'];
    for (const id of [one, two]) bot.knows(`${home}/${id}`, 'Max Mu');
    await bot.say(tina, 'oncall <at>Max Mu</at> until 18:00', null, [two]);
    expect(await firstAt()).toEqual([sam, `${home}/${two}`]);
    const { problems, fields } = formOf(await bot.say(tina, 'garde <at>Max Mu</at>', null, [one]));
    expect(fields).toMatchObject([{ value: [{ id: `${home}/${one}` }] }, {}]);
    expect(problems).toEqual({ until: expect.stringContaining('une heure de fin') });
  });

  it('of an admin replaces everybody', async () => {
    const { change } = bot.world.store;
    // The change comes later than the question.
    bot.world.store.change = async (...args) => {
      bot.world.time.set(new Date(Date.parse(bot.world.time.now()) + 5_000).toISOString());
      return change(...args);
    };
    const done = await bot.say(ada, 'oncall @Bea until 18:00');
    expect(await firstAt()).toEqual([bea]);
    expect(cardText(done)).not.toContain('These people also stay on call');
  });

  it.each([
    ['oncall me until tonight midnight', '2026-11-25T00:00:00.000Z'],
    ['astreinte moi jusqu’à ce soir minuit', '2026-11-25T00:00:00.000Z'],
    ['oncall me until today 0:00', '2026-11-25T00:00:00.000Z'],
    ['oncall me until 24:00', '2026-11-25T00:00:00.000Z'],
    ['oncall me until monday 24:00', '2026-12-01T00:00:00.000Z'],
    ['oncall me until 18:00 tomorrow', '2026-11-25T18:00:00.000Z'],
    ['oncall me until 6 pm tomorrow', '2026-11-25T18:00:00.000Z'],
    ['oncall me until next monday 9:00', '2026-11-30T09:00:00.000Z'],
    ['oncall me until next tuesday 18:00', '2026-12-01T18:00:00.000Z'],
    ['garde moi jusqu’à lundi prochain 9h', '2026-11-30T09:00:00.000Z'],
    ['astreinte moi jusqu’à 9 h 30', '2026-11-25T09:30:00.000Z'],
    ['astreinte moi jusqu’à 18 h', '2026-11-24T18:00:00.000Z'],
    ['astreinte moi jusqu’à demain matin 9h', '2026-11-25T09:00:00.000Z'],
    ['astreinte moi jusqu’à demain soir minuit', '2026-11-26T00:00:00.000Z'],
  ])('%s', async (words, until) => {
    await bot.say(bea, words);
    expect((await tenant())?.overrides).toMatchObject([{ who: bea, until }]);
  });

  it('leaves what an admin did to whoever may end it', async () => {
    bot.hasChannel(slackChannel, { name: 'soc' }, [sam, bea, eve]);
    await bot.say(ada, 'oncall @Bea until friday 9:00');
    expect(cardText(await bot.say(eve, 'oncall end'))).toContain('You cannot do that');
    await bot.say(eve, 'oncall @Bea until 10:05');
    expect([await firstAt(), await firstAt('2026-11-24T10:05:00.000Z')]).toEqual([[bea], [bea]]);
    await bot.say(eve, 'oncall me until friday 9:00');
    await bot.say(bea, 'oncall me until monday 9:00');
    expect(await firstAt()).toEqual([bea, eve]);
  });

  it.each([
    [sam, 'oncall @Bea until monday 9:00', bea, 'oncall me until tuesday 9:00'],
    [sam, 'oncall @Bea until monday 9:00', sam, 'oncall @Bea until tuesday 9:00'],
    [ada, 'oncall @Bea until monday 9:00', bea, 'oncall me until tuesday 9:00'],
  ])('a later end leaves those off call who were replaced: %s, %s, then %s, %s', async (first, words, then, later) => {
    await bot.say(first, words);
    await bot.say(then, later);
    expect(await firstAt('2026-11-30T08:59:59.999Z')).toEqual([bea]);
    expect(await firstAt('2026-12-01T08:59:59.999Z')).toEqual([bea]);
    expect(await firstAt('2026-12-01T09:00:00.000Z')).toEqual([sam]);
  });

  it('end gives lists and calendars back, to whoever did it, to whom it concerns, and to admins', async () => {
    for (const who of [sam, bea, ada]) {
      await bot.say(sam, 'oncall @Bea until 18:00');
      expect(cardText(await bot.say(eve, 'oncall end'))).toContain('You cannot do that');
      expect(await firstAt()).toEqual([bea]);
      await bot.say(who, 'oncall end');
      expect(await firstAt()).toEqual([sam]);
    }
    expect(cardText(await bot.say(sam, 'oncall end'))).toContain('No temporary on-call duty is running for Contoso.');
  });

  it.each([
    ['oncall me until 2026-11-01 09:00', 'That time has passed.'],
    ['oncall me until today 9:00', 'That time has passed.'],
    ['oncall me until soon', 'an end time'],
    ['oncall me until tomorrow evening 8:00', 'an end time'],
    ['oncall me until 25:00', 'an end time'],
    ['oncall me', 'an end time'],
    ['oncall me until 2026-12-24 09:00', 'more than 14 days'],
    ['oncall @Nobody until 18:00', undefined],
  ])('%s opens the form with what is wrong', async (words, problem) => {
    const { problems, fields } = formOf(await bot.say(bea, words));
    expect(problems[problem === undefined ? 'onCall' : 'until']).toContain(problem ?? 'choose one person');
    const form = formOf(await bot.say(bea, words));
    await bot.submit(bea, form, { onCall: ['UBEA'], until: 'tomorrow 9:00' });
    expect(fields.map(({ name }) => name)).toEqual(['onCall', 'until']);
    expect((await tenant())?.overrides).toMatchObject([{ who: bea, until: '2026-11-25T09:00:00.000Z' }]);
  });

  it('is one quiet line in the channels and to the admins, and tells whoever is replaced in private', async () => {
    await bot.say(bea, 'oncall me until 18:00');
    await bot.world.time.advance(60_000);
    expect(linesTo('slack:C1')).toHaveLength(1);
    expect(linesTo(ada)).toHaveLength(1);
    expect(linesTo(sam)).toHaveLength(1);
    expect(linesTo(bea)).toHaveLength(0);
    const card = linesTo('slack:C1')[0]?.card;
    expect(text(card?.text)).toMatch(
      /Now on call for Contoso: Bea Blue.*, until .*2026-11-24.* \(together with Sam.*\)\. Changed by Bea Blue/,
    );
    expect(card?.buttons.map(({ id }) => id)).toEqual(['contact.notUs']);
    const [notUs] = card?.buttons ?? [];
    await bot.press(sam, 'contact.notUs', notUs?.value ?? '', slackChannel);
    await bot.world.time.advance(60_000);
    expect(text(bot.world.slack.messages.map((one) => one.card))).toContain(
      'nobody in your organisation intended to change who is on call for Contoso',
    );
  });

  it('of somebody who is on call already is said, and nothing is told or recorded', async () => {
    const before = (await bot.world.store.read((reader) => reader.history({ tenantId: null, before: null, limit: 9 })))
      .length;
    const said = cardOf(await bot.say(ada, 'oncall Sam until 18:00'));
    await bot.world.time.advance(60_000);
    expect(text(said.text)).toContain('Sam');
    expect(text(said.text)).toContain('is already on call for Contoso, so nothing was changed.');
    expect(linesTo('slack:C1')).toEqual([]);
    const after = await bot.world.store.read((reader) => reader.history({ tenantId: null, before: null, limit: 9 }));
    expect(after).toHaveLength(before);
  });

  it('with a later end says the end, and nobody who stays', async () => {
    await bot.say(ada, 'oncall @Bea until 18:00');
    await bot.say(ada, 'oncall @Bea until 20:00');
    await bot.world.time.advance(60_000);
    const last = text(linesTo('slack:C1').at(-1)?.card.text);
    expect(last).toMatch(/Now on call for Contoso: Bea Blue [^,]*, until .*2026-11-24T20:00[^(]*Changed by Ada/);
  });

  it('has a button for somebody else, whose form has nobody', async () => {
    const { buttons } = cardOf(await bot.say(sam, 'oncall'));
    const handOver = buttons.find(({ id }) => id === 'contact.handOver');
    expect(handOver?.label).toBe('Hand over to…');
    const form = formOf(await bot.press(sam, 'contact.handOver', handOver?.value ?? ''));
    expect(form).toMatchObject({ id: 'contact.onCall', problems: {}, fields: [{ value: [], required: true }, {}] });
    await bot.submit(sam, form, { onCall: ['UBEA'], until: '18:00' });
    expect(await firstAt()).toEqual([bea]);
  });

  it('keeps both when two people hand over at once, and does a repeated request once', async () => {
    await Promise.all([bot.say(bea, 'oncall me until 18:00'), bot.say(sam, 'oncall @Ada until 19:00')]);
    expect((await tenant())?.overrides).toHaveLength(2);
    expect([...(await firstAt())].toSorted()).toEqual([ada, bea].toSorted());
  });
});

describe('the list of on-call people', () => {
  it('is changed by a quiet line when nothing else changes, and by the alarm when more does', async () => {
    const form = formOf(await bot.say(ada, 'update'));
    const contact = (await tenant())?.contact;
    const same = {
      kind: 'group',
      firstName: 'SOC',
      email: contact?.email ?? '',
      phone: contact?.phone ?? '',
      locale: 'en',
      timezone: 'UTC',
    };
    await bot.submit(ada, form, { ...same, channels: ['C1'], onCall: ['UBEA'] });
    await bot.world.time.advance(60_000);
    expect(linesTo('slack:C1')).toHaveLength(1);
    expect(bot.world.slack.messages.map(({ card }) => card.title)).not.toContain('The security contact was changed');
    const again = formOf(await bot.say(ada, 'update'));
    await bot.submit(ada, again, { ...same, phone: '+33142685301', channels: ['C1'], onCall: ['USAM'] });
    await bot.world.time.advance(60_000);
    expect(linesTo('slack:C1')).toHaveLength(1);
    expect(bot.world.slack.messages.map(({ card }) => card.title)).toContain('The security contact was changed');
  });
});
