import type { z } from 'zod';

const kinds = new Map([
  ['object', 'Must be an object, in braces.'],
  ['record', 'Must be an object, in braces.'],
  ['number', 'Must be a number.'],
  ['int', 'Must be a whole number.'],
  ['boolean', 'Must be true or false.'],
  ['array', 'Must be a list, in square brackets.'],
  ['string', 'Must be text, in quotation marks.'],
]);

const formats = new Map([
  ['guid', 'Must be an id such as 72f988bf-86f1-41af-91ab-2d7cd011db47.'],
  ['datetime', 'Must be a date with time and zone, such as 2026-11-24T10:00:00Z.'],
]);

/** Returns what is wrong with a field of an alert, as text for its sender. `body` is the whole list of alerts. */
export function explainIssue(issue: z.core.$ZodIssue, body: unknown): string {
  if (valueAt(issue.path, body) === undefined) return 'Required, but missing.';
  switch (issue.code) {
    case 'invalid_type':
      return kinds.get(issue.expected) ?? 'Is of the wrong kind.';
    case 'invalid_value':
      return `Must be one of ${issue.values.map(String).join(', ')}.`;
    case 'invalid_union':
      return 'Must be true or false.';
    case 'invalid_format':
      return formats.get(issue.format) ?? issue.message;
    case 'too_small':
      return issue.origin === 'number' ? `Must be at least ${issue.minimum}.` : 'Must not be empty.';
    case 'too_big':
      return `May have at most ${issue.maximum} ${issue.origin === 'array' ? 'entries' : 'characters'}.`;
    default:
      return issue.message;
  }
}

function valueAt(path: readonly PropertyKey[], body: unknown): unknown {
  const inside = (outer: unknown, step: PropertyKey): unknown =>
    Object(outer) === outer ? Reflect.get(Object(outer), step) : null;
  return path.reduce(inside, body);
}
