import { type FindingGroup, groupsOf, isRemindedOf, type StoredFinding } from '../../domain/finding/finding.ts';
import { isSnoozed } from '../../domain/finding/reminder-intervals.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { findingTitle, listedFew } from '../../findings/text.ts';
import type { Messages } from '../../messages/messages.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { tenantsByName } from '../../request/choose-tenant.ts';
import type { Request } from '../../request/interaction.ts';
import type { RecordFact } from '../../request/record-fact.ts';
import { askerLocale, type Names, said } from '../../request/viewer-locale.ts';
import type { Text } from '../../view/view.ts';
import { audiences } from '../audience/audience.ts';
import type { UpcomingMessage } from '../schedule/upcoming.ts';
import { namesOfReaders, plannedMessages, soonestFirst, viewerName } from './list.ts';

/** The most readers, and the most kinds of findings, that the sentence names. */
const maxListed = 3;

/** Says when the next reminder about any tenant comes, to whom and why; where none comes, says why not. A weekly digest is no reminder. */
export const remindersFact = {
  of: 'organisation',
  button: 'reminders.list',
  fact: async (request: Request, world: World): Promise<Text> => {
    const tenants = await tenantsByName(world);
    const everybody = await audiences(world);
    const { next, names, why } = await world.store.read(async (reader) => {
      const planned = await plannedMessages(reader, everybody, tenants, world);
      const [next = []] = soonestFirst(planned.filter(({ kind }) => kind === 'reminder'));
      const readers = next.map(({ audience }) => audience);
      const why = next.length > 0 ? null : await whyNone(reader, world.clock.now());
      return { next, names: await namesOfReaders(reader, readers), why };
    });
    return why ? request.messages.record.reminders[why] : nextText(request, next, names, tenants);
  },
} satisfies RecordFact;

/** Returns why no reminder is planned: no finding is open of which people are reminded, all of them are put off, or nobody can be notified. */
async function whyNone(reader: Reader, now: string): Promise<'nothingOpen' | 'putOff' | 'nobody'> {
  let why: 'nothingOpen' | 'putOff' = 'nothingOpen';
  for (const key of await reader.keys('findings.open')) {
    const open = (await reader.scan('findings.open', { key, after: null })).filter(isRemindedOf);
    if (open.some((finding) => !isSnoozed(finding, now))) return 'nobody';
    if (open.length > 0) why = 'putOff';
  }
  return why;
}

/** Returns the sentence about a reminder that several readers get. */
function nextText(request: Request, same: readonly UpcomingMessage[], names: Names, tenants: readonly StoredTenant[]) {
  const { messages } = request;
  const [first] = same;
  const readers = same.map((one) => viewerName(request, one, names));
  const to = listedFew(readers, messages, maxListed);
  const groups = groupsOf(first?.items ?? [], ({ tenantId }) => tenantId);
  const titles = groups.map((group) => titleOf(messages, group, tenants));
  const rest = titles.length - maxListed;
  const shown = [...titles.slice(0, maxListed), ...(rest > 0 ? [messages.findings.more(rest)] : [])];
  return messages.record.reminders.next(first?.at ? said(askerLocale(request), first.at) : null, to, shown);
}

/** Returns the title of findings of one kind, with the name of their tenant behind it where there are several tenants. */
function titleOf(messages: Messages, group: FindingGroup<StoredFinding>, tenants: readonly StoredTenant[]): string {
  const title = findingTitle(messages, group);
  const tenant = tenants.find(({ id }) => id === group.findings[0]?.tenantId);
  return tenant && tenants.length > 1 ? `${title} (${tenant.name})` : title;
}
