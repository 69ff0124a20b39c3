import { beforeEach, describe, expect, it } from 'vitest';
import { aBot, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, eve, sam, slackChannel } from '../support/partner.ts';

let bot: TestBot;
beforeEach(async () => {
  bot = await aBot();
  await bot.channelsAre(slackChannel);
});
const storm = async (count = 60) => {
  await bot.send(...Array.from({ length: count }, (_, n) => ({ id: `x${n}`, severity: 'medium' })));
  await bot.world.time.advance(10_000);
};
const ways = ['resolve all', 'ack all', 'Resolve all alerts!', 'acknowledge everything', 'ack all of them'];
const enFrançais = ['résoudre tout', 'prendre tout', 'prendre toutes les alertes', 'tout résoudre'];

const asked = async (who: typeof sam, words: string) => {
  const reply = await bot.say(who, words);
  return reply.kind === 'form' ? text(reply.form.intro) : text(cardOf(reply));
};

describe('all at once', () => {
  it.each([
    ...ways,
    ...enFrançais,
    'how do I resolve all alerts at once?',
    'I want to acknowledge all of the open alerts',
    'je veux résoudre toutes les alertes',
    'comment puis-je prendre en charge toutes les alertes d’un coup ?',
  ])('“%s” asks one question about all of them, in a grouped card or not', async (words) => {
    await storm();
    await bot.send({ id: 'high' });
    await bot.world.time.advance(10_000);
    expect(await asked(sam, words)).toMatch(/(High|Élevée)\s?: 1 · (Medium|Moyenne)\s?: 60/);
  });

  it('does it by that answer, and says then that nothing is left', async () => {
    await storm();
    const [yes] = cardOf(await bot.say(sam, 'ack all')).buttons;
    const done = await bot.press(sam, yes?.id ?? '', yes?.value ?? '');
    expect(text(done)).toContain('60 alerts are acknowledged');
    await bot.world.time.advance(10_000);
    expect(text(bot.channel().at(-1)?.card)).toContain('60 security alerts, all acknowledged');
    expect(text(cardOf(await bot.say(sam, 'ack all')).text)).toContain('All open alerts are acknowledged');
    await bot.submit(sam, formOf(await bot.say(sam, 'résoudre tout')), { reason: 'ignore', note: '' });
    expect(text(cardOf(await bot.say(sam, 'resolve all')).text)).toContain('There are no open alerts');
  });

  it('is for responders, as each of them is', async () => {
    await storm();
    expect(cardOf(await bot.say(eve, 'ack all')).title).toBe('You cannot do that');
    expect(await asked(ada, 'ack all')).toContain('Acknowledge all (60)');
  });

  it.each([...ways, ...enFrançais])('“%s” with none open says so', async (words) => {
    const shown = cardOf(await bot.say(sam, words));
    expect(text(shown.text)).toMatch(
      /no open alerts|All open alerts are|aucune alerte|Toutes les alertes ouvertes sont/i,
    );
    expect(shown.rows).toEqual([]);
  });

  it.each(['do I have to resolve all alerts within a day?', 'résoudre tout problème du portail'])(
    '“%s” stays a question',
    async (words) => {
      await storm();
      expect(text(await bot.say(sam, words))).not.toContain('alerts.resolveMany');
    },
  );
});
