import type { Change } from '../domain/history.ts';
import type { Names } from '../names.ts';
import type { Fact, Text } from '../view.ts';
import type { Voice } from '../voice.ts';
import { fieldText } from './field-text.ts';

/** What changed, a field each: before → after, or the value alone where there was no record before. Nothing to nothing is left out. */
export function changeFacts(changes: readonly Change[], voice: Voice, names: Names): Fact[] {
  const { words } = voice;
  const labels: Readonly<Record<string, string>> = {
    ...words.setup.fields,
    ...words.contactForm.labels,
    ...words.reminders.history,
  };
  return changes.flatMap((change) => {
    const value = changeText(change, voice, names);
    return value === null ? [] : [{ label: labels[change.field] ?? change.field, value }];
  });
}

function changeText({ field, before, after }: Change, voice: Voice, names: Names): Text | null {
  const { change, nothing } = voice.words.contactForm.saved;
  const [old, now] = [before, after].map((value) => fieldText(field, value, voice, names) ?? null);
  if (before === null) return now ?? null;
  return change(old ?? nothing, now ?? nothing);
}
