import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  newRound,
  type ReminderRound,
  reminderArrived,
  reminderDropped,
  reminderForgotten,
  reminderRefused,
  reminderSent,
  slotDealt,
  stateOf,
  weeklySent,
} from '../../src/domain/finding/reminder-round.ts';

const idle = newRound('q', '2026-11-24');
const pending = reminderSent(idle, 'reminder-1', '2026-11-24');
const current = reminderArrived(pending, '2026-11-24');
const next = reminderSent(current, 'reminder-2', '2026-11-25');

it.each<[string, ReminderRound, object]>([
  ['a new reader has none', idle, { reminder: null, messaged: '' }],
  ['one that is sent is pending', pending, { reminder: 'reminder-1', pending: true, messaged: '2026-11-24' }],
  ['one that arrived is kept up to date', current, { reminder: 'reminder-1', reminded: '2026-11-24', older: [] }],
  ['the one before is kept up to date until the next arrives', next, { reminder: 'reminder-2', older: ['reminder-1'] }],
  ['then it is not any more', reminderArrived(next, '2026-11-25'), { reminder: 'reminder-2', older: [] }],
  [
    'where a channel refuses it, the one before stays',
    reminderRefused(next, false),
    { reminder: 'reminder-1', older: [] },
  ],
  ['and the day counts as one with a message', reminderRefused(next, false), { messaged: '2026-11-25' }],
  ['a person’s chat may take it after all', reminderRefused(next, true), { reminder: 'reminder-2', older: [] }],
  ['one that was given up leaves its day free', reminderDropped(next), { reminder: 'reminder-1', messaged: '' }],
  ['one that is forgotten leaves none', reminderForgotten(current), { reminder: null }],
])('of reminders of one reader, %s', (_name, round, expected) => {
  expect(round).toMatchObject(expected);
});

it('whatever happens in whatever order, only a reminder that was sent and has not ended is pending', () => {
  const steps = {
    slot: (round: ReminderRound) => slotDealt(round, '2026-11-26'),
    weekly: (round: ReminderRound) => weeklySent(round, '2026-11-26'),
    sent: (round: ReminderRound) => reminderSent(round, 'reminder-9', '2026-11-26'),
    arrived: (round: ReminderRound) => reminderArrived(round, '2026-11-26'),
    refused: (round: ReminderRound) => reminderRefused(round, false),
    refusedByPerson: (round: ReminderRound) => reminderRefused(round, true),
    dropped: reminderDropped,
    forgotten: reminderForgotten,
  };
  const names = fc.constantFrom(
    ...(['slot', 'weekly', 'sent', 'arrived', 'refused', 'refusedByPerson', 'dropped', 'forgotten'] as const),
  );
  fc.assert(
    fc.property(fc.array(names, { maxLength: 12 }), (path) => {
      const round = path.reduce((before, name) => steps[name](before), idle);
      const last = path.findLast((name) => name !== 'slot' && name !== 'weekly');
      expect(stateOf(round) === 'pending').toBe(last === 'sent');
      // A row that is stored has no member that says nothing.
      expect(Object.values(round)).not.toContain(undefined);
    }),
  );
});
