import { z } from 'zod';
import { cleanedLine } from '../../src/domain/clean-text.ts';
import { homeOf, type Identity } from '../../src/domain/identity.ts';
import { localeOfTag } from '../../src/domain/locales.ts';
import type { Person } from '../../src/ports.ts';
import type { Team } from './session.ts';

/** Slack leaves out what does not apply. https://docs.slack.dev/reference/objects/user-object */
const Text = z.string().nullish();
const Flag = z.boolean().nullish();
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

/** Who a `users.info` answer is about. Throws when it is not one. */
export function personOf(answer: unknown, id: Identity, team: Team): Person {
  const user = User.parse(answer);
  const why = strangeness(user, id, team);
  if (why !== null) return { kind: 'stranger', id, why };
  const { profile } = user;
  return {
    kind: 'member',
    id,
    name: [profile?.display_name, profile?.real_name, user.real_name, user.name].map(shown).find(Boolean) ?? user.id,
    email: profile?.email || null,
    locale: localeOfTag(user.locale ?? ''),
    timezone: user.tz || null,
  };
}

function shown(name: string | null | undefined): string {
  return cleanedLine(name ?? '');
}

function strangeness(user: User, id: Identity, team: Team) {
  if (user.is_bot || user.id === 'USLACKBOT') return 'bot';
  if (user.is_stranger || !ours(user, id, team)) return 'other organisation';
  if (user.deleted) return 'deactivated';
  return user.is_restricted || user.is_ultra_restricted ? 'guest' : null;
}

/** Of our workspace, or of another one in our Enterprise Grid; and of the home that the identity claims. */
function ours(user: User, id: Identity, team: Team): boolean {
  const grid = user.enterprise_user?.enterprise_id ?? null;
  if (team.enterprise !== null && grid === team.enterprise) return true;
  return user.team_id === team.id && homeOf(id) === team.id;
}
