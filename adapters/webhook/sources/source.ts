/** A source as the sources' file describes it, once it was checked. */
import type { SourceRule } from '../../../src/domain/alert/rule.ts';
import type { Severity } from '../../../src/domain/alert/severity.ts';

/** The names of the presets. */
export const presetNames = [
  'cipp',
  'azure-monitor',
  'alertmanager',
  'grafana',
  'sentinel',
  'graph',
  'cloudevents',
  'fields',
] as const;
/** The name of a preset. */
export type PresetName = (typeof presetNames)[number];

/**
 * How the partner tenant of an alert is found: the only one there is, always the same one, or by the customer (id or domain in small
 * letters).
 */
export type TenantRule =
  | { kind: 'only' }
  | { kind: 'fixed'; id: string }
  | { kind: 'byCustomer'; tenants: ReadonlyMap<string, string> };

/** Where each field of an alert is in the sender's JSON: dotted paths, by the field's name. `items` is the path of the list of alerts. */
export type FieldPaths = Readonly<Record<string, string>>;

/** A source, without its credentials. */
export interface Source {
  name: string;
  preset: PresetName;
  /** The preset of the data, for `cloudevents`; null otherwise. */
  data: PresetName | null;
  /** The paths, for `fields`, also as the data of `cloudevents`; null otherwise. */
  fields: FieldPaths | null;
  tenant: TenantRule;
  /** The severity of an alert whose own is missing or unknown. */
  severity: Severity;
  /** The severities that the file gives to the sender's words (in small letters). They go before those of the preset. */
  severities: ReadonlyMap<string, Severity>;
  /** The highest severity that its alerts have here: what is above is lowered. */
  maxSeverity: Severity;
  /** Rate limit: at most `alerts` of one severity within `ms` get their own cards. Further ones go into a digest. */
  pace: { alerts: number; ms: number };
  /** The rules, of which the first that fits an alert counts. */
  rules: readonly SourceRule[];
  /** How long (ms) the source may send nothing before it counts as silent; null when nobody minds. */
  expectEveryMs: number | null;
}
