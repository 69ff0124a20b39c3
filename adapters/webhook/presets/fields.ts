import { z } from 'zod';
import { AlertIn } from '../../../src/domain/alert/alert.ts';
import { valueAt } from '../../http/message.ts';
import type { FieldPaths } from '../sources/source.ts';
import { type Preset, type SentEvent, UnreadableBody } from './preset.ts';
import { event, listOf, readBody, SentText, SentTime } from './read-body.ts';

/** Parses a number and a boolean as text too. */
const Text = z.preprocess(asText, z.string());
const NeededText = Text.pipe(z.string().regex(/\S/, 'Must not be empty.'));

/** A number with more than 15 digits stays one, and is refused: JSON has lost its last digits, so that it tells nothing apart. */
function asText(value: unknown): unknown {
  if (typeof value === 'boolean' || (typeof value === 'number' && Math.abs(value) <= Number.MAX_SAFE_INTEGER))
    return String(value);
  return value ?? '';
}

/**
 * Parses ISO 8601, and the time since 1970: what is below 100,000,000,000 are seconds, all else are milliseconds. 0 is a time that was
 * never set.
 */
const Time = z.preprocess((at) => {
  const number = typeof at === 'string' && /^\d{10,13}$/.test(at) ? Number(at) : at;
  if (number === 0) return null;
  if (typeof number !== 'number') return at;
  const time = new Date(number < 100_000_000_000 ? number * 1_000 : number);
  return Number.isNaN(time.getTime()) ? String(at) : time.toISOString();
}, SentTime);

/** Parses a resource: its id alone, or an object with its id and type. */
const Resource = z.preprocess(
  (resource) => (Object(resource) === resource ? resource : { resourceId: asText(resource) }),
  z.object({ resourceId: SentText, resourceType: SentText }),
);

const nullIfEmpty = (value: unknown) => (value === '' ? null : value);

const Fields = z.object({
  id: NeededText,
  displayName: NeededText,
  description: Text,
  severity: Text,
  detectedDateTime: Time,
  alertType: Text,
  confidenceLevel: Text,
  customer: Text,
  customerTenantId: Text,
  subscriptionId: Text,
  partnerTenantId: z.preprocess(nullIfEmpty, AlertIn.shape.partnerTenantId),
  affectedResources: z.preprocess((found) => [found ?? []].flat(), z.array(Resource)),
  isTest: z.preprocess(nullIfEmpty, AlertIn.shape.isTest),
  over: Text,
});

/** The fields whose paths the sources' file may name, in addition to `items`. */
export const fieldNames = Fields.keyof().options;

/** The values of `over` that say so, in small letters. With any other one the alert goes on. */
const overWords = ['true', 'resolved', 'closed'];

/**
 * Returns a preset that reads any JSON by paths. The alerts stand in the list at the path `items`; without it the body is one alert,
 * or a list of them. All other paths begin at the alert.
 */
export function fields({ items, ...paths }: FieldPaths): Preset {
  const place = keysOf(items);
  const places = fieldNames.map((name) => [name, paths[name] === undefined ? null : keysOf(paths[name])] as const);
  return (body) => {
    const found = valueAt(place, readBody(z.unknown(), body));
    if (items !== undefined && !Array.isArray(found))
      throw new UnreadableBody([{ path: place, detail: 'Must be a list, in square brackets.' }]);
    const list = Array.isArray(found) ? found : [found];
    const picked = list.map((item) =>
      Object.fromEntries(places.map(([name, keys]) => [name, keys ? valueAt(keys, item) : undefined])),
    );
    try {
      return { events: readBody(listOf(Fields, 0), picked).map(eventOf), truncated: 0 };
    } catch (error) {
      if (!(error instanceof UnreadableBody)) throw error;
      const keysIn = new Map<PropertyKey, readonly string[] | null>(places);
      throw new UnreadableBody(
        error.problems.map(({ path: [index, name, ...rest], detail }) => {
          const before = index === undefined || !Array.isArray(found) ? place : [...place, index];
          return { path: [...before, ...(name === undefined ? [] : (keysIn.get(name) ?? [name])), ...rest], detail };
        }),
      );
    }
  };
}

function eventOf({ id, displayName, ...said }: z.output<typeof Fields>): SentEvent {
  return event({
    ...{ id, title: displayName, paragraphs: [said.description], severity: said.severity || null },
    ...{ detectedAt: said.detectedDateTime, isTest: said.isTest, affectedResources: said.affectedResources },
    ...{ alertType: said.alertType || null, confidenceLevel: said.confidenceLevel || null },
    customers: [said.customer, said.customerTenantId].filter(Boolean),
    ...{ customerTenantId: said.customerTenantId || null, subscriptionId: said.subscriptionId || null },
    partnerTenantId: said.partnerTenantId,
    over: overWords.includes(said.over.trim().toLowerCase()) ? { at: null } : null,
  });
}

/** Returns the keys of a dotted path; none for no path. */
function keysOf(path: string | undefined): string[] {
  return path === undefined ? [] : path.split('.');
}
