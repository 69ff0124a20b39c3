import { type Channel, Identity } from '../../../src/domain/tenant/identity.ts';
import { type Locale, localeOfTag } from '../../../src/domain/tenant/locales.ts';
import type { Bot } from '../../../src/request/interaction.ts';
import { type Activity, addressOf, kindOf, tenantOf } from './activity.ts';

/** An activity by somebody whose Entra object id is known, while it is served. */
export type TeamsTurn = NonNullable<ReturnType<typeof turnOf>>;

/**
 * Returns the turn of an activity; null for bots and people without an account, and for an activity without an id,
 * whose repetition could not be noticed.
 */
export function turnOf(bot: Bot, activity: Activity) {
  const { from: sender, id, conversation } = activity;
  const from = identityIn(activity, sender?.aadObjectId);
  if (!from || !id) return null;
  const isPersonal = kindOf(activity) === 'personal';
  /** Null in a personal chat. */
  const place: Channel | null = isPersonal ? null : { platform: 'teams', address: addressOf(activity) };
  return {
    bot,
    activity,
    /** The person, in the conversation's tenant. Only a look-up tells whether they are a member or a guest. */
    from,
    locale: localeOf(activity),
    place,
    /** Tells the activity from all others: its own id is unique in its conversation only. */
    key: `${conversation.id}/${id}`,
  };
}

/**
 * Returns the identity of a person by their Entra object id, in the conversation's tenant; null where Teams does not
 * say who it is.
 */
export function identityIn(activity: Activity, user: string | null | undefined): Identity | null {
  return Identity.safeParse(`teams:${tenantOf(activity)}/${user}`.toLowerCase()).data ?? null;
}

/** Returns the language of the person's Teams client; null for one that the bot does not speak. */
export function localeOf({ locale }: Activity): Locale | null {
  return localeOfTag(locale ?? '');
}

/**
 * Returns whether the conversation belongs to one of `tenants`. Everything that Teams says about its tenant must agree.
 */
export function isOurs({ conversation, channelData }: Activity, tenants: readonly string[]): boolean {
  const named = [conversation.tenantId, channelData?.tenant?.id].filter((id) => typeof id === 'string');
  return named.length > 0 && named.every((id) => tenants.includes(id.toLowerCase()));
}
