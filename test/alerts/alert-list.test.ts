import { beforeEach, describe, expect, it } from 'vitest';
import { aBot, cardOf, type TestBot, text } from '../support/a-bot.ts';
import { contoso, sam } from '../support/partner.ts';

let bot: TestBot;
const id = (name: string) => `webhook:default ${name}`;
const hoursAgo = (hours: number) => new Date(Date.parse(bot.world.time.now()) - hours * 3_600_000).toISOString();
const numbersOf = (card: ReturnType<typeof cardOf>) =>
  card.rows.map(({ title }) => Number(String(title).split(' ')[0]));
const numbers = async (words: string) => numbersOf(cardOf(await bot.say(sam, words)));
const labels = (card: ReturnType<typeof cardOf>) => card.buttons.map(({ label }) => label);

beforeEach(async () => {
  bot = await aBot();
});

describe('`alerts`', () => {
  it('has high ones first, what nobody acknowledged before the rest, and of each what has to be answered first', async () => {
    await bot.send({ severity: 'low', detectedDateTime: hoursAgo(20) }, { severity: 'medium' });
    await bot.send({ id: 'late', detectedDateTime: hoursAgo(2) }, { id: 'later', detectedDateTime: hoursAgo(1) });
    await bot.send({ id: 'first', detectedDateTime: hoursAgo(3) });
    await bot.press(sam, 'alerts.acknowledge', id('late'));
    expect(await numbers('alerts')).toEqual([5, 4, 3, 2, 1]);
    expect(await numbers('alerts unacknowledged')).toEqual([5, 4, 2, 1]);
    const [first, , acknowledged] = cardOf(await bot.say(sam, 'alerts')).rows;
    expect(text(first?.detail)).toMatch(/Not acknowledged · Contoso · answer by .*2026-11-25T06:00/);
    expect(text(acknowledged?.detail)).toMatch(/Acknowledged · Contoso · detected .*2026-11-24T07:00/);
  });

  it('goes forward and back, in place, with filter buttons that keep what was searched for', async () => {
    await bot.send(...Array.from({ length: 20 }, (_, n) => ({ id: `n${n}`, severity: n < 10 ? 'high' : 'low' })));
    let shown = cardOf(await bot.say(sam, 'alerts'));
    const together = ['Acknowledge all (20)', 'Resolve all (20)'];
    expect(labels(shown)).toEqual([...together, 'Next', 'Only unacknowledged']);
    const press = async (label: string) => {
      const button = shown.buttons.find((one) => one.label === label);
      const reply = await bot.press(sam, button?.id ?? '', button?.value ?? '');
      expect(reply).toMatchObject({ instead: true });
      shown = cardOf(reply);
      return numbersOf(shown);
    };
    expect(await press('Next')).toEqual([7, 8, 9, 10, 11, 12]);
    for (const numbers of [
      [13, 14, 15, 16, 17, 18],
      [19, 20],
    ])
      expect(await press('Next')).toEqual(numbers);
    expect(labels(shown)).toEqual(['Previous', 'Only unacknowledged']);
    expect(shown.buttons.map(({ beginsRow }) => beginsRow)).toEqual([true, true]);
    for (const first of [13, 7, 1])
      expect(await press('Previous')).toEqual(Array.from({ length: 6 }, (_, n) => first + n));
    shown = cardOf(await bot.say(sam, 'alerts high'));
    expect(numbersOf(shown)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(shown.summary).toBe('High: 10 open alerts.');
    expect(labels(shown).slice(2)).toEqual(['Next', 'All open alerts', 'Only unacknowledged']);
    await bot.press(sam, 'alerts.acknowledge', id('n0'));
    expect(await press('Only unacknowledged')).toEqual([2, 3, 4, 5, 6, 7]);
    shown = cardOf(await bot.say(sam, 'alerts medium contoso'));
    expect(shown.text).toEqual(['No open alert matches “Medium, contoso”.']);
    expect(await press('All open alerts')).toEqual([2, 3, 4, 5, 6, 7]);
  });

  it('shows its last page when what was there was resolved meanwhile', async () => {
    await bot.send(...Array.from({ length: 7 }, (_, n) => ({ id: `n${n}` })));
    await bot.say(sam, 'resolve 7 ignore');
    expect(numbersOf(cardOf(await bot.press(sam, 'alerts.next', '6 ')))).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it.each([
    ['alerts mining', [1, 3]],
    ['alerts MINING pool', [1]],
    ['alerts for the mining pool', [1]],
    ['alertes “minage illégal”', [2]],
    ['alerts contoso mining', [1, 3]],
    ['alerts low mining', [3]],
    ['alerts vm-17', [2]],
    ['alerts sam', [3]],
    ['alerts nothing of this', []],
  ])('searches: “%s”', async (words, found) => {
    await bot.send(
      { id: 'a', displayName: 'Connections to a mining pool' },
      { id: 'b', displayName: 'Minage illegal', affectedResources: [{ resourceId: '/vms/vm-17' }] },
      { id: 'c', displayName: 'Budget', description: 'Crypto mining?', severity: 'low' },
    );
    await bot.say(sam, 'resolve 3 fraud');
    expect(await numbers(words)).toEqual(found);
  });

  it('says that it searched, and where else to look', async () => {
    await bot.send({ displayName: 'Mining', partnerTenantId: contoso });
    expect(cardOf(await bot.say(sam, 'alerts mining'))).toMatchObject({
      title: 'Alerts found',
      summary: '1 alert matches “mining”.',
    });
    expect(cardOf(await bot.say(sam, 'alerts nowhere')).summary).toBe(
      'No open alert matches “nowhere”. To see an older alert, type its number.',
    );
  });
});
