/** Channels as the people in them see alerts, on either platform in one vocabulary. */
import { vi } from 'vitest';
import type { Channel } from '../../src/domain/tenant/identity.ts';
import { Locale } from '../../src/domain/tenant/locales.ts';
import { messages } from '../../src/messages/messages.ts';
import { buttonsOf } from '../support/slack-person.ts';
import type { FakeMessage } from '../support/slack-workspace.ts';
import type { FakeMessage as TeamsMessage } from '../support/teams-conversations.ts';
import type { TeamsPerson } from '../support/teams-person.ts';
import { loading } from './on-slack.ts';
import type { Person } from './person.ts';
import { readIn as readSlack } from './read-slack.ts';
import { buttonsIn, readIn as readTeams } from './read-teams.ts';
import type { Stage } from './stage.ts';

/** A message of the bot. */
export interface Seen {
  title: string;
  text: string;
  /** What it hangs on; null for a message of its own. */
  thread: string | null;
  id: string;
  labels: readonly string[];
}

export interface AlertRooms {
  /** Everything that the bot said there, the oldest first. */
  in(channel: Channel): readonly Seen[];
  /** What the bot told this person in private, unasked. */
  told(person: Person): readonly Seen[];
  /** Presses a button of the first message there that has it, and resolves with what only the presser sees. */
  presses(person: Person, channel: Channel, label: string): Promise<string>;
  /** Saves the form that is open; resolves with what then stands there. */
  saves(person: Person, entries: Readonly<Record<string, string>>): Promise<string>;
  /** The files that a person got. */
  files(person: Person): readonly { name: string; content: string | null }[];
}

const patient = { timeout: 10_000, interval: 5 };
/** A person's own chat with the bot. */
export function chatOf(person: Person): Channel {
  const slack = person.identity.startsWith('slack:');
  return slack
    ? { platform: 'slack', address: `D${user(person)}` }
    : { platform: 'teams', address: `a:${user(person)}` };
}

const user = ({ identity }: Person) => identity.slice(identity.indexOf('/') + 1);

export function slackRooms({ slack: side, wires: { slack } }: Stage): AlertRooms {
  const messages = (address: string) => slack.messages.filter((one) => one.channel === address && one.only === null);
  const shown = (message: FakeMessage): Seen => {
    const text = readSlack(message.blocks, slack);
    const labels = message.blocks.flatMap(buttonsOf).map((button) => button.text.text);
    return { title: text.split('\n')[0] ?? '', text, thread: message.thread_ts, id: message.ts, labels };
  };
  return {
    in: ({ address }) => messages(address).map(shown),
    told: (person) => messages(`D${user(person)}`).map(shown),
    async presses(person, { address }, label) {
      const raw = side.raw(person);
      const labelled = (message: FakeMessage) =>
        // A button that answers many says how many: `Acknowledge all (40)`.
        message.blocks.flatMap(buttonsOf).find(({ text }) => text.text === label || text.text.startsWith(`${label} (`));
      // The welcome may have it too.
      const isWelcome = ({ metadata }: FakeMessage) => JSON.stringify(metadata).includes('welcome');
      const message = messages(address).find((one) => !isWelcome(one) && labelled(one));
      const button = message && labelled(message);
      if (!message || !button) throw new Error(`nothing in ${address} has the button ${label}`);
      const stamp = () =>
        JSON.stringify([raw.window()?.hash, slack.responses.filter((one) => one.user === raw.id).length]);
      const before = stamp();
      const reads = () =>
        readSlack(raw.window()?.view ?? slack.responses.findLast((one) => one.user === raw.id), slack);
      await raw.press(button.action_id, { message });
      // Whoever reads «one moment» waits for what comes after it.
      await vi.waitUntil(() => stamp() !== before && !loading.some((text) => reads().includes(text)), patient);
      return reads();
    },
    async saves(person, entries) {
      const raw = side.raw(person);
      await raw.save(entries, { force: true });
      return [readSlack(raw.window()?.view, slack), ...Object.values(raw.errors())].join('\n');
    },
    files: (person) => [...slack.files.values()].filter(({ channel }) => channel === `D${user(person)}`),
  };
}

export function teamsRooms({ teams: side, wires: { teams } }: Stage): AlertRooms {
  const inside = new Map<string, TeamsPerson>();
  const own = (person: Person) => `a:${user(person)}`;
  const raw = (person: Person, { address }: Channel): TeamsPerson => {
    if (address === own(person)) return side.raw(person);
    const key = `${person.identity} ${address}`;
    const known = inside.get(key) ?? side.raw(person, teams.conversations.get(address));
    inside.set(key, known);
    return known;
  };
  const shown = ({ id, attachments = [], thread }: TeamsMessage): Seen => {
    const text = readTeams(attachments);
    const root = /;messageid=(.+)$/.exec(String(thread))?.[1] ?? null;
    return {
      title: text.split('\n')[0] ?? '',
      text,
      thread: root,
      id,
      labels: buttonsIn(attachments).map((one) => one.label),
    };
  };
  const cards = (address: string) =>
    teams
      .messages(address)
      .filter(({ attachments }) => attachments)
      .map(shown);
  let open: TeamsPerson | null = null;
  return {
    in: ({ address }) => cards(address),
    told: (person) => cards(own(person)),
    async presses(person, channel, label) {
      const here = raw(person, channel);
      here.closeDialog();
      const found = teams.messages(channel.address).flatMap(({ attachments }) => buttonsIn(attachments));
      const button = found.find((one) => one.label === label);
      if (!button) throw new Error(`nothing in ${channel.address} has the button ${label}`);
      const seen = () => teams.seenBy(channel.address, here.member);
      const before = seen().length;
      const same = JSON.stringify(button.data);
      const { body } = await here.press(String(button.data.action), {}, ({ data }) => JSON.stringify(data) === same);
      open = here.dialog() ? here : null;
      if (open) return readTeams(open.dialog());
      const answered: unknown = Object(body).value ?? Object(Object(body).task).value ?? '';
      // A card in the place of the one whose button was pressed.
      if (typeof answered !== 'string') return readTeams(answered);
      const said = answered;
      if (!Locale.options.some((locale) => said === messages(locale).teams.answeredBelow)) return said;
      await vi.waitUntil(() => seen().length > before, patient);
      return readTeams(seen().at(-1)?.attachments);
    },
    async saves(_person, entries) {
      if (!open) throw new Error('no form is open');
      const save = buttonsIn(open.dialog()).find(({ data }) => 'state' in data);
      const { body } = await open.press(String(save?.data.action), entries);
      return readTeams(open.dialog()) || String(Object(Object(body).task).value ?? '');
    },
    files: () => teams.files.uploads,
  };
}
