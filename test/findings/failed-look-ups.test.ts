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
  /** What a check says that it could not ask. */
  source: 'people' | 'channels' | 'the mail system';
  by?: keyof typeof reader;
  found(desk: ReminderBot): unknown;
  fails(desk: ReminderBot): void;
}

const lookUps: Record<string, LookUp> = {
  'the platform about a person who left': {
    title: 'Somebody has left',
    source: 'people',
    found: ({ world }) => world.slack.people.set(sam, left(sam)),
    fails: (desk) => silentAbout(sam, desk),
  },
  'the directory about the admins, who all left': {
    title: 'Somebody has left',
    source: 'people',
    by: bea,
    async found(desk) {
      await desk.edit((tenant) => ({ ...contact({ onCall: [sam] })(tenant), manager: bea }));
      desk.world.slack.people.set(ada, left(ada));
    },
    fails({ world }) {
      world.directory.globalAdmins = silent;
    },
  },
  'the platform about whose e-mail address it is': {
    title: 'The e-mail address looks personal',
    source: 'people',
    found: (desk) => desk.knows(bea, { name: 'Bea', email: 'soc@contoso.com' }),
    fails({ world }) {
      world.slack.byEmail = silent;
    },
  },
  'the platforms about somebody whose own address it is, too': {
    title: 'The e-mail address looks personal',
    source: 'people',
    found: (desk) => desk.knows(bea, { name: 'Bea', email: 'soc@contoso.com' }),
    fails(desk) {
      desk.world.slack.byEmail = silent;
      silentAbout(bea, desk);
    },
  },
  'the platform about a channel that is archived': {
    title: 'A channel cannot be reached',
    source: 'channels',
    found: (desk) => desk.hasChannel(slackChannel, { kind: 'archived', name: 'soc' }),
    fails({ world }) {
      world.slack.channel = silent;
    },
  },
  'the platform about a channel that guests can read': {
    title: 'More people can read a channel',
    source: 'channels',
    found: (desk) => desk.hasChannel(slackChannel, { ...joined, external: true }),
    fails({ world }) {
      world.slack.channel = silent;
    },
  },
  'the mail system about a domain that is dead': {
    title: 'The e-mail address does not receive mail',
    source: 'the mail system',
    async found(desk) {
      desk.world.domains.set('contoso.com', 'no');
      await desk.pass(25 * hour);
    },
    fails({ world }) {
      world.domains.set('contoso.com', 'unknown');
    },
  },
};

it.each(Object.entries(lookUps))('%s: its silence afterwards takes nothing back', async (_what, lookUp) => {
  const { title, by = ada, found, fails } = lookUp;
  const desk = await aReminderBot();
  const shown = async () => rows(cardOf(await desk.say(by as Identity, 'show')));
  const details = async () => {
    const { rows: found, more } = cardOf(await desk.say(by as Identity, 'check'));
    return text([found, more]);
  };
  await found(desk);
  await desk.pass(13 * hour);
  expect(await shown()).toContain(title);
  const before = await details();
  fails(desk);
  await desk.pass(13 * hour);
  expect(await shown()).toContain(title);
  expect(await details()).toEqual(before);
});

it.each(Object.entries(lookUps))('%s: a check says whom it could not ask', async (_what, { source, fails }) => {
  const desk = await aReminderBot();
  await desk.pass(hour);
  fails(desk);
  await desk.world.time.advance(6 * minute);
  const said = text(cardOf(await desk.say(ada, 'check')));
  expect(said).toContain(`I looked, but could not ask about everything just now: ${source}. That is shown`);
});

it.each(Object.entries(lookUps))('%s: its silence while all is well finds nothing', async (_what, { title, fails }) => {
  const desk = await aReminderBot();
  await desk.pass(13 * hour);
  fails(desk);
  await desk.pass(13 * hour);
  expect(rows(cardOf(await desk.say(sam, 'show')))).not.toContain(title);
});

it('a directory that does not answer keeps neither the record nor a refusal back', async () => {
  const on = await aBot(aBusyPartner());
  on.world.directory.globalAdmins = silent;
  for (const words of ['show', 'help', 'setup', 'ack 17'])
    expect(await on.say(eve, words), words).toMatchObject({ kind: 'card' });
  expect(text(await on.say(eve, 'setup'))).toContain('the directory does not say who they are just now');
});

it('one admin who leaves is not all of them while another one is there', async () => {
  const on = await aBot(aBusyPartner({ onCall: [sam] }));
  on.world.slack.people.set(ada, left(ada));
  await on.changed(ada);
  await on.tick();
  const shown = text(cardOf(await on.say(sam, 'show')));
  expect(shown).not.toContain('No known Global Administrator');
  // Who is neither on call nor the contact person is missed by nobody.
  expect(shown).not.toContain('Somebody has left');
  on.world.teams.people.set(tina, left(tina));
  await on.changed(tina);
  await on.tick();
  expect(text(cardOf(await on.say(sam, 'show')))).toContain('No known Global Administrator');
});

it('one channel of three that the platform is silent about is enough for a check to say so, and the others are known', async () => {
  const on = await aBot(aBusyPartner());
  on.hasChannel(secondChannel, { kind: 'archived', name: 'noc' });
  const { channel } = on.world.slack;
  on.world.slack.channel = (address) => (address === slackChannel.address ? silent() : channel(address));
  const said = cardOf(await on.say(sam, 'check'));
  expect(text(said)).toContain('could not ask about everything just now: channels');
  expect(rows(said)).toContain('A channel cannot be reached');
});
