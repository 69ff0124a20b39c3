/** The groups that are on call, as a line of a form: «@soc, S0123ABC456». */
import { groupOf, type Identity, isGroup, platforms, userOf } from '../../domain/tenant/identity.ts';
import { shortName } from '../../domain/text/words.ts';
import type { World } from '../../ports/world.ts';
import { groupProblems } from '../../request/form-input.ts';
import type { Request } from '../../request/interaction.ts';
import { askAboutGroup } from '../../request/people.ts';
import { namesOf } from '../../request/viewer-locale.ts';

/** The most characters of the line: more than ten names take. */
export const longestGroups = 500;

/** Returns the names of the groups in a list, those without a known name by their ids. */
export async function lineOfGroups(list: readonly Identity[] | undefined, { store }: Pick<World, 'store'>) {
  const groups = (list ?? []).filter(isGroup);
  if (groups.length === 0) return '';
  const { called } = await store.read((reader) => namesOf(reader, groups, []));
  return groups.map((id) => called.get(id) ?? userOf(id)).join(', ');
}

/**
 * Reads the line: names, ids, or mentions that were copied. An entry that the form showed means the recorded group, and is
 * not looked up again; `problem` says what is wrong with others, null for nothing.
 */
export async function readGroups(text: string, request: Request, world: World, recorded: readonly Identity[] = []) {
  if (!platforms[request.platform].hasGroups) return { groups: [], problem: null };
  const known = recorded.filter(isGroup);
  const shown = entriesIn(await lineOfGroups(known, world));
  const read = await Promise.all(
    entriesIn(text).map(async (entry) => {
      const same = known[shown.indexOf(entry)];
      return same ? { name: entry, id: same, say: null } : { name: entry, ...(await groupFor(entry, request, world)) };
    }),
  );
  const named = read.map(({ name, say }) => ({ name: shortName(name, 40), say }));
  return { groups: [...new Set(read.flatMap(({ id }) => id ?? []))], problem: groupProblems(named) };
}

function entriesIn(text: string): string[] {
  return text.split(/[\s,;]+/).filter(Boolean);
}

/** Looks up what somebody entered. A group of which the platform tells nothing is taken by its id. */
async function groupFor(entry: string, { actor, platform, messages }: Request, world: World) {
  const say = messages.contactForm.problems;
  const id = groupOf(entry, actor.id);
  const found = await askAboutGroup(id ?? entry.replace(/^@/, ''), platform, world);
  if (found === null) return { id: null, say: say.personUnsure };
  if (found === 'gone') return { id: null, say: say.groupUnknown };
  return found.hasMembers === false ? { id: null, say: say.groupEmpty } : { id: found.id, say: null };
}
