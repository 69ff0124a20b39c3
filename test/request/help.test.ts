/** Help lists what its reader may do, and nothing else. */
import { expect, it } from 'vitest';
import { aBot, cardOf, text } from '../support/a-bot.ts';
import { ada, aTenant, eve, sam } from '../support/partner.ts';
import { today } from '../support/time.ts';

const groups = (shown: ReturnType<typeof cardOf>) => shown.text.slice(1, 4).map((one) => text(one).split('\n'));
const firstWords = (group: readonly string[] | undefined) => (group ?? []).slice(1).map((line) => line.split(' ')[0]);

it('is small: three groups, a short line for each verb, and buttons for what needs no line', async () => {
  const bot = await aBot({ locale: 'en' });
  const help = cardOf(await bot.say(ada, 'help'));
  const [alerts, contact, questions] = groups(help);
  expect([alerts?.[0], contact?.[0], questions?.[0]]).toEqual(['Alerts', 'Contact', 'Questions']);
  expect(firstWords(alerts)).toEqual(['alerts', 'ack', 'resolve', 'note', 'raise']);
  expect(firstWords(contact)).toEqual(['show', 'update', 'confirm', 'oncall', 'history', 'check']);
  expect(help.buttons.map(({ label }) => label)).toEqual(['All commands', 'Set up', 'Report', 'Reminders', 'Drill']);
  expect(
    groups(help)
      .flat()
      .map((line) => line.length)
      .toSorted((a, b) => b - a)[0],
  ).toBeLessThan(50);
});

it('has all verbs, with all that may stand behind them, one press away and behind «help all»', async () => {
  const bot = await aBot({ locale: 'en' });
  const [button] = cardOf(await bot.say(ada, 'help')).buttons;
  const all = cardOf(await bot.press(ada, button?.id ?? '', button?.value ?? ''));
  expect(all).toEqual(cardOf(await bot.say(ada, 'help all')));
  const [alerts, contact] = groups(all);
  expect(all.title).toBe('All commands');
  expect(firstWords(alerts)).toEqual(['alerts', 'ack', 'resolve', 'reopen', 'note', 'raise', 'drill', 'report']);
  const ofContact = ['show', 'update', 'confirm', 'oncall', 'history', 'check', 'reminders', 'setup'];
  expect(firstWords(contact)).toEqual(ofContact);
  expect(all.buttons.map(({ label }) => label)).toEqual(['Set up', 'Report', 'Reminders', 'Drill', 'Ask a question']);
  for (const said of ['ack 2-5', 'ack all', 'ack cipp', 'resolve Fabrikam']) expect(text(all)).toContain(said);
});

it('leaves out for a member what only admins, managers and the contact’s channels may do', async () => {
  const bot = await aBot({ locale: 'en' });
  const help = cardOf(await bot.say(eve, 'help all'));
  const [alerts, contact] = groups(help);
  expect(firstWords(alerts)).toEqual(['alerts']);
  expect(firstWords(contact)).toEqual(['show', 'oncall', 'history', 'check', 'reminders']);
  expect(text(help)).not.toContain('oncall me');
  expect(help.buttons.map(({ label }) => label)).toEqual(['Reminders', 'Ask a question']);
  expect(text(help)).toContain('Who can change the contact: ');
});

it('has the answers to alerts for somebody in a channel of one of several tenants, and the report for a manager', async () => {
  const other = { ...aTenant({}, today), id: 'aaaaaaaa-0000-4000-8000-000000000001', name: 'Adatum', contact: null };
  const bot = await aBot({ locale: 'en', tenants: [other, { ...aTenant({}, today), manager: eve }] });
  const responder = cardOf(await bot.say(sam, 'help all'));
  expect(firstWords(groups(responder)[0])).toEqual(['alerts', 'ack', 'resolve', 'reopen', 'note', 'raise', 'drill']);
  expect(text(responder)).toContain('With several partner tenants, add a name: show Adatum.');
  expect(firstWords(groups(cardOf(await bot.say(eve, 'help all')))[0])).toEqual(['alerts', 'report']);
});
