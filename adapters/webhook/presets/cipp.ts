import { z } from 'zod';
import { AlertIn } from '../../../src/domain/alert/alert.ts';
import { plainLines, plainRows, plainText } from './plain-lines.ts';
import { type Preset, UnreadableBody } from './preset.ts';
import { event, hashedId, readBody, SentText } from './read-body.ts';

const version = '1.0';
const switchOn =
  'This is not CIPP’s standardized schema. In CIPP, switch "Use Standardized Alert Schema" on (Settings, Notifications).';

/** The time as CIPP writes it, since the id has all of its digits. */
const isTime = (at: string) => AlertIn.shape.detectedDateTime.safeParse(at).success;
const GeneratedAt = z.string().refine(isTime, 'Must be a date with time and zone, such as 2026-11-24T10:00:00Z.');

const Versioned = z.object({ schemaVersion: z.unknown().optional() }).catch({});

const Body = z.object({
  source: SentText,
  invoking: SentText,
  title: z.string(),
  tenant: SentText,
  generatedAt: GeneratedAt,
  payload: z.unknown().optional(),
});

/** The payload of a scripted alert and of a scheduled task. `snooze` has each result a second time. */
const Task = z.looseObject({
  tenantId: z.unknown().optional(),
  results: z.unknown().optional(),
  alertComment: z.unknown().optional(),
  snooze: z.unknown().optional(),
});

/**
 * Reads what CIPP sends by webhook in its standardized schema 1.0: one alert for each body. Sources:
 * https://github.com/KelvinTegelaar/CIPP-API/pull/1957 and https://github.com/KelvinTegelaar/CIPP/pull/5705
 */
export const cipp: Preset = (body) => {
  checkVersion(body);
  const { source, invoking, title, tenant, generatedAt, payload } = readBody(Body, body);
  const task = Task.safeParse(payload);
  const customers = [task.success ? plainText(task.data.tenantId) : '', tenant].filter((name) => name !== '');
  return {
    events: [
      event({
        id: hashedId([tenant, invoking, title, generatedAt]),
        title,
        paragraphs: paragraphsOf(payload, tenant),
        detectedAt: generatedAt,
        alertType: invoking || source || null,
        customers,
        customerTenantId: customers[0] ?? null,
        rows: rowsIn(task.success ? task.data.results : payload).map(nameOfRow),
        isTest: title === 'CIPP Notification Test' && invoking === 'Invoke-ExecAddAlert',
      }),
    ],
    truncated: 0,
  };
};

function rowsIn(found: unknown): readonly unknown[] {
  if (Array.isArray(found)) return found;
  return found === null || found === undefined ? [] : [found];
}

const NamedRow = z.record(z.string(), z.unknown());

/**
 * Returns what CIPP itself takes for the name of a row when it compares one run with the next: the user, else the id, else the message,
 * else all of it. https://github.com/KelvinTegelaar/CIPP-API/blob/master/Modules/CIPPCore/Public/GraphHelper/Get-AlertContentHash.ps1
 */
function nameOfRow(row: unknown): string {
  const fields = NamedRow.safeParse(row).data ?? {};
  const named = ['userprincipalname', 'id', 'message'].flatMap((name) => {
    const [, value] = Object.entries(fields).find(([key]) => key.toLowerCase() === name) ?? [];
    return plainText(value) || [];
  });
  return named[0] ?? plainLines(row).replaceAll('\n', ', ');
}

function checkVersion(body: unknown): void {
  const { schemaVersion } = readBody(Versioned, body);
  if (schemaVersion === undefined) throw new UnreadableBody([{ path: [], detail: switchOn }]);
  const detail = `Only version ${version} of CIPP’s schema is read.`;
  if (schemaVersion !== version) throw new UnreadableBody([{ path: ['schemaVersion'], detail }]);
}

/** Returns what was found before what it was found by. */
function paragraphsOf(payload: unknown, tenant: string): string[] {
  const task = Task.safeParse(payload);
  if (!task.success) return [...plainRows(payload), plainLines({ tenant })];
  const { results, alertComment, snooze, ...rest } = task.data;
  return [plainText(alertComment), ...plainRows(results), plainLines({ ...rest, tenant })];
}
