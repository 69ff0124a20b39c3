/** A bot that answers with what it is told to and remembers what was done, and a log that remembers what was written. */
import type { Log } from '../../adapters/process/log.ts';
import type { Channel, Identity, Platform } from '../../src/domain/tenant/identity.ts';
import type { Bot, FollowedMessage, Interaction, MoreOfAnswer, Reply } from '../../src/request/interaction.ts';
import { button, type Card, card, type Form } from '../../src/view/view.ts';

export interface StubBot extends Bot {
  done: Interaction[];
  /** What the platform did not take, and is kept. */
  owed: ({ to: Identity; card: Card } & MoreOfAnswer)[];
  /** Messages of the outbox that an answer replaced, and whether the platform said so. */
  shown: { message: FollowedMessage; certain: boolean }[];
  /** The platforms that said that they are connected. */
  connects: Platform[];
  /** People of whom it was told that something changed. */
  changes: Identity[];
  /** Channels in which the bot is now, and no longer. */
  arrivals: Channel[];
  departures: Channel[];
}

export function stubBot(reply: (interaction: Interaction) => Reply | Promise<Reply>): StubBot {
  const done: Interaction[] = [];
  const owed: StubBot['owed'] = [];
  const shown: StubBot['shown'] = [];
  const connects: Platform[] = [];
  const changes: Identity[] = [];
  const arrivals: Channel[] = [];
  const departures: Channel[] = [];
  return {
    done,
    connects,
    handle: async (interaction) => {
      done.push(interaction);
      return reply(interaction);
    },
    search: async ({ field, text }) => [{ value: text, label: `${field} ${text}` }],
    spoken: () => null,
    owed,
    shown,
    answerShown: async (message, certain) => void shown.push({ message, certain }),
    enqueueAnswer: async (to, card, more) => void owed.push({ to, card, ...more }),
    arrivals,
    arrived: async (channel) => void arrivals.push(channel),
    departures,
    left: async (channel) => void departures.push(channel),
    changes,
    changed: async (person) => void changes.push(person),
    connected: async (platform) => {
      connects.push(platform);
    },
    tick: async () => {},
  };
}

export interface NotedLog extends Log {
  lines: { level: string; message: string; fields: object }[];
}

export function notedLog(): NotedLog {
  const lines: NotedLog['lines'] = [];
  const note = (level: string) => (fields: object, message: string) => void lines.push({ level, message, fields });
  return { lines, debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') };
}

export function cardReply(title: string, more: Parameters<typeof card>[2] = {}, instead = false): Reply {
  return { kind: 'card', instead, card: card(title, `${title}.`, more) };
}

export function formReply(more: Partial<Form> = {}): Reply {
  return {
    kind: 'form',
    form: {
      id: 'contact.update',
      title: 'Update the contact',
      intro: ['Nobody but you sees this form.'],
      fields: [
        text('firstName', 'First name', { required: true }),
        text('email', 'E-mail', { format: 'email' }),
        choice('kind', 'Kind', ['person', 'group']),
        { kind: 'channels', name: 'channels', label: 'Channels', hint: null, required: false, value: [], max: 20 },
        { kind: 'people', name: 'onCall', label: 'On call', hint: null, required: false, value: [], max: 20 },
      ],
      problems: {},
      notice: null,
      submit: 'Save',
      cancel: 'Cancel',
      state: '{"tenant":"t"}',
      ...more,
    },
  };
}

export function text(
  name: string,
  label: string,
  more: Partial<Extract<Form['fields'][number], { kind: 'text' }>> = {},
) {
  return {
    kind: 'text',
    name,
    label,
    hint: null,
    required: false,
    value: '',
    maxLength: 64,
    format: 'plain',
    multiline: false,
    ...more,
  } as const;
}

export function choice(name: string, label: string, values: readonly string[]) {
  const choices = values.map((value) => ({ value, label: value }));
  return { kind: 'choice', name, label, hint: null, required: true, value: values[0] ?? null, choices } as const;
}

/** Shows a card, changes it by a form that takes one address only, and confirms. */
export function contactBot(): StubBot {
  let email = 'security@contoso.example';
  const show = (notice: string[] = []): Reply =>
    cardReply(
      'Security contact',
      {
        text: notice,
        facts: [{ label: 'E-mail', value: email }],
        buttons: [
          button('press', 'contact.confirm', 'Confirm', 't', { style: 'primary' }),
          button('form', 'contact.update', 'Update', 't'),
        ],
      },
      true,
    );
  return stubBot((done) => {
    if (done.kind === 'home') return { kind: 'cards', cards: [card('Welcome', 'Welcome.')] };
    if (done.kind === 'press' && done.button === 'contact.update') return formReply();
    if (done.kind === 'press') return show(['Confirmed just now.']);
    if (done.kind === 'command') return show();
    const typed = String(done.values.email);
    if (!typed.includes('@'))
      return formReply({
        fields: [text('email', 'E-mail', { value: typed })],
        problems: { email: 'Write a whole address, for example security@contoso.example.' },
        notice: 'Nothing was saved.',
      });
    email = typed;
    return show(['Saved.']);
  });
}
