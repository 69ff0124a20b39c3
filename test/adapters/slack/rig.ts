/** The adapter behind the real HTTP server, a made-up Slack before it, and a bot that says what a test wants. */
import { expect, vi } from 'vitest';
import type { Outgoing } from '../../../adapters/http/outgoing.ts';
import { createSlack } from '../../../adapters/slack/slack.ts';
import type { Timers } from '../../../src/ports/world.ts';
import type { Interaction, Reply } from '../../../src/request/interaction.ts';
import { button, type Card, card, type Field, type Form } from '../../../src/view/view.ts';
import { hostOf } from '../../support/adapter-host.ts';
import { memoryStore } from '../../support/memory-store.ts';
import { fakeSlack } from '../../support/slack.ts';
import { slackPerson } from '../../support/slack-person.ts';
import { slackSocket } from '../../support/slack-socket.ts';
import type { Door } from '../../support/slack-wire.ts';
import { notedLog, stubBot } from '../../support/stub-bot.ts';

const signingSecret = 'a-signing-secret-of-a-test';

export type Rig = Awaited<ReturnType<typeof rig>>;

interface How {
  /** Socket Mode in place of HTTP. `ackMs`: how long Slack waits, in place of 3 s. */
  socket?: { ackMs?: number };
  /** False leaves it to the test to connect. */
  start?: boolean;
  /** Epoch milliseconds by this machine's clock. */
  now?: () => number;
  /** The same by Slack's own clock, which nobody sets. */
  there?: () => number;
  store?: ReturnType<typeof memoryStore>;
  /** Between two tries of an answer, in place of real time. */
  timers?: Timers;
  outgoing?: Outgoing;
}

export async function rig(how: How = {}) {
  const there = how.there ?? how.now;
  const slack = await fakeSlack(there ? { now: there } : {});
  slack.addUser('U1ADA', { is_admin: true });
  slack.addUser('U2BOB', { locale: 'fr-FR' });
  slack.addChannel('C0GENERAL', { members: ['U1ADA', 'U2BOB', slack.bot.user] });
  const log = notedLog();
  const store = how.store ?? memoryStore();
  let reference = 0;
  const socket = how.socket ? await slackSocket(slack, how.socket) : null;
  const reconnects = { count: 0 };
  const platform = createSlack({
    token: slack.token,
    entrance: socket ? { kind: 'socket', appToken: socket.appToken } : { kind: 'http', signingSecret },
    reconnected: () => {
      reconnects.count += 1;
    },
    apiUrl: slack.apiUrl,
    store,
    ids: { reference: () => `REF-${++reference}` },
    log,
    locale: 'en',
    backoff: () => 10,
    ...(how.timers ? { timers: how.timers } : {}),
    ...(how.outgoing ? { outgoing: how.outgoing } : {}),
    ...(how.now ? { now: how.now } : {}),
    ...(there ? { elapsed: there } : {}),
  });

  let reply = (_interaction: Interaction): Reply | Promise<Reply> => shows('Hello');
  const bot = stubBot((interaction) => reply(interaction));
  const host = await hostOf(platform, bot, log);
  const door: Door = {
    url: `${host.origin}/slack/events`,
    signingSecret,
    socket,
    ...(how.now ? { now: how.now } : {}),
  };
  if (how.start !== false) {
    platform.start(bot);
    await vi.waitFor(() => expect(platform.notReady()).toBeNull());
  }

  return {
    slack,
    platform,
    reconnects,
    /** Slack's side of the socket. */
    get socket() {
      if (!socket) throw new Error('Slack comes by HTTP here');
      return socket;
    },
    get http() {
      if (!platform.http) throw new Error('Slack comes by a socket here');
      return platform.http;
    },
    store,
    door,
    bot,
    log,
    ready: `${host.origin}/readyz`,
    person: (id: string, channel?: string) => slackPerson(slack, door, id, channel),
    /** What the bot answers from now on. */
    answers(how: Reply | typeof reply): void {
      reply = typeof how === 'function' ? how : () => how;
    },
    async stop(): Promise<void> {
      await Promise.all([host.stop(), platform.stop()]);
      await Promise.all([slack.stop(), socket?.stop()]);
    },
  };
}

/** A card with a button of each kind. */
export function cardOf(title: string): Card {
  const buttons = [
    button('press', 'contact.confirm', 'Still right', 'tenant 7'),
    button('form', 'contact.update', 'Change', 'tenant'),
    button('link', 'contact.portal', 'Partner Center', 'https://partner.microsoft.com/'),
  ];
  return card(title, `${title}, in a sentence.`, { buttons });
}

export function shows(title: string, more: { instead?: boolean } = {}): Extract<Reply, { kind: 'card' }> {
  return { kind: 'card', instead: more.instead ?? false, card: cardOf(title) };
}

const line = (name: string, value: string, more: Partial<Extract<Field, { kind: 'text' }>> = {}): Field => ({
  kind: 'text',
  name,
  label: name,
  hint: null,
  required: true,
  value,
  maxLength: 64,
  format: 'plain',
  multiline: false,
  ...more,
});

/** A form with a field of each kind. */
export function asks(more: Partial<Form> = {}): Extract<Reply, { kind: 'form' }> {
  const rest = { hint: null, required: false } as const;
  const choices = [
    { value: 'en', label: 'English' },
    { value: 'fr', label: 'French' },
  ];
  const form: Form = {
    id: 'contact.update',
    title: 'Security contact',
    intro: ['Who answers alerts?'],
    fields: [
      line('firstName', 'Ada'),
      line('email', 'soc@contoso.example', { format: 'email', maxLength: 254 }),
      { ...rest, kind: 'choice', name: 'locale', label: 'Language', value: 'en', choices, required: true },
      { ...rest, kind: 'ticks', name: 'removeChannels', label: 'Remove', value: ['en'], choices },
      {
        ...rest,
        kind: 'channels',
        name: 'channels',
        label: 'Channels',
        value: [{ platform: 'slack', address: 'C0GENERAL' }],
        max: 20,
      },
      {
        ...rest,
        kind: 'people',
        name: 'onCall',
        label: 'On call',
        value: [{ id: 'slack:T0HOME/U1ADA', name: 'Ada' }],
        max: 20,
      },
      {
        ...rest,
        kind: 'search',
        name: 'timezone',
        label: 'Time zone',
        value: 'Europe/Paris',
        few: [{ value: 'Europe/Paris', label: 'Europe/Paris' }],
      },
      { ...rest, kind: 'channels', name: 'adminChannel', label: 'Admins', value: [], max: 1 },
    ],
    problems: {},
    notice: null,
    submit: 'Save',
    cancel: 'Cancel',
    state: '{"tenant":"t1","revision":3}',
    ...more,
  };
  return { kind: 'form', form };
}

/** A channel of that id, and a post of its own. */
export const channel = (address: string) => ({ kind: 'channel', channel: { platform: 'slack', address } }) as const;
export const alone = { deliveryId: 'd1', thread: null } as const;

/** Somebody else's promise, to be kept when a test says so. */
export function later<T>() {
  let keep: (value: T) => void = () => {};
  const promise = new Promise<T>((resolve) => {
    keep = resolve;
  });
  return { promise, keep };
}
