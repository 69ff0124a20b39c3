import { beforeEach, describe, expect, it } from 'vitest';
import { newestStep, withStep } from '../../src/domain/alert/timeline.ts';
import { aBot, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, contoso, sam, slackChannel } from '../support/partner.ts';

let bot: TestBot;
const id = (name: string) => `webhook:default ${name}`;
beforeEach(async () => {
  bot = await aBot();
  await bot.channelsAre(slackChannel);
  await bot.send({ id: 's' });
  await bot.world.time.advance(3_000);
});
const resolve = async (who: typeof sam, name = 's') => bot.resolve(who, id(name), { reason: 'fraud', note: 'secret' });
const steps = async () => (await bot.alert(id('s')))?.timeline ?? [];
const titles = async (who = sam, words = 'history') =>
  cardOf(await bot.say(who, words)).rows.map(({ title }) => text(title));

describe('the story of an alert', () => {
  it('says each day once, and repeats nothing of its lines and small print', async () => {
    await bot.press(sam, 'alerts.acknowledge', id('s'));
    await bot.world.time.advance(24 * 3_600_000);
    await bot.say(sam, 'note 1 done');
    const { rows, facts } = cardOf(await bot.say(sam, 'alerts 1'));
    const isTimeAlone = rows.map(({ title }) => text(title).includes('(time only)'));
    expect(isTimeAlone).toEqual([false, ...Array(rows.length - 2).fill(true), false]);
    expect(facts.map(({ label }) => label)).toEqual(['On call when the alert arrived', 'Source']);
  });

  it('takes a sender’s many changes as one step, and says how many', async () => {
    for (let n = 0; n < 220; n++) await bot.send({ id: 's', description: `n${n}` });
    expect((await steps()).map(({ what, times }) => [what, times])).toEqual([
      ['received', undefined],
      ['changed', 220],
    ]);
    const timeline = cardOf(await bot.say(sam, 'alerts 1'));
    expect(text(timeline.rows)).toContain('220 times');
    expect(text(timeline.footer)).not.toContain(
      '192 earlier steps are not shown here. To get all steps, press “Send me the details”.',
    );
  });

  it('is numbered on where an older version gave its steps no numbers', async () => {
    await bot.press(sam, 'alerts.acknowledge', id('s'));
    const old = (await steps()).map(({ number: _number, ...step }) => step);
    const [first] = old;
    expect(newestStep(old)).toBe(1);
    if (first) expect(withStep(old, first).at(-1)?.number).toBe(2);
  });

  it('keeps who acted, whatever the sender does', async () => {
    await bot.press(sam, 'alerts.acknowledge', id('s'));
    for (let n = 0; n < 300; n++) await bot.send({ id: 's', displayName: `n${n}` });
    expect((await steps()).length).toBe(200);
    expect(text(cardOf(await bot.say(sam, 'alerts 1')).footer)).toContain(
      '192 earlier steps are not shown here. To get all steps, press “Send me the details”.',
    );
    expect((await steps()).slice(0, 2)).toMatchObject([{ what: 'received' }, { what: 'acknowledged', byName: 'Sam' }]);
  });

  it('has a line in the thread for each thing done, after any number of steps', async () => {
    for (let n = 0; n < 300; n++) await bot.send({ id: 's', displayName: `n${n}` });
    for (let round = 0; round < 3; round++) {
      await resolve(sam);
      await bot.world.time.advance(5_000);
      await bot.press(sam, 'alerts.reopen', id('s'));
      await bot.world.time.advance(5_000);
    }
    const lines = bot.channel('followUp');
    expect(lines.map(({ card }) => /resolved|reopened/.exec(text(card.text))?.[0])).toEqual([
      'resolved',
      'reopened',
      'resolved',
      'reopened',
      'resolved',
      'reopened',
    ]);
  });
});

describe('the audit trail', () => {
  it('has what people did about alerts, one line each, in both languages', async () => {
    await bot.press(sam, 'alerts.acknowledge', id('s'));
    await bot.press(sam, 'alerts.acknowledge', id('s'));
    await bot.world.time.advance(60_000);
    await resolve(ada);
    await bot.world.time.advance(60_000);
    await bot.press(sam, 'alerts.reopen', id('s'));
    await bot.world.time.advance(60_000);
    await bot.drill(sam);
    const form = formOf(await bot.say(sam, 'raise'));
    await bot.submit(sam, form, { displayName: 'Phoned in', severity: 'low', description: '' });
    const said = await titles();
    expect(said.map((title) => title.replace(/ <[^>]*>/, ''))).toEqual([
      'Sam raised alert 3',
      'Sam started drill 2',
      'Sam reopened alert 1',
      'Ada resolved alert 1 (Fraud)',
      'Sam acknowledged alert 1',
    ]);
    expect(
      text(await bot.world.store.read((reader) => reader.history({ tenantId: contoso, before: null, limit: 9 }))),
    ).not.toContain('secret');
    bot.world.slack.people.set(sam, {
      kind: 'member',
      email: null,
      locale: 'fr',
      timezone: null,
      id: sam,
      name: 'Sam',
    });
    await bot.world.time.advance(600_000);
    expect((await titles(sam, 'historique')).join()).toContain('a résolu l’alerte 1 (Fraude)');
  });

  it('has an entry for each of what was acknowledged at once, and what one person did in a minute as one line', async () => {
    await bot.send(...Array.from({ length: 30 }, (_, n) => ({ id: `m${n}`, severity: 'medium' })));
    await bot.world.time.advance(10_000);
    const all =
      bot
        .channel()
        .at(-1)
        ?.card.buttons.find((one) => one.id === 'alerts.acknowledgeAll')?.value ?? '';
    await bot.press(sam, 'alerts.acknowledgeAll', all);
    await bot.send({ id: 'b' });
    await bot.press(sam, 'alerts.acknowledge', id('s'));
    await bot.press(sam, 'alerts.acknowledge', id('b'));
    const said = await titles();
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('acknowledged alert 32, 1, 31, 30');
  });
});
