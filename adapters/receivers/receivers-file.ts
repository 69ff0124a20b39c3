/** Reads the receivers' file, which the setting RECEIVERS names: which other systems get which events, and in which form. */
import { activeAmong, type StoredTenant } from '../../src/domain/tenant/partner-tenant.ts';
import { doubledValues, readJsonFile } from '../settings/json-file.ts';
import { variablesWith } from '../settings/secrets.ts';
import { type ConfiguredReceiver, secretsOf } from './receiver.ts';
import { type ReceiversFileContext, receiversSchema } from './receivers-schema.ts';

/** Reads the receivers. Throws FileProblems with every mistake; no value is repeated, since it may be a secret. */
export function readReceivers(path: string, about: ReceiversFileContext): readonly ConfiguredReceiver[] {
  const doubled = (json: unknown) => doubledValues(json, 'receivers', 'name', 'receiver');
  return readJsonFile(path, 'receivers’ file, which RECEIVERS names,', receiversSchema(about), doubled).receivers;
}

/** Returns the names of the environment variables that the receivers take their secrets from: `NAME` of each `env:NAME`. */
export function variablesOf(receivers: readonly ConfiguredReceiver[]): string[] {
  return variablesWith(receivers.flatMap((one) => secretsOf(one).flat()));
}

/** Something about a receiver that its people should fix, although the bot runs. */
export interface ReceiverWarning {
  receiver: string;
  /** A sentence without a capital and without a full stop, that repeats no secret. */
  why: string;
}

/** Returns which tenants and sources of `when` are not here, so that a receiver gets less than the file wants. */
export function warningsOf(
  receivers: readonly ConfiguredReceiver[],
  tenants: readonly StoredTenant[],
  sources: readonly { source: string }[],
): ReceiverWarning[] {
  const active = activeAmong(tenants).map(({ id }) => id);
  const here = ['webhook:default', ...sources.map(({ source }) => source)];
  return receivers.flatMap(({ receiver: { name, when } }) => {
    const gone = (when.tenants ?? []).filter((id) => !active.includes(id));
    const unknown = (when.sources ?? []).filter((source) => !here.includes(source));
    const said = [
      ...(gone.length > 0 ? [`when.tenant names ${gone.join(', ')}, which is not set up here, or is retired`] : []),
      ...(unknown.length > 0
        ? [
            `when.source names ${unknown.map((source) => source.replace('webhook:', '')).join(', ')}, which is no source here`,
          ]
        : []),
    ];
    return said.map((why) => ({ receiver: name, why }));
  });
}
