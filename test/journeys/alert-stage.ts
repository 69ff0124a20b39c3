/** The whole bot with one contact, who has a channel in Slack and one in Teams, and somebody in each; at a hurried clock. */
import { vi } from 'vitest';
import type { Channel } from '../../src/domain/identity.ts';
import { type HurriedTime, hurriedTime } from '../fakes/hurried-time.ts';
import { type Answered, alert, post, secret } from '../fakes/sender.ts';
import { type AlertRooms, type Seen, slackRooms, teamsRooms } from './alert-rooms.ts';
import type { Person } from './person.ts';
import { type Stage, stage } from './stage.ts';

export const both = ['slack', 'teams'] as const;
type Name = (typeof both)[number];
export const patient = { timeout: 15_000, interval: 10 };

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
  /** Until the first card on both platforms ends so. */
  bothShow(title: string): Promise<unknown>;
}

export async function alertStage(
  env: Readonly<Record<string, string>> = {},
  contact: object = {},
): Promise<AlertStage> {
  const time = hurriedTime(40, new Date().toISOString());
  const on = await stage(undefined, { env: { ALERT_WEBHOOK_SECRET: secret, ...env }, time });
  await on.ready();
  const rooms = { slack: slackRooms(on), teams: teamsRooms(on) };
  const sam = { slack: on.slack.person('Sam'), teams: on.teams.person('Tina') };
  const ada = on.slack.person('Ada');
  on.admins.all.add(ada.identity);
  const channels = {
    slack: await on.slack.channel('soc', 'closed', [sam.slack]),
    teams: await on.teams.channel('soc', 'closed', [sam.teams]),
  };
  await sam.teams.says('help');
  const onCall = [sam.slack.identity, sam.teams.identity];
  await on.knows({ contact: { channels: [channels.slack, channels.teams], onCall, ...contact } });
  const cards = (name: Name) => rooms[name].in(channels[name]).filter(({ title }) => !title.includes('was changed'));
  const until = (fits: () => boolean) => vi.waitUntil(fits, patient);
  return {
    on,
    time,
    rooms,
    channels,
    sam,
    ada,
    cards,
    until,
    send: (...alerts) => post(on.url(), alerts.map(alert)),
    bothShow: (title) => until(() => both.every((name) => cards(name)[0]?.title.endsWith(title))),
  };
}
