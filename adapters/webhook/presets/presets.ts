import type { PresetName, Source } from '../sources/source.ts';
import { alertmanager, alertmanagerSeverities } from './alertmanager.ts';
import { azureMonitor, azureMonitorSeverities } from './azure-monitor.ts';
import { cipp } from './cipp.ts';
import { cloudevents } from './cloudevents.ts';
import { fields } from './fields.ts';
import { grafana } from './grafana.ts';
import { graph } from './graph.ts';
import type { Preset, SeverityWords } from './preset.ts';
import { sentinel } from './sentinel.ts';

interface NamedPreset {
  read: Preset;
  severities: SeverityWords;
}

/** For products without severity names of their own. `high`, `medium`, `low` and `informational` are always understood. */
const noWords: SeverityWords = new Map();

const ready: Readonly<Record<Exclude<PresetName, 'cloudevents' | 'fields'>, NamedPreset>> = {
  alertmanager: { read: alertmanager, severities: alertmanagerSeverities },
  'azure-monitor': { read: azureMonitor, severities: azureMonitorSeverities },
  cipp: { read: cipp, severities: noWords },
  grafana: { read: grafana, severities: alertmanagerSeverities },
  graph: { read: graph, severities: noWords },
  sentinel: { read: sentinel, severities: noWords },
};

/** Returns what reads the bodies of a source, and the severities that its product's own words mean. */
export function presetOf({ preset, data, ...source }: Pick<Source, 'preset' | 'data' | 'fields'>): NamedPreset {
  if (preset === 'fields') return { read: fields(source.fields ?? {}), severities: noWords };
  if (preset !== 'cloudevents') return ready[preset];
  if (data === null) throw new Error('CloudEvents need the preset of their data.');
  const inner = presetOf({ ...source, preset: data, data: null });
  return { ...inner, read: cloudevents(inner.read) };
}
