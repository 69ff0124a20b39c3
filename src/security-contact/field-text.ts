import { mailLink, phoneLink } from '../contact-links.ts';
import { Channel, Identity } from '../domain/identity.ts';
import type { Words } from '../messages/words.ts';
import { listed, type Names } from '../names.ts';
import type { Inline, Text } from '../view.ts';
import { said, type Voice } from '../voice.ts';

/** A recorded value of a field as people read it; null for an empty one. */
export function fieldText(field: string, value: unknown, voice: Voice, names: Names): Text | null {
  const { words } = voice;
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return null;
  if (field === 'findings') return titles(value, words);
  if (field === 'changedFields') return fieldNames(value, words);
  if (field === 'until') return [said(voice, String(value))];
  if (Array.isArray(value)) return listed(value.map((item) => itemText(item, names)));
  if (typeof value === 'object') return [itemText(value, names)];
  if (field === 'anniversaryMonth') return words.setup.months[Number(value) - 1] ?? String(value);
  return typeof value === 'string' ? wordOf(field, value, voice, names) : String(value);
}

function itemText(item: unknown, names: Names): Inline {
  const channel = Channel.safeParse(item);
  if (channel.success) return names.channel(channel.data);
  const person = Identity.safeParse(item);
  return person.success ? names.person(person.data) : JSON.stringify(item);
}

function wordOf(field: string, value: string, voice: Voice, names: Names): Text {
  const { words } = voice;
  if (field === 'phone') return [phoneLink(value)];
  if (field === 'email') return [mailLink(value, words)];
  if (field.endsWith('At')) return [said(voice, value)];
  if (field === 'manager' || field.endsWith('By')) return [itemText(value, names)];
  const known: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    kind: words.contactForm.kinds,
    locale: words.contactForm.languages,
    partnerType: words.setup.partnerTypes,
  };
  return known[field]?.[value] ?? value;
}

/** Fields by what they are called on forms. */
function fieldNames(value: unknown, { setup, contactForm }: Words): Text {
  const known: Readonly<Record<string, string>> = { ...setup.fields, ...contactForm.labels };
  return (Array.isArray(value) ? value : []).map((field) => known[String(field)] ?? String(field)).join(', ');
}

/** The codes of findings, as people call them. */
function titles(value: unknown, { findings }: Words): Text {
  const known: Readonly<Record<string, string>> = findings.titles;
  return (Array.isArray(value) ? value : []).map((code) => known[String(code)] ?? String(code)).join(', ');
}
