import { beforeEach, describe, expect, it } from 'vitest';
import type { Alert, ChosenMessage } from '../../src/domain/alert/alert.ts';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import type { Form } from '../../src/view/view.ts';
import { aBot, cardOf, formOf, type TestBot, text } from '../support/a-bot.ts';
import { ada, aMessage, aTenant, contoso, eve, sam, slackChannel } from '../support/partner.ts';
import { hour } from '../support/time.ts';

let bot: TestBot;
const fabrikam = '22222222-2222-4222-8222-222222222222';
const other: ChosenMessage = { ...aMessage, id: 'slack:C1/2.2', text: 'Another one.', thread: null };

beforeEach(async () => {
  bot = await aBot();
  await bot.channelsAre(slackChannel);
});

const entryOf = (form: Form, name: string) => {
  const field = form.fields.find((one) => one.name === name);
  return field && 'value' in field ? field.value : undefined;
};
const filled = (form: Form) => ['displayName', 'description', 'severity'].map((name) => entryOf(form, name));
const sent = (form: Form) => ({
  displayName: String(entryOf(form, 'displayName')),
  severity: 'high',
  description: String(entryOf(form, 'description')),
});
const alerts = (): Promise<readonly Alert[]> => bot.stored('alerts');

async function raises(who: Identity, message = aMessage) {
  const form = formOf(await bot.chooses(who, message));
  const reply = await bot.submit(who, form, sent(form));
  await bot.world.time.advance(20_000);
  return reply;
}

const linesIn = (queue: string) =>
  bot.world.slack.messages.filter(({ deliveryId, to }) => deliveryId.startsWith('raisedFrom') && to === queue);

describe('the form', () => {
  it('has the first line as title and the rest as details, and names author and message', async () => {
    const form = formOf(await bot.chooses(sam, aMessage));
    expect(form.id).toBe('alerts.raise');
    expect(filled(form)).toEqual([
      'A subscription mines coins. Its owner knows nothing of that.',
      'Who looks at it?',
      'high',
    ]);
    expect(text(form.intro)).toContain('From a message by Bob Miller');
    expect(form.intro.flat()).toContainEqual({ kind: 'link', url: aMessage.link, label: 'open the message' });
  });

  it.each([
    ['Hello! Our tenant is being mined.', 'Hello! Our tenant is being mined.', ''],
    ['\n \nE.g. something\nelse', 'E.g. something', 'else'],
    [`${'word '.repeat(13)}endsbeyond`, `${'word '.repeat(12).trim()}\u00a0…`, `${'word '.repeat(13)}endsbeyond`],
  ])('has of %j the first line that has words, and the rest once', async (said, title, details) => {
    const form = formOf(await bot.chooses(sam, { ...aMessage, text: said }));
    expect(entryOf(form, 'displayName')).toBe(title);
    expect(entryOf(form, 'description')).toBe(details);
  });

  it('has no details where the title is all of the text', async () => {
    const form = formOf(await bot.chooses(sam, { ...aMessage, text: 'Our tenant is being mined.' }));
    expect(filled(form)).toEqual(['Our tenant is being mined.', '', 'high']);
  });

  it('holds the beginning and the end of a text of 40,000 characters, and says so', async () => {
    const long = `${'a'.repeat(20_000)}${'b'.repeat(20_000)}`;
    const form = formOf(await bot.chooses(sam, { ...aMessage, text: long }));
    const details = String(entryOf(form, 'description'));
    expect(details.length).toBeLessThanOrEqual(2_000);
    expect(details).toMatch(/^a+ … b+$/);
    expect(String(entryOf(form, 'displayName')).length).toBeLessThanOrEqual(150);
    expect(text(form.intro)).toContain('The message is long');
    const refused = formOf(await bot.submit(sam, form, { ...sent(form), displayName: '' }));
    expect(text(refused.intro)).toContain('The message is long');
    expect(cardOf(await bot.submit(sam, form, sent(form))).title).toBe('Alert raised');
  });

  it('asks what has happened when the message has no text', async () => {
    const form = formOf(await bot.chooses(sam, { ...aMessage, text: ' \n ', author: '', link: '' }));
    expect(filled(form)).toEqual(['', '', 'high']);
    expect(text(form.intro)).toContain('no text that I can read');
    expect(form.intro).toContain('From a message');
  });

  it('shows no link but one of https', async () => {
    const form = formOf(await bot.chooses(sam, { ...aMessage, link: 'javascript:alert(1)' }));
    expect(text(form)).not.toContain('javascript');
  });

  it('comes behind the choice of a tenant, and knows the message still', async () => {
    await bot.world.store.change((tx) => tx.put('tenants', aTenant({ id: fabrikam, name: 'Fabrikam' })));
    const [first, second] = cardOf(await bot.chooses(sam, aMessage)).rows;
    const button = [first, second].find((row) => String(row?.title).startsWith('Fabrikam:'))?.button;
    expect(button?.value.length).toBeLessThanOrEqual(500);
    const form = formOf(await bot.press(sam, button?.id ?? '', button?.value ?? ''));
    expect(entryOf(form, 'description')).toBe('Who looks at it?');
    await bot.submit(sam, form, sent(form));
    expect(await alerts()).toMatchObject([
      { tenantId: fabrikam, message: { author: 'Bob Miller', link: aMessage.link } },
    ]);
  });
});

it.each([
  ['Amélie Roux', 'À partir d’un message d’Amélie Roux'],
  ['Élise', 'À partir d’un message d’Élise'],
  ['Bob Miller', 'À partir d’un message de Bob Miller'],
])('the form names %s as French does', async (author, said) => {
  bot = await aBot({ locale: 'fr' });
  await bot.channelsAre(slackChannel);
  expect(text(formOf(await bot.chooses(sam, { ...aMessage, author })).intro)).toContain(said);
});

describe('the alert', () => {
  it('keeps author and link, and its story, its card and its file show them', async () => {
    const reply = await raises(sam);
    expect(reply).toMatchObject({ kind: 'card', lasting: 'everywhere' });
    const [alert] = await alerts();
    expect(alert?.message).toEqual({ author: 'Bob Miller', link: aMessage.link });
    const shown = { kind: 'link', url: aMessage.link, label: 'open the message' };
    const fact = { label: 'Message', value: ['From a message by Bob Miller', ' · ', shown] };
    expect(cardOf(await bot.say(eve, 'alerts 1')).facts).toContainEqual(fact);
    expect(bot.channel()[0]?.card.more?.facts).toContainEqual(fact);
    await bot.press(sam, 'alerts.storyFile', '1');
    expect(bot.world.slack.files.at(-1)?.content).toContain(aMessage.link.replace('https:', ''));
  });

  it('has the words of the message as details where somebody wrote a title of their own', async () => {
    for (const [id, said] of ['Somebody mines coins.', 'Somebody mines coins.\nPlease look.'].entries()) {
      const form = formOf(await bot.chooses(sam, { ...aMessage, id: `slack:C1/${id}.1`, text: said }));
      await bot.submit(sam, form, { ...sent(form), displayName: 'Mining' });
      const raised = (await alerts()).find(({ number }) => number === id + 1);
      expect(raised?.content).toMatchObject({ displayName: 'Mining', description: said });
    }
  });

  it('is one however often its form is sent', async () => {
    const form = formOf(await bot.chooses(sam, aMessage));
    const both = await Promise.all([bot.submit(sam, form, sent(form)), bot.submit(sam, form, sent(form))]);
    expect(both.map((reply) => cardOf(reply).title)).toEqual(['Alert raised', 'Alert raised']);
    await bot.world.time.advance(20_000);
    expect(await alerts()).toHaveLength(1);
    expect(linesIn('slack:C1')).toHaveLength(1);
  });

  it('is one when its form is sent again: the same words get the same answer, and the chat gets one copy', async () => {
    const form = formOf(await bot.chooses(sam, aMessage));
    const both = await Promise.all([bot.submit(sam, form, sent(form)), bot.submit(sam, form, sent(form))]);
    const replies = [...both, await bot.submit(sam, form, sent(form))];
    expect(new Set(replies.map((reply) => JSON.stringify(cardOf(reply)))).size).toBe(1);
    expect(replies.map((reply) => 'lasting' in reply)).toEqual([true, false, false]);
    expect((await alerts())[0]?.message).toEqual({ author: 'Bob Miller', link: aMessage.link });
  });

  it.each([
    ['another title', { displayName: 'Second' }],
    ['another severity', { severity: 'low' }],
    ['other details', { description: 'Something else.' }],
  ])('says to the same person with %s that the message was raised already', async (_, other) => {
    const form = formOf(await bot.chooses(sam, aMessage));
    await bot.submit(sam, form, sent(form));
    const reply = await bot.submit(sam, form, { ...sent(form), ...other });
    expect(text(cardOf(reply))).toContain('This message was already raised as alert 1 by Sam.');
    expect(reply).toMatchObject({ instead: false });
    expect(cardOf(reply).buttons[0]).toMatchObject({ id: 'alerts.show', value: (await alerts())[0]?.id });
    expect(await alerts()).toHaveLength(1);
  });

  it('is shown to the same person who chooses the message again', async () => {
    await raises(sam);
    expect(text(cardOf(await bot.chooses(sam, aMessage)))).toContain('already raised as alert 1 by Sam.');
  });

  it('is not raised by a second person, who is led to the first one: before the form, and behind it', async () => {
    const form = formOf(await bot.chooses(ada, aMessage));
    await raises(sam);
    for (const reply of [await bot.submit(ada, form, sent(form)), await bot.chooses(ada, aMessage)]) {
      expect(text(cardOf(reply))).toContain('This message was already raised as alert 1 by Sam.');
      expect(reply).toMatchObject({ instead: false });
      const [button] = cardOf(reply).buttons;
      const shown = cardOf(await bot.press(ada, button?.id ?? '', button?.value ?? ''));
      expect(text(shown.footer)).toMatch(/^Alert 1 \(raised by Sam\)/);
    }
    expect(await alerts()).toHaveLength(1);
  });

  it('is counted among those that a person raises', async () => {
    for (let n = 0; n < 5; n += 1) await raises(sam, { ...other, id: `slack:C1/${n}` });
    const form = formOf(await bot.chooses(sam, aMessage));
    expect(text(await bot.submit(sam, form, sent(form)))).toContain('You raised several alerts');
    expect(await alerts()).toHaveLength(5);
  });
});

describe('who may', () => {
  it('is looked up when the form opens and again when it is sent', async () => {
    expect(text(await bot.chooses(eve, aMessage, null))).toContain('Only members');
    bot.knows(eve, { why: 'guest' });
    expect(text(await bot.chooses(eve, aMessage))).toContain('Guests cannot');
    const form = formOf(await bot.chooses(sam, aMessage, null));
    bot.hasChannel(slackChannel, { name: 'soc' }, []);
    expect(text(await bot.submit(sam, form, sent(form)))).toContain('Only members');
    expect(await alerts()).toEqual([]);
  });

  it('nobody gets the message that another person chose', async () => {
    const form = formOf(await bot.chooses(sam, aMessage));
    const [, ref = ''] = form.state.split(' ');
    expect(text(await bot.press(ada, 'alerts.raiseFrom', `${contoso} ${ref}`))).toContain(
      'I no longer have that message',
    );
    await bot.submit(ada, form, sent(form));
    await bot.world.time.advance(20_000);
    expect((await alerts())[0]?.message).toBeUndefined();
    expect(linesIn('slack:C1')).toEqual([]);
  });
});

describe('what is kept of a message', () => {
  const kept = () => bot.stored('chosen');

  it('is the newest five of each person', async () => {
    const first = formOf(await bot.chooses(sam, aMessage));
    await bot.chooses(ada, aMessage);
    for (let n = 0; n < 5; n += 1) {
      await bot.world.time.advance(1_000);
      await bot.chooses(sam, { ...other, id: `slack:C1/${n}`, text: `${n}` });
    }
    expect((await kept()).map(({ by, text }) => [by, text]).toSorted()).toEqual([
      [ada, aMessage.text],
      ...['0', '1', '2', '3', '4'].map((text) => [sam, text]),
    ]);
    expect(text(await bot.submit(sam, first, sent(first)))).toContain(
      'I no longer have that message, so the alert has no link to it.',
    );
  });

  it('is kept once when it is chosen twice', async () => {
    await bot.chooses(sam, aMessage);
    await bot.chooses(sam, aMessage);
    expect(await kept()).toHaveLength(1);
  });

  it('is gone after a day, and the form still raises the alert, and says what it lacks', async () => {
    const form = formOf(await bot.chooses(sam, aMessage));
    await bot.ticksAfter(23 * hour);
    expect(await kept()).toHaveLength(1);
    await bot.ticksAfter(2 * hour);
    expect(await kept()).toEqual([]);
    const reply = await bot.submit(sam, form, sent(form));
    expect(text(cardOf(reply).text)).toContain('no link to it');
    expect(await alerts()).toHaveLength(1);
  });

  it('leaves a form that is corrected without it raising that message, once, and saying what it lacks', async () => {
    const form = formOf(await bot.chooses(sam, aMessage));
    await bot.ticksAfter(25 * hour);
    const refused = formOf(await bot.submit(sam, form, { ...sent(form), displayName: '' }));
    expect(refused.intro).toContain('I no longer have that message, so the alert has no link to it.');
    expect(text(refused.intro)).not.toContain('phone');
    expect(text(cardOf(await bot.submit(sam, refused, sent(form))).text)).toContain('no link to it');
    expect(text(cardOf(await bot.chooses(ada, aMessage)))).toContain('already raised as alert 1 by Sam.');
  });

  it('is gone a day after it was chosen, however many were chosen since', async () => {
    for (let n = 0; n < 4; n += 1) {
      await bot.chooses(sam, { ...other, id: `slack:C1/${n}`, text: `${n}` });
      await bot.ticksAfter(23 * hour);
    }
    expect((await kept()).map(({ text }) => text)).toEqual(['3']);
  });

  it('is gone once the alert is raised', async () => {
    await bot.chooses(sam, other);
    await raises(sam);
    expect((await kept()).map(({ text }) => text)).toEqual([other.text]);
  });

  it('is nothing for a person who may not raise an alert', async () => {
    expect(text(await bot.chooses(eve, aMessage, null))).toContain('Only members');
    expect(await kept()).toEqual([]);
  });

  it('is nothing while there is no tenant', async () => {
    await bot.world.store.change((tx) => tx.remove('tenants', contoso));
    await bot.chooses(sam, aMessage);
    expect(await kept()).toEqual([]);
  });
});

describe('the line in the thread of the message', () => {
  it('names the alert and who raised it, and nothing that they typed, in the language of the contact', async () => {
    await bot.edit((tenant) => ({ ...tenant, contact: { ...aTenant().contact, channels: [], locale: 'fr' } }));
    bot.world.admins.add(sam);
    await raises(sam);
    const [line, ...more] = linesIn('slack:C1');
    expect(more).toEqual([]);
    expect(line).toMatchObject({ thread: aMessage.thread?.message });
    expect(line?.card.summary).toBe('Signalé comme alerte 1 par Sam.');
  });

  it.each([
    ['the bot is not in the channel', { kind: 'not joined', name: null } as const],
    ['it could join by itself', { kind: 'joinable', name: 'x', open: true, external: false } as const],
    ['the channel is not found', { kind: 'not found' } as const],
    ['the channel is archived', { kind: 'archived', name: 'x' } as const],
    ['people of other organisations read it', { external: true }],
  ])('is left out when %s, and nobody hears of that', async (_, facts) => {
    const elsewhere = { platform: 'slack', address: 'C9' } as const;
    bot.hasChannel(elsewhere, facts, [sam]);
    await raises(sam, { ...aMessage, thread: { channel: elsewhere, message: '1.1' } });
    expect(linesIn('slack:C9')).toEqual([]);
    expect(bot.inPrivate(ada)).toEqual([]);
    expect((await bot.deliveries()).find(({ about }) => about.kind === 'raisedFrom')?.state).toBe('dropped');
  });

  it.each([
    ['refused', 'not_in_channel'],
    ['gone', 'message_not_found'],
    ['card', 'msg_too_long'],
  ] as const)('is dropped when the platform answers %s, and the channel is not blamed', async (kind, reason) => {
    const elsewhere = { platform: 'slack', address: 'C9' } as const;
    bot.hasChannel(elsewhere, { name: 'x' }, [sam]);
    bot.world.slack.fails(kind, reason, 'slack:C9');
    await raises(sam, { ...aMessage, thread: { channel: elsewhere, message: '1.1' } });
    bot.world.slack.heals();
    await bot.world.time.advance(3 * hour);
    await bot.arrived(elsewhere);
    await bot.world.time.advance(60_000);
    expect(linesIn('slack:C9')).toEqual([]);
    expect(text(bot.inPrivate(ada))).not.toContain('C9');
    expect(await bot.stored('refusing')).toEqual([]);
  });

  it('is not sent any more when the platform was away for longer than an hour', async () => {
    const elsewhere = { platform: 'slack', address: 'C9' } as const;
    bot.hasChannel(elsewhere, { name: 'x' }, [sam]);
    bot.world.slack.fails('unreachable', 'timeout', 'slack:C9');
    await raises(sam, { ...aMessage, thread: { channel: elsewhere, message: '1.1' } });
    await bot.world.time.advance(2 * hour);
    bot.world.slack.heals();
    await bot.world.time.advance(2 * hour);
    expect(linesIn('slack:C9')).toEqual([]);
  });

  it('is sent once the platform is back in time', async () => {
    const elsewhere = { platform: 'slack', address: 'C9' } as const;
    bot.hasChannel(elsewhere, { name: 'x' }, [sam]);
    bot.world.slack.fails('unreachable', 'timeout', 'slack:C9');
    await raises(sam, { ...aMessage, thread: { channel: elsewhere, message: '1.1' } });
    bot.world.slack.heals();
    await bot.world.time.advance(10 * 60_000);
    expect(linesIn('slack:C9')).toHaveLength(1);
  });

  it('is none in a chat between people', async () => {
    await raises(sam, other);
    expect((await bot.deliveries()).filter(({ about }) => about.kind === 'raisedFrom')).toEqual([]);
  });
});
