/** A receiver as the receivers' file describes it, once it was checked. */
import type { Receiver } from '../../src/ports/receivers.ts';
import type { Secret } from '../settings/secrets.ts';
import type { Template } from './template.ts';

/** The formats of the events that receivers take. */
export const formatNames = ['cloudevents', 'pagerduty', 'ntfy', 'json'] as const;
/** The name of a format. */
export type FormatName = (typeof formatNames)[number];

/** How the bot proves to a receiver that it is the bot. Of two secrets the first one is sent; Standard Webhooks signs by both. */
export type ReceiverAuth =
  | { kind: 'standardWebhooks' | 'bearer'; secrets: readonly Secret[] }
  | { kind: 'basic'; user: string; secrets: readonly Secret[] }
  | { kind: 'entra'; app: EntraApp; secrets: readonly Secret[] };

/** The app as which a token of Microsoft Entra is asked for. `login` is the origin of Entra, without a slash at the end. */
export interface EntraApp {
  tenantId: string;
  clientId: string;
  scope: string;
  login: string;
}

/** A receiver with all that sending to it needs. */
export interface ConfiguredReceiver {
  /** As the core knows it, but for the hash of its address, which changes with a secret. */
  receiver: Omit<Receiver, 'address'>;
  format: FormatName;
  /** Where to send: the address itself, or the secret that it is. */
  url: string | Secret;
  /** The keys of PagerDuty's integration; empty in other formats. */
  keys: readonly Secret[];
  /** Null for none: the address, a key or a header is what proves it. */
  auth: ReceiverAuth | null;
  /** Headers of the receiver's own, by their names in small letters. */
  headers: ReadonlyMap<string, readonly Secret[]>;
  /** The body of `json`; null for all facts. */
  body: Template | null;
  /** The path of a reference in the answer; null for none. */
  reference: readonly string[] | null;
  /** It may be at a private or loopback address, by http too. */
  isPrivate: boolean;
}

/** Returns the address of a receiver, as its secret is now. */
export function addressOf({ url }: Pick<ConfiguredReceiver, 'url'>): string {
  return typeof url === 'string' ? url : url.value;
}

/** Returns the secrets of a receiver, each list of which belongs together. */
export function secretsOf({ url, keys, auth, headers }: ConfiguredReceiver): (readonly Secret[])[] {
  return [typeof url === 'string' ? [] : [url], keys, auth?.secrets ?? [], ...headers.values()];
}
