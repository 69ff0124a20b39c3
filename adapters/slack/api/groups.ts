import { z } from 'zod';
import { homeOf, type Identity, userOf } from '../../../src/domain/tenant/identity.ts';
import { cleanedLine } from '../../../src/domain/text/clean-text.ts';
import { ChatError, type Group } from '../../../src/ports/chat.ts';
import { memoize } from '../../chat/memoize.ts';
import { calling } from './chat-error.ts';
import type { Clients } from './client.ts';
import type { SlackConnection } from './connection.ts';
import { identity } from './slack-text.ts';

/** Looks user groups up. Rejects with ChatError. */
export type LookUpGroup = (idOrName: string) => Promise<Group | null>;

/** Time (ms) for which Slack's list of user groups is remembered: the method may be called about 20 times a minute. */
const keepMs = 300_000;

/** A user group. https://docs.slack.dev/reference/methods/usergroups.list */
const UserGroup = z.object({
  id: z.string(),
  handle: z.string().nullish(),
  user_count: z.coerce.number().nullish(),
});
const UserGroups = z.object({ usergroups: z.array(UserGroup) });
type UserGroup = z.infer<typeof UserGroup>;

/** Slack's codes where the app, or the plan of the workspace, has no user groups: they are mentioned all the same. */
const untold = ['missing_scope', 'no_permission', 'paid_teams_only', 'plan_upgrade_required'];

/** Returns the look-up of user groups. Without the scope `usergroups:read` a group that is given by its id has no name. */
export function createGroups(world: { clients: Clients; connection: SlackConnection; now: () => number }): LookUpGroup {
  const { clients, connection, now } = world;
  const { get: groupsNow } = memoize(() => listed(clients), keepMs, now);

  return async (idOrName) => {
    const team = connection.team();
    if (!team) throw new ChatError('unreachable', 'starting');
    const isId = idOrName.includes('/');
    if (isId && homeOf(idOrName) !== team.id && team.enterprise === null) return null;
    const groups = await groupsNow();
    if (groups === null) return isId ? { id: idOrName, name: null, hasMembers: null } : null;
    const name = idOrName.toLowerCase();
    const found = groups.find(({ id, handle }) => (isId ? id === userOf(idOrName) : handle?.toLowerCase() === name));
    return found ? groupIn(found, isId ? idOrName : identity(team.id, found.id)) : null;
  };
}

/** Resolves with the user groups that were not deleted; with null where Slack does not let the app know. */
async function listed({ lookUp }: Clients): Promise<readonly UserGroup[] | null> {
  try {
    return UserGroups.parse(await calling(() => lookUp.usergroups.list({ include_count: true }))).usergroups;
  } catch (error) {
    if (error instanceof ChatError && untold.includes(error.reason)) return null;
    throw error instanceof z.ZodError ? new ChatError('unreachable', 'bad_answer') : error;
  }
}

function groupIn({ handle, user_count }: UserGroup, id: Identity): Group {
  const name = cleanedLine(handle ?? '');
  return { id, name: name === '' ? null : `@${name}`, hasMembers: user_count == null ? null : user_count > 0 };
}
