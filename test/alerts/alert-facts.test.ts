import { beforeEach, describe, expect, it } from 'vitest';
import { type Card, plainOf } from '../../src/view/view.ts';
import { aBot, allOf, cardOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, eve, sam, slackChannel } from '../support/partner.ts';

let bot: TestBot;
const id = 'webhook:default one';
const timeline = async () => cardOf(await bot.say(ada, 'alerts 1'));
const stateLine = async () => (await timeline()).text.map(plainOf).join('\n');

beforeEach(async () => {
  bot = await aBot();
  await bot.send({ id: 'one' });
});

describe('who acknowledged an alert', () => {
  it('is nobody when it was resolved at once', async () => {
    await bot.say(sam, 'resolve 1 fraud');
    expect(await stateLine()).toContain('Resolved by Sam');
    expect(await stateLine()).not.toContain('Acknowledged');
    expect(text((await timeline()).rows)).not.toContain('acknowledged');
  });

  it('is nobody either when it was resolved at once after it was reopened', async () => {
    await bot.say(sam, 'ack 1');
    await bot.say(sam, 'resolve 1 fraud');
    await bot.say(ada, 'reopen 1');
    await bot.say(ada, 'resolve 1 legitimate');
    expect(await bot.alert(id)).toMatchObject({ acknowledged: null, resolved: { byName: 'Ada' } });
    expect(await stateLine()).not.toMatch(/Acknowledged|Sam/);
  });
});

it('an alert that was reopened twice says who did it last', async () => {
  await bot.channelsAre(slackChannel);
  await bot.send({ id: 'two' });
  for (const who of [sam, ada]) {
    await bot.say(ada, 'resolve 2 fraud');
    await bot.say(who, 'reopen 2');
  }
  await bot.world.time.advance(60_000);
  const shown = text(bot.channel('alert webhook:default two')[0]?.card);
  expect(shown).toContain('. Reopened by Ada');
});

describe('reopening an alert that is acknowledged and not resolved', () => {
  beforeEach(async () => void (await bot.say(sam, 'ack 1')));

  const asks = [
    ['“reopen 1”', () => bot.say(ada, 'reopen 1')],
    ['a press on a card of when it was resolved', () => bot.press(ada, 'alerts.reopen', id)],
    ['a press that names it by its number', () => bot.press(ada, 'alerts.reopen', '1')],
  ] as const;
  const reopenIn = ({ buttons: [first] }: Card) => bot.press(ada, first?.id ?? '', first?.value ?? '');

  it.each(asks)('is asked about first by %s, and nothing is changed until then', async (_how, ask) => {
    const asked = cardOf(await ask());
    expect(text(asked.text)).toContain('acknowledged this alert, but nobody has resolved it');
    expect(asked.buttons[0]).toMatchObject({ id: 'alerts.reopen', label: 'Reopen' });
    expect(await bot.alert(id)).toMatchObject({ status: 'investigating', acknowledged: { byName: 'Sam' } });
  });

  it('is asked about in the language that somebody types, and never by who works elsewhere', async () => {
    expect(cardOf(await bot.say(eve, 'reopen 1')).title).toBe('You cannot do that');
    expect(cardOf(await bot.press(eve, 'alerts.reopen', id)).title).toBe('You cannot do that');
    expect(text(cardOf(await bot.say(ada, 'rouvrir 1')).text)).toContain('Rien n’a été modifié.');
  });

  it('says whose acknowledgement no longer counts', async () => {
    const done = cardOf(await reopenIn(cardOf(await bot.say(ada, 'reopen 1'))));
    expect(text(done.text)).toContain('Somebody has to acknowledge it again');
    expect(text(done.text)).toContain('Sam <');
    expect(await bot.alert(id)).toMatchObject({ status: 'active', acknowledged: null });
  });

  it('is asked about again when somebody else has acknowledged it since the question', async () => {
    const asked = cardOf(await bot.say(ada, 'reopen 1'));
    await reopenIn(asked);
    await bot.world.time.advance(1_000);
    await bot.say(ada, 'ack 1');
    const again = cardOf(await reopenIn(asked));
    expect(text(again.text)).toContain('Nothing was changed.');
    expect(await bot.alert(id)).toMatchObject({ status: 'investigating', acknowledged: { byName: 'Ada' } });
  });

  it('is asked about by a press that comes twice, each time', async () => {
    for (const _ of [1, 2]) {
      const asked = cardOf(await bot.press(ada, 'alerts.reopen', id, null, 'k1'));
      expect(text(asked.text)).toContain('Nothing was changed.');
    }
  });
});

it('a reopened alert is to be answered within 24 hours of that', async () => {
  await bot.say(sam, 'resolve 1 fraud');
  await bot.world.time.advance(3_600_000);
  const until = new Date(Date.parse(bot.world.time.now()) + 86_400_000).toISOString();
  const reopened = cardOf(await bot.say(ada, 'reopen 1'));
  const answerBy = new RegExp(`Answer by [^<]*<${until}>`);
  expect(text(reopened.text)).toMatch(answerBy);
  expect(text((await timeline()).text)).toMatch(answerBy);
  expect(text(allOf(reopened)?.facts)).toContain('(24 hours after the alert was reopened)');
  expect(text(cardOf(await bot.say(ada, 'alerts')).rows)).toContain(until);
  await bot.say(sam, 'ack 1');
  expect(await stateLine()).not.toContain('Answer by');
});

it('what a drill is is said in full, however many people are called', async () => {
  const contact = (await bot.tenant())?.contact;
  const many = [1, 2, 3, 4, 5, 6, 7, 8].map((n) => `slack:T1/U${n}` as const);
  if (contact) await bot.edit({ contact: { ...contact, onCall: many } });
  await bot.drill(ada);
  await bot.world.time.advance(5_000);
  expect(text(bot.channel().at(-1)?.card.text)).toContain('nothing has happened. Please acknowledge it.');
});

it('an alert that only administrators have is no more than Reopen once it is resolved', async () => {
  const contact = (await bot.tenant())?.contact;
  if (contact) await bot.edit({ contact: { ...contact, channels: [] } });
  await bot.send({ id: 'alone' });
  await bot.world.time.advance(5_000);
  const buttons = () =>
    bot
      .inPrivate(ada)
      .at(-1)
      ?.card.buttons.map((one) => one.id);
  expect(buttons()).toContain('contact.update');
  await bot.say(ada, 'resolve 2 fraud');
  await bot.world.time.advance(5_000);
  expect(buttons()).toEqual(['alerts.reopen']);
});
