/** The whole bot on a working morning, with a contact that nobody has confirmed, and admins on both platforms; at a hurried clock. */
import { vi } from 'vitest';
import type { Channel } from '../../src/domain/tenant/identity.ts';
import { type HurriedTime, hurriedTime } from '../support/hurried-time.ts';
import { hour } from '../support/time.ts';
import { type AlertRooms, chatOf, type Seen, slackRooms, teamsRooms } from './alert-rooms.ts';
import type { Person } from './person.ts';
import { type Stage, stage } from './stage.ts';

export const both = ['slack', 'teams'] as const;
type Name = (typeof both)[number];

export interface ReminderStage {
  on: Stage;
  time: HurriedTime;
  rooms: Record<Name, AlertRooms>;
  /** The contact's. */
  channels: Record<Name, Channel>;
  /** Global Administrators, two on each platform, and somebody of the contact's channel. */
  ada: Record<Name, Person>;
  bob: Record<Name, Person>;
  sam: Record<Name, Person>;
  /** Ten o'clock comes, and with it what is due. */
  morning(): Promise<void>;
  /** The newest reminder of that person. */
  reminder(name: Name, person: Person): Seen | undefined;
  /** Presses a button of the person's reminder, and resolves with what only they see. */
  presses(name: Name, person: Person, label: string): Promise<string>;
  until(fits: () => boolean): Promise<unknown>;
}

/** Before nine in London and in Paris, and not before the day of the stage, by which senders sign. */
const wednesday = '2026-11-25T06:00:00.000Z';

/** `speed` is how many times as fast as the real one its clock runs. */
export async function reminderStage({
  contact = {},
  locale = 'en' as 'en' | 'fr',
  speed = 40,
} = {}): Promise<ReminderStage> {
  const time = hurriedTime(speed, wednesday);
  const on = await stage(undefined, { time });
  await on.ready();
  const rooms = { slack: slackRooms(on), teams: teamsRooms(on) };
  const two = (name: string, admin: boolean) => {
    const people = { slack: on.slack.person(name, 'member', locale), teams: on.teams.person(name, 'member', locale) };
    if (admin) for (const side of both) on.admins.all.add(people[side].identity);
    return people;
  };
  const [ada, bob, sam] = [two('Ada', true), two('Bob', true), two('Sam', false)];
  for (const person of [ada, bob, sam]) for (const name of both) await person[name].says('help');
  const channels = {
    slack: await on.slack.channel('soc', 'closed', [sam.slack]),
    teams: await on.teams.channel('soc', 'closed', [sam.teams]),
  };
  const onCall = [sam.slack.identity, sam.teams.identity];
  const today = time.now();
  const inOrder = { phone24x7At: today, attestedAt: today };
  await on.knows({
    complianceAttestedAt: today,
    contact: { channels: [channels.slack, channels.teams], onCall, locale, ...inOrder, ...contact },
  });
  await on.tick();
  const until = (fits: () => boolean) => vi.waitUntil(fits, { timeout: 15_000, interval: 10 });
  const reminder = (name: Name, person: Person) =>
    rooms[name].told(person).findLast(({ title }) => isReminder.test(title));
  return {
    on,
    time,
    rooms,
    channels,
    ada,
    bob,
    sam,
    reminder,
    until,
    presses: (name, person, label) => rooms[name].presses(person, chatOf(person), label),
    async morning() {
      time.jump(4 * hour);
      await on.tick();
      await until(() => both.every((name) => [ada, bob].every((people) => reminder(name, people[name]))));
    },
  };
}

/** The heading of a reminder, in either language. */
const isReminder = /things? to fix|Nothing left|^\W*Snoozed|points? à régler|Plus aucun point à régler|^\W*Reporté/;
