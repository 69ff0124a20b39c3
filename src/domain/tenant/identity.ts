import { z } from 'zod';

/** A chat platform that the bot speaks with. */
export const Platform = z.enum(['slack', 'teams']);
/** A chat platform that the bot speaks with. */
export type Platform = z.infer<typeof Platform>;

/** Who, on which platform: `slack:<team>/<user>` or `teams:<tenant>/<aadObjectId>`. */
export const Identity = z
  .string()
  .max(120)
  .regex(/^(slack:[A-Z0-9]+\/[A-Z0-9]+|teams:[0-9a-f-]{36}\/[0-9a-f-]{36})$/);
/** A person on a platform. */
export type Identity = z.infer<typeof Identity>;

/** What a file or a form must say of a channel and of a person, as the end of a sentence, with examples. */
export const expected = {
  address: 'must be a Slack channel like C0123 or a Teams channel like 19:...@thread.tacv2',
  channel: 'must be a channel like {"platform":"slack","address":"C0123"}',
  person: 'must be a person like slack:T0123/U0456 or teams:<tenant id>/<user id>',
} as const;

/** Slack: `C0123`. Teams: `19:...@thread.tacv2`. Nothing else gets in: an address becomes part of a mention. */
export const Channel = z
  .strictObject({
    platform: Platform,
    address: z.string().regex(/^([CG][A-Z0-9]{1,40}|19:[\w.:+=-]{1,150}@[\w.]{1,40})$/),
  })
  .refine(({ platform, address }) => address.startsWith('19:') === (platform === 'teams'), {
    path: ['address'],
    error: expected.address,
  });
/** A channel of a platform. */
export type Channel = z.infer<typeof Channel>;

/** Returns the platform of a person, or of a queue: the key of a channel begins like an identity. */
export function platformOf(id: Identity): Platform {
  return id.startsWith('slack:') ? 'slack' : 'teams';
}

/** The part before the slash: the Slack team or Entra tenant that the person belongs to. */
export function homeOf(id: Identity): string {
  return id.slice(id.indexOf(':') + 1, id.indexOf('/'));
}

/** The platform's own user id: Slack's `U…`, or the Entra object id. */
export function userOf(id: Identity): string {
  return id.slice(id.indexOf('/') + 1);
}

/** One string for a channel, for example `slack:C0123`; `channelOf` reads it back. */
export function channelKey(channel: Channel): string {
  return `${channel.platform}:${channel.address}`;
}

/** Reads what `channelKey` wrote. Null when it is something else. */
export function channelOfKey(text: string): Channel | null {
  const [, platform, address] = /^(slack|teams):(.+)$/.exec(text) ?? [];
  return Channel.safeParse({ platform, address }).data ?? null;
}

/** Reads a channel key, or a bare address of `platform`. Null when it is neither. */
export function channelOf(text: string, platform: Platform): Channel | null {
  return channelOfKey(text) ?? Channel.safeParse({ platform, address: text }).data ?? null;
}

/**
 * Reads an identity, or a bare user id: of one of those that are `known`, or else of the same organisation as `asker`. Null
 * when it is neither.
 */
export function identityOf(text: string, asker: Identity, known: readonly Identity[] = []): Identity | null {
  const same = known.find((id) => platformOf(id) === platformOf(asker) && userOf(id) === text);
  if (same) return same;
  const parsed = Identity.safeParse(text.includes('/') ? text : `${platformOf(asker)}:${homeOf(asker)}/${text}`);
  return parsed.success ? parsed.data : null;
}

/** Whether both are one channel. */
export function sameChannel(a: Channel, b: Channel): boolean {
  return a.platform === b.platform && a.address === b.address;
}
