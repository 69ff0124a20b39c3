import { z } from 'zod';
import { homeOf, type Identity } from '../../../src/domain/tenant/identity.ts';
import { localeOfTag, regionOfTag } from '../../../src/domain/tenant/locales.ts';
import { cleanedLine } from '../../../src/domain/text/clean-text.ts';
import type { Person } from '../../../src/ports/chat.ts';
import type { Team } from './connection.ts';

const Text = z.string().nullish();
const Flag = z.boolean().nullish();
/** A user. Slack leaves out what does not apply. https://docs.slack.dev/reference/objects/user-object */
const User = z.object({
  id: z.string(),
  team_id: Text,
  name: Text,
  real_name: Text,
  deleted: Flag,
  is_bot: Flag,
  is_restricted: Flag,
  is_ultra_restricted: Flag,
  is_stranger: Flag,
  locale: Text,
  tz: Text,
  profile: z.object({ display_name: Text, real_name: Text, email: Text }).nullish(),
  enterprise_user: z.object({ enterprise_id: Text }).nullish(),
});
type User = z.infer<typeof User>;

/** The workspace in whose eyes somebody is a member or a stranger. */
type Home = Pick<Team, 'id' | 'enterprise'>;

/**
 * Lists Slack's codes for knowing nobody of that id or address.
 * https://docs.slack.dev/reference/methods/users.info#errors
 */
export const unknownUser: readonly string[] = ['user_not_found', 'users_not_found', 'user_not_visible'];

/** Returns the person in an answer of `users.info`. Throws ZodError when it is no such answer. */
export function personOf(answer: unknown, id: Identity, team: Home): Person {
  const user = User.parse(answer);
  const why = strangerBecause(user, id, team);
  if (why !== null) return { kind: 'stranger', id, why };
  const { profile } = user;
  const names = [profile?.display_name, profile?.real_name, user.real_name, user.name];
  return {
    kind: 'member',
    id,
    name: names.map((name) => cleanedLine(name ?? '')).find(Boolean) ?? user.id,
    email: profile?.email || null,
    locale: localeOfTag(user.locale ?? ''),
    region: regionOfTag(user.locale ?? ''),
    timezone: user.tz || null,
  };
}

function strangerBecause(user: User, id: Identity, team: Home) {
  if (user.is_bot || user.id === 'USLACKBOT') return 'bot';
  if (user.is_stranger || !isOurs(user, id, team)) return 'other organisation';
  if (user.deleted) return 'deactivated';
  return user.is_restricted || user.is_ultra_restricted ? 'guest' : null;
}

/**
 * Returns whether the user is of the workspace that the identity claims, and that is ours; or of our Enterprise Grid.
 */
function isOurs(user: User, id: Identity, team: Home): boolean {
  const grid = user.enterprise_user?.enterprise_id ?? null;
  if (team.enterprise !== null && grid === team.enterprise) return true;
  return user.team_id === team.id && homeOf(id) === team.id;
}
