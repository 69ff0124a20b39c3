/** Bodies of a receiver's own: JSON whose texts name values as `{title}`. There is no code in them, and no value can leave its text. */
import type { EventFacts, EventType } from '../../src/domain/outgoing/event.ts';
import type { OutgoingEvent } from '../../src/ports/receivers.ts';

/** JSON, in whose texts `{name}` stands for a value. Names of objects stay as they are. */
export type Template = string | number | boolean | null | readonly Template[] | { readonly [name: string]: Template };

/** Each fact once: a new one has to be added here. */
const facts: Readonly<Record<keyof EventFacts, true>> = {
  number: true,
  title: true,
  description: true,
  severity: true,
  status: true,
  source: true,
  sourceName: true,
  alertType: true,
  detectedAt: true,
  receivedAt: true,
  answerBy: true,
  link: true,
  customerTenantId: true,
  customer: true,
  tenantId: true,
  tenant: true,
  by: true,
  to: true,
  note: true,
  reason: true,
  incident: true,
  reference: true,
  finding: true,
  fields: true,
  changes: true,
  lastHeardAt: true,
};
/** The names of all facts. */
export const factNames = Object.keys(facts);

/** What is said of each event besides its facts. `data` stands alone for all facts, or for the entry of `audit`. */
const more = ['id', 'event', 'at', 'subject', 'installation', 'mayBeRepeat', 'data'] as const;
/** The names that a template may use. */
export const templateNames: readonly string[] = [...more, ...factNames];

const named = /\{([A-Za-z]+)\}/g;
const unclosed = /\{[A-Za-z]+(?![A-Za-z}])/;

/** A text of a template, with its path. */
interface TemplateText {
  path: readonly (string | number)[];
  text: string;
}

function textsOf(template: Template, path: TemplateText['path'] = []): TemplateText[] {
  if (typeof template === 'string') return [{ path, text: template }];
  return entriesOf(template).flatMap(([key, value]) => textsOf(value, [...path, key]));
}

/** Returns the names in a template that stand for nothing, with the path of each text. */
export function unknownNames(template: Template): { path: TemplateText['path']; name: string }[] {
  return textsOf(template).flatMap(({ path, text }) =>
    [...text.matchAll(named)].flatMap(([, name = '']) => (templateNames.includes(name) ? [] : [{ path, name }])),
  );
}

/** Returns the texts with a name that has no end, or with more than `{data}`, which are all facts as an object. */
export function misplacedBraces(template: Template): { path: TemplateText['path']; why: string }[] {
  return textsOf(template).flatMap(({ path, text }) => [
    ...(unclosed.test(text) ? [{ path, why: 'A name ends with }, such as {title}.' }] : []),
    ...(text.includes('{data}') && text !== '{data}' ? [{ path, why: '{data} must stand alone in its text.' }] : []),
  ]);
}

function entriesOf(template: Exclude<Template, string>): [string | number, Template][] {
  if (template === null || typeof template !== 'object') return [];
  return isList(template) ? template.map((value, index) => [index, value]) : Object.entries(template);
}

function isList(template: object): template is readonly Template[] {
  return Array.isArray(template);
}

/** Returns the template with an event's values: texts, empty where nothing is known, but for `{data}` that stands alone. */
export function filled(template: Template, event: OutgoingEvent): unknown {
  if (typeof template === 'string') {
    if (template === '{data}') return dataOf(event);
    const values = valuesOf(event);
    return template.replace(named, (_, name: string) => values.get(name) ?? '');
  }
  if (template === null || typeof template !== 'object') return template;
  if (isList(template)) return template.map((value) => filled(value, event));
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, filled(value, event)]));
}

/** Returns what an event is about: its facts, or the entry of the audit trail. */
export function dataOf({ audit, facts: known }: OutgoingEvent): Readonly<Record<string, unknown>> {
  return audit ?? Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}

function valuesOf(event: OutgoingEvent): ReadonlyMap<string, string> {
  const { id, type, at, subject, installation, mayBeRepeat } = event;
  const said: Record<Exclude<(typeof more)[number], 'data'>, string> & { event: EventType } = {
    ...{ id, event: type, at, subject, installation, mayBeRepeat: String(mayBeRepeat) },
  };
  const values = Object.entries({ ...event.facts, ...said }).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return new Map([...values, ['data', JSON.stringify(dataOf(event))]]);
}
