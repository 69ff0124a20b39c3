/** The whole bot with one contact, who has a channel in Slack and one in Teams, and somebody in each; at a hurried clock. */
import { vi } from 'vitest';
import type { OpenedMicrosoft } from '../../adapters/microsoft/open-microsoft.ts';
import type { Channel } from '../../src/domain/tenant/identity.ts';
import { type HurriedTime, hurriedTime } from '../support/hurried-time.ts';
import { type Answered, alert, post, secret } from '../support/sender.ts';
import { today } from '../support/time.ts';
import { type AlertRooms, type Seen, slackRooms, teamsRooms } from './alert-rooms.ts';
import type { Person } from './person.ts';
import { type Stage, stage } from './stage.ts';

export const both = ['slack', 'teams'] as const;
type Name = (typeof both)[number];
export const patient = { timeout: 15_000, interval: 10 };
/** The titles of notices: of a change, and of the first contact. */
const notice = /was changed|Security alerts for/;
/** Thousands take their time on a busy machine, and nobody waits for them. */
export const unhurried = { timeout: 60_000, interval: 50 };

export interface AlertStage {
  on: Stage;
  time: HurriedTime;
  rooms: Record<Name, AlertRooms>;
  channels: Record<Name, Channel>;
  /** In the channel, and on call. */
  sam: Record<Name, Person>;
  /** A Global Administrator, on Slack. */
  ada: Person;
  send(...alerts: Record<string, unknown>[]): Promise<Answered>;
  /** What the contact's channel there has, without notices of changes. */
  cards(name: Name): readonly Seen[];
  until(fits: () => boolean): Promise<unknown>;
  /** Until nothing is under way: a card shows before its delivery is written down as done. */
  sent(): Promise<unknown>;
  /** Until the first card on both platforms says so. */
  bothShow(words: string): Promise<unknown>;
}

export async function alertStage(
  env: Readonly<Record<string, string>> = {},
  contact: object = {},
  microsoft: OpenedMicrosoft | null = null,
): Promise<AlertStage> {
  const time = hurriedTime(40, today);
  const on = await stage(undefined, { env: { ALERT_WEBHOOK_SECRET: secret, ...env }, time, microsoft });
  await on.ready();
  const rooms = { slack: slackRooms(on), teams: teamsRooms(on) };
  const sam = { slack: on.slack.person('Sam'), teams: on.teams.person('Tina') };
  const ada = on.admin('slack', 'Ada');
  const channels = {
    slack: await on.slack.channel('soc', 'closed', [sam.slack]),
    teams: await on.teams.channel('soc', 'closed', [sam.teams]),
  };
  await sam.teams.says('help');
  const onCall = [sam.slack.identity, sam.teams.identity];
  await on.knows({ contact: { channels: [channels.slack, channels.teams], onCall, ...contact } });
  const cards = (name: Name) => rooms[name].in(channels[name]).filter(({ title }) => !notice.test(title));
  const until = (fits: () => boolean) => vi.waitUntil(fits, patient);
  const isSent = async () => {
    const deliveries = await on.store.read((reader) => reader.list('deliveries'));
    return deliveries.every(({ state }) => state !== 'waiting' && state !== 'sending');
  };
  return {
    on,
    time,
    rooms,
    channels,
    sam,
    ada,
    cards,
    until,
    sent: () => vi.waitUntil(isSent, unhurried),
    send: (...alerts) => post(on.url(), alerts.map(alert)),
    bothShow: (words) => until(() => both.every((name) => cards(name)[0]?.text.includes(words))),
  };
}
