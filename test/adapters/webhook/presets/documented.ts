/** What a source makes of the bodies on its page, and of what a test makes of them. */
import { readAlerts } from '../../../../adapters/webhook/sources/read-alerts.ts';
import type { PresetName, Source } from '../../../../adapters/webhook/sources/source.ts';
import { aSource, problemsOf } from '../../../support/sender-page.ts';

/** The partner tenant that the pages name. */
export const partner = '11111111-aaaa-4aaa-8aaa-111111111111';

/** The presets whose bodies can all say the same; the others have one product's fields. */
export const sharedPresets = [
  'alertmanager',
  'grafana',
  'fields',
  'cloudevents',
] as const satisfies readonly PresetName[];
export type SharedPreset = (typeof sharedPresets)[number];

/** Reads a body for a source of that preset, with one partner tenant, whose unknown severities are high. */
export function read(preset: PresetName, body: unknown, more: Partial<Source> = {}) {
  return readAlerts(aSource({ name: preset, preset, severity: 'high', ...more }), body, '2026-11-24T09:00:00.000Z');
}

/** Reads a body that holds one alert. */
export function readOne(preset: PresetName, body: unknown, more: Partial<Source> = {}) {
  const { events } = read(preset, body, more);
  const [event] = events;
  if (!event || events.length > 1) throw new Error(`${events.length} alerts`);
  return event;
}

/** What is wrong with a body: a sentence by each place, such as `data.essentials.alertId`. */
export function wrongIn(preset: PresetName, body: unknown): Record<string, string> {
  return Object.fromEntries(problemsOf(() => read(preset, body)).map(({ path, detail }) => [path, detail]));
}

/** A rule by which these customers belong to the partner tenant. */
export function byCustomer(...customers: string[]): Pick<Source, 'tenant'> {
  return { tenant: { kind: 'byCustomer', tenants: new Map(customers.map((customer) => [customer, partner])) } };
}
