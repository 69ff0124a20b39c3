import { beforeEach, describe, expect, it } from 'vitest';
import { aBot, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, eve, sam, slackChannel } from '../support/partner.ts';

let on: TestBot;
beforeEach(async () => {
  on = await aBot();
  await on.channelsAre(slackChannel);
});
const storm = async (count = 60) => {
  await on.send(...Array.from({ length: count }, (_, n) => ({ id: `x${n}`, severity: 'medium' })));
  await on.world.time.advance(10_000);
};
const rowsOf = async (who: typeof sam, words: string) => cardOf(await on.say(who, words)).rows;
const ways = ['resolve all', 'ack all', 'Resolve all alerts!', 'acknowledge everything', 'ack all of them'];
const enFrançais = ['résoudre tout', 'prendre tout', 'prendre toutes les alertes', 'tout résoudre'];

describe('all at once', () => {
  it.each([
    ...ways,
    ...enFrançais,
    'how do I resolve all alerts at once?',
    'I want to acknowledge all of the open alerts',
    'je veux résoudre toutes les alertes',
    'comment puis-je prendre en charge toutes les alertes d’un coup ?',
  ])('“%s” leads to the card for many, with what it can do', async (words) => {
    await storm();
    const [first, ...others] = await rowsOf(sam, words);
    expect(others).toEqual([]);
    expect(text(first?.title)).toMatch(/60/);
    expect(text(first?.detail)).toContain('https://contoso-partners.slack.com/archives/C1/');
    expect([first?.button?.id, first?.second?.id]).toEqual(['alerts.acknowledgeAll', 'alerts.resolveAll']);
  });

  it('does it by the buttons of that answer, and says then that nothing is left', async () => {
    await storm();
    const [first] = await rowsOf(sam, 'resolve all');
    const done = await on.press(sam, 'alerts.acknowledgeAll', first?.button?.value ?? '');
    expect(text(done)).toContain('60 alerts are acknowledged');
    expect(text(cardOf(await on.say(sam, 'ack all')).text)).toContain('No alert waits to be acknowledged');
    const [left] = await rowsOf(sam, 'résoudre tout');
    expect(left?.button?.id).toBe('alerts.resolveAll');
    const form = formOf(await on.press(sam, 'alerts.resolveAll', left?.button?.value ?? ''));
    await on.submit(sam, form, { reason: 'ignore', note: '' });
    expect(text(cardOf(await on.say(sam, 'resolve all')).text)).toContain('There are no open alerts');
  });

  it('says how many others have cards of their own', async () => {
    await storm();
    await on.send({ id: 'high' });
    await on.world.time.advance(10_000);
    expect(text(cardOf(await on.say(sam, 'ack all')).text)).toContain('1 other alert has its own card');
  });

  it('is for responders, as each of them is', async () => {
    await storm();
    expect(cardOf(await on.say(eve, 'ack all')).title).toBe('You cannot do that');
    expect((await rowsOf(ada, 'ack all'))[0]?.button?.id).toBe('alerts.acknowledgeAll');
  });

  it.each(ways)('“%s” without such a card says that one is done at a time, and lists them', async (words) => {
    await on.send({ id: 'one' }, { id: 'two' });
    const shown = cardOf(await on.say(sam, words));
    expect(text(shown.text)).toContain('one alert at a time');
    expect(text(shown.text)).toMatch(/\/security-contact (ack|resolve) 17”/);
    expect(shown.rows).toHaveLength(2);
    expect((await on.alert('webhook:default one'))?.status).toBe('active');
  });

  it.each([...ways, ...enFrançais])('“%s” with none open says so', async (words) => {
    const shown = cardOf(await on.say(sam, words));
    expect(text(shown.text)).toMatch(/no open alerts|No alert waits|aucune alerte/i);
    expect(shown.rows).toEqual([]);
  });

  it.each(['do I have to resolve all alerts within a day?', 'résoudre tout problème du portail'])(
    '“%s” stays a question',
    async (words) => {
      await storm();
      expect(text(await on.say(sam, words))).not.toContain('alerts.resolveAll');
    },
  );
});
