/** What a probe knows stays known while a look-up fails: each source answers first, and then rejects. */
import { expect, it } from 'vitest';
import type { Identity } from '../../src/domain/tenant/identity.ts';
import { ChatError } from '../../src/ports/chat.ts';
import { aBot, cardOf, text } from '../support/a-bot.ts';
import { aReminderBot, bea, contact, type ReminderBot, rows } from '../support/a-reminder-bot.ts';
import { aBusyPartner, ada, eve, sam, secondChannel, slackChannel, tina } from '../support/partner.ts';
import { hour, minute } from '../support/time.ts';

const silent = async () => {
  throw new ChatError('unreachable', 'timeout');
};
const left = (id: Identity) => ({ kind: 'stranger', id, why: 'deactivated' }) as const;
const joined = { kind: 'joined', name: 'soc', open: false, external: false } as const;
const reader = { [ada]: ada, [bea]: bea };

/** From here on Slack does not say who this is. */
function silentAbout(whom: Identity, { world: { slack } }: ReminderBot): void {
  const { person } = slack;
  slack.person = async (id, fresh) => (id === whom ? silent() : person(id, fresh));
}

/** What a look-up finds, and the failure of that one look-up afterwards. `title` is the finding; `by` is who can still read it. */
interface LookUp {
  title: string;
  /** What a check does not say that it asked. */
  source: 'the people' | 'the channels' | 'the e-mail domain';
  by?: keyof typeof reader;
  found(bot: ReminderBot): unknown;
  fails(bot: ReminderBot): void;
}

const lookUps: Record<string, LookUp> = {
  'the platform about a person who left': {
    title: 'Somebody has left the organisation',
    source: 'the people',
    found: ({ world }) => world.slack.people.set(sam, left(sam)),
    fails: (bot) => silentAbout(sam, bot),
  },
  'the directory about the admins, who all left': {
    title: 'Somebody has left the organisation',
    source: 'the people',
    by: bea,
    async found(bot) {
      await bot.edit((tenant) => ({ ...contact({ onCall: [sam] })(tenant), manager: bea }));
      bot.world.slack.people.set(ada, left(ada));
    },
    fails({ world }) {
      world.directory.adminsToTell = silent;
    },
  },
  'the platform about whose e-mail address it is': {
    title: 'The e-mail address looks personal',
    source: 'the people',
    found: (bot) => bot.knows(bea, { name: 'Bea', email: 'soc@contoso.com' }),
    fails({ world }) {
      world.slack.byEmail = silent;
    },
  },
  'the platforms about somebody whose own address it is, too': {
    title: 'The e-mail address looks personal',
    source: 'the people',
    found: (bot) => bot.knows(bea, { name: 'Bea', email: 'soc@contoso.com' }),
    fails(bot) {
      bot.world.slack.byEmail = silent;
      silentAbout(bea, bot);
    },
  },
  'the platform about a channel that is archived': {
    title: 'A channel cannot be reached',
    source: 'the channels',
    found: (bot) => bot.hasChannel(slackChannel, { kind: 'archived', name: 'soc' }),
    fails({ world }) {
      world.slack.channel = silent;
    },
  },
  'the platform about a channel that guests can read': {
    title: 'More people can read a channel',
    source: 'the channels',
    found: (bot) => bot.hasChannel(slackChannel, { ...joined, external: true }),
    fails({ world }) {
      world.slack.channel = silent;
    },
  },
  'the e-mail domain about a domain that is dead': {
    title: 'The e-mail address does not work',
    source: 'the e-mail domain',
    async found(bot) {
      bot.world.domains.set('contoso.com', 'no');
      await bot.pass(25 * hour);
    },
    fails({ world }) {
      world.domains.set('contoso.com', 'unknown');
    },
  },
};

it.each(Object.entries(lookUps))('%s: its silence afterwards takes nothing back', async (_what, lookUp) => {
  const { title, by = ada, source, found, fails } = lookUp;
  const bot = await aReminderBot();
  const shown = async () => rows(cardOf(await bot.say(by as Identity, 'check')));
  const details = async () => {
    const { rows: found, more } = cardOf(await bot.say(by as Identity, 'check'));
    return text([found, more]);
  };
  await found(bot);
  await bot.pass(13 * hour);
  expect(await shown()).toContain(title);
  const before = await details();
  fails(bot);
  await bot.pass(13 * hour);
  expect(await shown()).toContain(title);
  expect(await details()).toEqual(before);
  const said = text(cardOf(await bot.say(by as Identity, 'check')).text);
  if (title !== 'The e-mail address looks personal')
    expect(said).toMatch(
      new RegExp(`I could not check ${source} just now. What I show about (it|them) is from .*2026`),
    );
});

it.each(Object.entries(lookUps))('%s: a check says whom it could ask', async (_what, { source, fails }) => {
  const bot = await aReminderBot();
  await bot.pass(hour);
  fails(bot);
  await bot.world.time.advance(6 * minute);
  const said = text(cardOf(await bot.say(ada, 'check')));
  // With one administrator, the card shows something about people alone.
  if (source === 'the people')
    expect(said).toContain('I could not check the people just now. What I show about them is from');
  else expect(said).not.toContain('I could not check');
  expect(said.split('I have just checked')[1]?.split('.')[0]).not.toContain(source);
});

it.each(Object.entries(lookUps))('%s: its silence while all is well finds nothing', async (_what, { title, fails }) => {
  const bot = await aReminderBot();
  await bot.pass(13 * hour);
  fails(bot);
  await bot.pass(13 * hour);
  expect(rows(cardOf(await bot.say(sam, 'check')))).not.toContain(title);
});

it('a directory that does not answer keeps neither the record nor a refusal back', async () => {
  const bot = await aBot(aBusyPartner());
  bot.world.directory.adminsToTell = silent;
  for (const words of ['show', 'help', 'setup', 'ack 17'])
    expect(await bot.say(eve, words), words).toMatchObject({ kind: 'card' });
  expect(text(await bot.say(eve, 'setup'))).toContain('names not available right now');
});

it('one admin who leaves is not all of them while another one is there', async () => {
  const bot = await aBot(aBusyPartner({ onCall: [sam] }));
  bot.world.slack.people.set(ada, left(ada));
  await bot.changed(ada);
  await bot.tick();
  const shown = text(cardOf(await bot.say(sam, 'show')));
  expect(shown).not.toContain('No known Global Administrator');
  // Who is neither on call nor the contact person is missed by nobody.
  expect(shown).not.toContain('Somebody has left the organisation');
  bot.world.teams.people.set(tina, left(tina));
  await bot.changed(tina);
  await bot.tick();
  expect(text(cardOf(await bot.say(sam, 'show')))).toContain('No known Global Administrator');
});

it('one channel of three that the platform is silent about is enough for a check to say so, and the others are known', async () => {
  const bot = await aBot(aBusyPartner());
  bot.hasChannel(secondChannel, { kind: 'archived', name: 'noc' });
  const { channel } = bot.world.slack;
  bot.world.slack.channel = (address) => (address === slackChannel.address ? silent() : channel(address));
  const said = cardOf(await bot.say(sam, 'check'));
  expect(text(said)).toContain('I have just checked the people');
  expect(text(said)).toContain('I could not check the channels and the e-mail domain. Please try again in a minute.');
  expect(rows(said)).toContain('A channel cannot be reached');
});
