import { z } from 'zod';
import { AlertIn } from '../../../src/domain/alert/alert.ts';
import { plainLines, plainRows, plainText } from './plain-lines.ts';
import { type Preset, UnreadableBody } from './preset.ts';
import { event, hashedId, readBody, SentText } from './read-body.ts';

const version = '1.0';
const switchOn =
  'This is not CIPP’s standardized schema. In CIPP, switch "Use Standardized Alert Schema" on (Settings, Notifications).';

/** The time as CIPP writes it, since the id has all of its digits. */
const GeneratedAt = z
  .string()
  .refine(
    (at) => AlertIn.shape.detectedDateTime.safeParse(at).success,
    'Must be a date with time and zone, such as 2026-11-24T10:00:00Z.',
  );

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
        isTest: title === 'CIPP Notification Test' && invoking === 'Invoke-ExecAddAlert',
      }),
    ],
    truncated: 0,
  };
};

function checkVersion(body: unknown): void {
  const { schemaVersion } = readBody(Versioned, body);
  if (schemaVersion === undefined) throw new UnreadableBody([{ path: [], detail: switchOn }]);
  if (schemaVersion !== version)
    throw new UnreadableBody([
      { path: ['schemaVersion'], detail: `Only version ${version} of CIPP’s schema is read.` },
    ]);
}

/** Returns what was found before what it was found by. */
function paragraphsOf(payload: unknown, tenant: string): string[] {
  const task = Task.safeParse(payload);
  if (!task.success) return [...plainRows(payload), plainLines({ tenant })];
  const { results, alertComment, snooze, ...rest } = task.data;
  return [plainText(alertComment), ...plainRows(results), plainLines({ ...rest, tenant })];
}
