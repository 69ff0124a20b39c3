/** Many alerts answered together by what is typed, and by the buttons of the list: one question for all of them. */
import { beforeEach, describe, expect, it } from 'vitest';
import { ChatError } from '../../src/ports/chat.ts';
import type { Reply } from '../../src/request/interaction.ts';
import { aBot, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, aTenant, eve, sam, slackChannel, teamsChannel } from '../support/partner.ts';
import { minute } from '../support/time.ts';

const fabrikam = '33333333-3333-4333-8333-333333333333';
let bot: TestBot;
const numbersIn = async (...states: string[]) =>
  (await bot.stored('alerts'))
    .filter(({ status }) => states.includes(status))
    .map(({ number }) => number)
    .toSorted((a, b) => a - b);
const acknowledged = () => numbersIn('investigating');
const resolved = () => numbersIn('resolved');
const buttonOf = (reply: Reply, id: string) => cardOf(reply).buttons.find((one) => one.id === id);
const acks = async (words: string, who = sam) => {
  const asked = await bot.say(who, words);
  const yes = buttonOf(asked, 'alerts.acknowledgeMany');
  return { asked: text(asked), done: yes ? text(await bot.press(who, yes.id, yes.value)) : '' };
};

beforeEach(async () => {
  bot = await aBot();
  await bot.channelsAre(slackChannel);
  // 1 and 2 from cipp, 3 to 5 from prom, of which 5 is a customer's, and a drill.
  await bot.send({ id: 'a', source: 'cipp' }, { id: 'b', source: 'cipp', severity: 'medium' });
  await bot.send({ id: 'c', source: 'prom' }, { id: 'd', source: 'prom', severity: 'low' });
  await bot.send({ id: 'e', source: 'prom', customerTenantId: fabrikam });
  await bot.drill(sam);
  await bot.world.time.advance(minute);
});

describe('many alerts are acknowledged by one question', () => {
  it.each([
    ['ack all', 5, [1, 2, 3, 4, 5]],
    ['prendre tout', 5, [1, 2, 3, 4, 5]],
    ['how do I acknowledge all alerts at once?', 5, [1, 2, 3, 4, 5]],
    ['ack 2 3 4', 3, [2, 3, 4]],
    ['ack 2-4', 3, [2, 3, 4]],
    ['ack #2, #4 and 5', 3, [2, 4, 5]],
    ['ack 4-2,1', 4, [1, 2, 3, 4]],
    ['ack 5 6', 2, [5, 6]],
    ['ack 2 - 4', 3, [2, 3, 4]],
    ['ack 2 to 4, please', 3, [2, 3, 4]],
    ['prendre 2 à 4', 3, [2, 3, 4]],
    ['ack 1 2..3 5—5', 4, [1, 2, 3, 5]],
    ['ack 1-2.', 2, [1, 2]],
    ['ack 4-9999999999', 3, [4, 5, 6]],
    ['ack all high', 3, [1, 3, 5]],
    ['ack all alerts of cipp', 2, [1, 2]],
    ['prendre toutes les alertes de prom', 3, [3, 4, 5]],
    ['ack cipp', 2, [1, 2]],
    ['ack CIPP please', 2, [1, 2]],
    [`ack ${fabrikam}`, 1, [5]],
  ])('“%s” names %i', async (words, count, numbers) => {
    const { asked, done } = await acks(words);
    const label = count === 1 ? '\\[Acknowledge\\]' : `(Acknowledge all|Tout acquitter) \\(${count}\\)`;
    expect(asked).toMatch(new RegExp(label));
    expect(await acknowledged()).toEqual(numbers);
    expect(done).toMatch(/acknowledged|acquittées?/);
  });

  it.each([
    'ack 2 and cipp',
    'ack 2 4th',
    'ack 2 -',
    'ack all except 3',
    'ack everything but 3',
    'ack cipp prom',
    'ack 1-2 of prom',
    'resolve cipp and prom ignore',
  ])('“%s” offers nothing, and says which words are not understood', async (words) => {
    const asked = await bot.say(sam, words);
    expect(text(asked)).toMatch(/Nothing was changed, because I do not understand “(and|4th|-|except|but|prom|of)/);
    expect(cardOf(asked).buttons.map(({ id }) => id)).not.toContain('alerts.acknowledgeMany');
    expect([await acknowledged(), await resolved()]).toEqual([[], []]);
  });

  it.each(['ack 3, please', 'ack 3!', 'ack 3 please'])('“%s” is one, at once', async (words) => {
    await bot.say(sam, words);
    expect(await acknowledged()).toEqual([3]);
  });

  it('more than 20 numbers are too many, which is said', async () => {
    const numbers = Array.from({ length: 21 }, (_, n) => 2 * n + 1).join(' ');
    expect(text(await bot.say(sam, `ack ${numbers}`))).toContain('I accept at most 20 numbers and ranges at once');
    expect(text(await bot.say(sam, `resolve ${numbers} ignore`))).toContain('at most 20');
  });

  it('that says how many of which severity, and does nothing before the answer', async () => {
    const asked = cardOf(await bot.say(sam, 'ack all'));
    expect(asked.title).toBe('Acknowledge 5 alerts?');
    expect(text(asked.text)).toContain('High: 3 · Medium: 1 · Low: 1');
    expect(await acknowledged()).toEqual([]);
  });

  it('each with its own entry in the audit trail, once however often the press is delivered', async () => {
    const yes = buttonOf(await bot.say(sam, 'ack 1-3'), 'alerts.acknowledgeMany');
    await bot.press(sam, yes?.id ?? '', yes?.value ?? '', null, 'same');
    await bot.reopen(ada, 'webhook:cipp a');
    await bot.world.time.advance(minute);
    await bot.press(sam, yes?.id ?? '', yes?.value ?? '', null, 'same');
    expect((await bot.alert('webhook:cipp a'))?.status).toBe('active');
    const entries = await bot.world.store.read((reader) => reader.history({ tenantId: null, before: null, limit: 50 }));
    const taken = entries.filter(({ deed }) => deed === 'alert.acknowledged').map(({ changes }) => changes[0]?.after);
    expect(taken.toSorted()).toEqual([1, 2, 3]);
    expect(entries.filter(({ deed }) => deed === 'alert.acknowledgedAll')).toEqual([]);
  });

  it('stops at what was there at the question', async () => {
    const yes = buttonOf(await bot.say(sam, 'ack all'), 'alerts.acknowledgeMany');
    await bot.send({ id: 'later' });
    await bot.press(sam, yes?.id ?? '', yes?.value ?? '');
    expect(await acknowledged()).toEqual([1, 2, 3, 4, 5]);
  });

  it('takes those that the asker may answer, and says how many they may not', async () => {
    const other = '22222222-2222-4222-8222-222222222222';
    await bot.world.store.change((tx) =>
      tx.put('tenants', { ...aTenant(), id: other, name: 'Fabrikam', contact: null }),
    );
    await bot.send({ id: 'f', source: 'cipp', partnerTenantId: other });
    const { asked, done } = await acks('ack cipp');
    expect(asked).toContain('Acknowledge all (2)');
    expect(done).toContain('2 alerts are acknowledged. 1 more alert belongs to a partner tenant');
    expect(await acknowledged()).toEqual([1, 2]);
    expect(cardOf(await bot.say(eve, 'ack all')).title).toBe('You cannot do that');
    expect((await acks('ack all', ada)).done).toContain('4 alerts are acknowledged');
  });

  it('of an alert that was moved, by the people of its former channel', async () => {
    const other = '22222222-2222-4222-8222-222222222222';
    const elsewhere = { contact: { channels: [teamsChannel] } };
    await bot.world.store.change((tx) =>
      tx.put('tenants', { ...aTenant(elsewhere, bot.world.time.now()), id: other, name: 'Fabrikam' }),
    );
    await bot.send({ id: 'a', source: 'cipp', partnerTenantId: other });
    expect((await acks('ack 1 3')).done).toContain('2 alerts are acknowledged');
    expect(await acknowledged()).toEqual([1, 3]);
  });

  it('says that nobody knows where the directory is silent, and not that they may not', async () => {
    await bot.send({ id: 'f', source: 'cipp', partnerTenantId: '99999999-9999-4999-8999-999999999999' });
    bot.world.directory.roleOf = () => Promise.reject(new ChatError('unreachable', 'timeout'));
    const { asked, done } = await acks('ack cipp');
    for (const said of [asked, done])
      expect(said).toContain('I did not change 1 more alert, because I could not check whether you can answer it');
    expect(await acknowledged()).toEqual([1, 2]);
  });

  it('says where none is left', async () => {
    await acks('ack cipp');
    expect(text(await bot.say(sam, 'ack cipp'))).toContain('All open alerts from CIPP: nothing left to do');
  });
});

describe('many alerts are resolved by one form', () => {
  it.each([
    ['resolve all ignore', [1, 2, 3, 4, 5], 'ignore', ''],
    ['resolve 2-3 fraud: keys rotated', [2, 3], 'fraud', 'keys rotated'],
    ['resolve 2,3', [2, 3], null, ''],
    ['resolve cipp ignore old ones', [1, 2], 'ignore', 'old ones'],
    ['résoudre prom ignorer', [3, 4, 5], 'ignore', ''],
    [`resolve ${fabrikam} legitimate`, [5], 'legitimate', ''],
  ])('“%s”', async (words, numbers, reason, note) => {
    const form = formOf(await bot.say(sam, words));
    expect(form.fields.map((field) => 'value' in field && field.value)).toEqual([reason, note]);
    expect(await resolved()).toEqual([]);
    expect(Object.keys(formOf(await bot.submit(sam, form, { reason: null, note })).problems)).toEqual(['reason']);
    await bot.submit(sam, form, { reason: 'ignore', note });
    expect(await resolved()).toEqual(numbers);
  });

  it('leaves alone what was reopened since the question', async () => {
    const form = formOf(await bot.say(sam, 'resolve 1-3 ignore'));
    await bot.world.time.advance(minute);
    await bot.say(ada, 'resolve 2 fraud');
    await bot.world.time.advance(minute);
    await bot.say(ada, 'reopen 2');
    await bot.world.time.advance(minute);
    await bot.submit(sam, form, { reason: 'ignore', note: '' });
    expect(await resolved()).toEqual([1, 3]);
  });

  it('which says that none is left, where that is so', async () => {
    const all = buttonOf(await bot.say(sam, 'alerts'), 'alerts.resolveMany');
    for (const number of [1, 2, 3, 4, 5]) await bot.say(sam, `resolve ${number} ignore`);
    const said = await bot.press(sam, 'alerts.resolveMany', all?.value ?? '');
    expect(text(said)).toContain('Nothing was left to resolve.');
  });

  it('which says how many of which severity, and keeps a number behind one number as its note', async () => {
    expect(text(formOf(await bot.say(sam, 'resolve cipp ignore')).intro)).toContain('High: 1 · Medium: 1');
    const one = formOf(await bot.say(sam, 'resolve 1 2 servers rebooted'));
    expect(one.id).toBe('alerts.resolve');
  });
});

describe('many alerts are reopened by one question', () => {
  beforeEach(async () => {
    for (const number of [1, 2, 3]) await bot.say(sam, `resolve ${number} ignore`);
    await bot.world.time.advance(minute);
  });

  it.each([
    ['reopen 1 2 5', 2, [1, 2]],
    ['rouvrir 1-9', 3, [1, 2, 3]],
    ['reopen all', 3, [1, 2, 3]],
    ['reopen cipp', 2, [1, 2]],
  ])('“%s” names %i, which have to be acknowledged then', async (words, count, numbers) => {
    const asked = await bot.say(sam, words);
    expect(cardOf(asked).title).toMatch(new RegExp(`^(Reopen|Rouvrir) ${count} alert`));
    expect(await resolved()).toEqual([1, 2, 3]);
    const yes = buttonOf(asked, 'alerts.reopenMany');
    const done = text(await bot.press(sam, yes?.id ?? '', yes?.value ?? '', null, 'same'));
    expect(done).toMatch(/open again|de nouveau ouvertes/);
    expect(await resolved()).toEqual([1, 2, 3].filter((number) => !numbers.includes(number)));
    const entries = await bot.world.store.read((reader) => reader.history({ tenantId: null, before: null, limit: 50 }));
    const opened = entries.filter(({ deed }) => deed === 'alert.reopened').map(({ changes }) => changes[0]?.after);
    expect(opened.toSorted()).toEqual(numbers);
    await bot.say(sam, 'resolve 1 ignore');
    await bot.press(sam, yes?.id ?? '', yes?.value ?? '', null, 'same');
    expect(await resolved()).toContain(1);
  });

  it('in the language of the verb', async () => {
    expect(cardOf(await bot.say(sam, 'rouvrir cipp')).title).toMatch(/^Rouvrir 2/);
  });

  it('no drill and no test among all of them', async () => {
    await bot.send({ id: 'test', isTest: true });
    for (const number of [6, 7]) await bot.say(sam, `resolve ${number} ignore`);
    expect(cardOf(await bot.say(sam, 'reopen all')).title).toBe('Reopen 3 alerts?');
    expect(cardOf(await bot.say(sam, 'reopen 1 6 7')).title).toBe('Reopen 3 alerts?');
  });

  it('not what was resolved anew since the question, nor by one number with more behind it', async () => {
    const yes = buttonOf(await bot.say(sam, 'reopen 1-3'), 'alerts.reopenMany');
    await bot.world.time.advance(minute);
    await bot.say(ada, 'reopen 2');
    await bot.world.time.advance(minute);
    await bot.say(ada, 'resolve 2 fraud');
    await bot.press(sam, yes?.id ?? '', yes?.value ?? '');
    expect(await resolved()).toEqual([2]);
    expect(text(await bot.say(sam, 'reopen 2 and 1st'))).toContain('I do not understand “and 1st”');
  });

  it('not what was resolved anew since the press, nor what is acknowledged, nor by who may not answer', async () => {
    await acks('ack 5');
    expect(text(await bot.say(sam, 'reopen 4 5'))).toContain('Alerts 4 and 5: nothing left to do');
    expect(cardOf(await bot.say(eve, 'reopen 1 2')).title).toBe('You cannot do that');
    const yes = buttonOf(await bot.say(ada, 'reopen 1-3'), 'alerts.reopenMany');
    expect(cardOf(await bot.press(eve, yes?.id ?? '', yes?.value ?? '')).title).toBe('You cannot do that');
    expect(await resolved()).toEqual([1, 2, 3]);
  });
});

describe('what may mean two things', () => {
  it.each([
    ['all', 'ack all', ['All open alerts', 'All open alerts from all']],
    ['99', 'ack 99', null],
    [fabrikam, `ack ${fabrikam}`, ['All open alerts from', 'All open alerts for the customer']],
  ])('a source called %s: “%s” asks which', async (source, words, titles) => {
    await bot.send({ id: 'x', source });
    const asked = cardOf(await bot.say(sam, words));
    if (titles === null) return expect(asked.title).toBe('There is no such alert');
    expect(asked.title).toBe('Which ones?');
    expect(asked.rows).toHaveLength(2);
    for (const [index, title] of titles.entries()) expect(text(asked.rows[index]?.title)).toContain(title);
    expect(await acknowledged()).toEqual([]);
    const [, second] = asked.rows;
    await bot.press(sam, second?.button?.id ?? '', second?.button?.value ?? '');
    expect(await acknowledged()).toEqual(source === fabrikam ? [5] : [7]);
  });

  it('a customer whose name begins with a number, and one with an apostrophe', async () => {
    await bot.edit((tenant) => ({ ...tenant, customers: { [fabrikam]: '2 Degrees', 'b.com': 'O’Brien, Inc.' } }));
    for (const [words, id] of [
      ['ack 2 Degrees', 'alerts.acknowledgeMany'],
      ['resolve 2 Degrees ignore', 'alerts.resolveMany'],
    ] as const) {
      const asked = cardOf(await bot.say(sam, words));
      expect(asked.rows.map(({ title }) => title)).toEqual(['Alerts 2', 'All open alerts for the customer 2 Degrees']);
      expect(asked.rows[1]?.button?.id).toBe(id);
    }
    expect([await acknowledged(), await resolved()]).toEqual([[], []]);
    await bot.edit((tenant) => ({ ...tenant, customers: { [fabrikam]: 'O’Brien, Inc.' } }));
    const asked = cardOf(await bot.say(sam, "ack O'Brien, Inc."));
    expect(asked.text[0]).toBe("All open alerts for the customer O'Brien, Inc.");
    await bot.say(sam, 'ack 2 thank you');
    expect(await acknowledged()).toEqual([2]);
  });

  it('keeps the reason and the note that were typed', async () => {
    await bot.send({ id: 'x', source: fabrikam });
    const asked = cardOf(await bot.say(sam, `resolve ${fabrikam} ignore old ones, customer told`));
    const { id = '', value = '' } = asked.rows[1]?.button ?? {};
    const form = formOf(await bot.press(sam, id, value));
    const typed = form.fields.map((field) => 'value' in field && field.value);
    expect(typed).toEqual(['ignore', 'old ones, customer told']);
    await bot.submit(sam, form, { reason: 'ignore', note: '' });
    expect(await resolved()).toEqual([5]);
  });

  it('says of alerts that people raised that people did', async () => {
    await bot.world.store.change(async (tx) => {
      const alert = await tx.get('alerts', 'webhook:cipp a');
      if (alert) await tx.put('alerts', { ...alert, source: 'person' });
    });
    expect(cardOf(await bot.say(sam, 'ack person')).text[0]).toBe('All open alerts that people raised.');
  });

  it('a source of the sources’ file that is called 2: “ack 2” asks, and “ack 3” does not', async () => {
    await bot.world.store.change((tx) =>
      tx.put('sources', {
        ...{ id: '2', since: bot.world.time.now(), heardAt: null, heardRunMs: 0, accepted: 0, duplicate: 0 },
        ...{ unread: 0, refused: 0 },
      }),
    );
    await bot.send({ id: 'x', source: '2' });
    const asked = cardOf(await bot.say(sam, 'ack 2'));
    expect(asked.rows.map(({ title }) => title)).toEqual(['Alerts 2', 'All open alerts from 2']);
    await bot.say(sam, 'ack 3');
    expect(await acknowledged()).toEqual([3]);
  });
});

describe('the list of alerts', () => {
  it('has buttons for all that it lists, with their number, for those who may answer', async () => {
    const list = await bot.say(sam, 'alerts');
    const yes = buttonOf(list, 'alerts.acknowledgeMany');
    expect(yes).toMatchObject({ label: 'Acknowledge all (5)', confirm: { title: 'Acknowledge 5 alerts?' } });
    expect(text(await bot.press(sam, yes?.id ?? '', yes?.value ?? ''))).toContain('5 alerts are acknowledged');
    expect(buttonOf(await bot.say(sam, 'alerts'), 'alerts.acknowledgeMany')).toBeUndefined();
    expect(cardOf(await bot.say(eve, 'alerts')).buttons.map(({ id }) => id)).not.toContain('alerts.resolveMany');
    const high = buttonOf(await bot.say(sam, 'alerts high'), 'alerts.resolveMany');
    expect(high?.label).toBe('Resolve all (3)');
    const form = formOf(await bot.press(sam, high?.id ?? '', high?.value ?? ''));
    await bot.submit(sam, form, { reason: 'ignore', note: '' });
    expect(await resolved()).toEqual([1, 3, 5]);
    expect(buttonOf(await bot.say(sam, 'alerts Contoso'), 'alerts.resolveMany')?.label).toBe('Resolve all (2)');
  });
});

it('sixty high alerts of one source at night are acknowledged by two presses, and resolved by three', async () => {
  const night = await aBot();
  await night.channelsAre(slackChannel);
  await night.send(...Array.from({ length: 60 }, (_, n) => ({ id: `n${n}`, source: 'prom' })));
  await night.world.time.advance(70 * minute);
  await night.tick();
  await night.world.time.advance(2 * minute);
  const reminder = () => night.channel().findLast(({ card }) => /not acknowledged for/.test(card.title))?.card;
  const button = (id: string) => reminder()?.buttons.find((one) => one.id === id);
  const acknowledge = button('alerts.acknowledgeMany');
  expect(acknowledge).toMatchObject({ label: 'Acknowledge all (60)', confirm: { title: 'Acknowledge 60 alerts?' } });
  await night.send({ id: 'real', source: 'cipp' });
  const resolve = button('alerts.resolveMany');
  expect(text(await night.press(sam, 'alerts.acknowledgeMany', acknowledge?.value ?? ''))).toContain('60 alerts are');
  const form = formOf(await night.press(sam, 'alerts.resolveMany', resolve?.value ?? ''));
  expect(text(form.intro)).toContain('High: 60');
  expect(text(await night.submit(sam, form, { reason: 'ignore', note: '' }))).toContain('60 alerts are resolved');
  expect((await night.alert('webhook:cipp real'))?.status).toBe('active');
});

it('a crash in the middle of many loses nothing: the rest follows by itself', async () => {
  await bot.send(...Array.from({ length: 250 }, (_, n) => ({ id: `m${n}`, severity: 'medium' })));
  const yes = buttonOf(await bot.say(sam, 'ack all'), 'alerts.acknowledgeMany');
  expect(yes?.label).toBe('Acknowledge all (255)');
  const reply = await bot.press(sam, yes?.id ?? '', yes?.value ?? '');
  expect(text(reply)).toContain('I am acknowledging 255 alerts');
  expect(await acknowledged()).toEqual([]);
  await bot.crash();
  await bot.ticksAfter(2 * minute);
  expect(await acknowledged()).toHaveLength(255);
  expect(await bot.stored('answering')).toEqual([]);
});
