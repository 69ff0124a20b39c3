import type { Change } from '../domain/history.ts';
import type { Names } from '../names.ts';
import type { Fact } from '../view.ts';
import type { Voice } from '../voice.ts';
import { changeFacts } from './change-text.ts';

/** What is nobody's business but the contact's: the channel learns that it changed, and members find it in the history. */
const kept: readonly string[] = ['firstName', 'middleName', 'lastName', 'email', 'phone'];

export function noticeFacts(change: Change, voice: Voice, names: Names): Fact[] {
  const facts = changeFacts([change], voice, names);
  return kept.includes(change.field)
    ? facts.map(({ label }) => ({ label, value: voice.words.alerts.contactChanged.kept }))
    : facts;
}
