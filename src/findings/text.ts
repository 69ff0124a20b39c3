import type { ChannelTrouble } from '../domain/delivery/refusal-reason.ts';
import { type Finding, type FindingGroup, groupsOf } from '../domain/finding/finding.ts';
import { calendarHost, calendarLabel } from '../domain/tenant/calendar-address.ts';
import { isReach } from '../domain/tenant/channel-reach.ts';
import { type Channel, channelOfKey, Identity, isGroup, type Platform, platformOf } from '../domain/tenant/identity.ts';
import { type StoredTenant, seenAt } from '../domain/tenant/partner-tenant.ts';
import { isNamed } from '../domain/tenant/rota.ts';
import { daysBetween } from '../domain/time/zones.ts';
import type { Messages } from '../messages/messages.ts';
import type { Reader } from '../ports/store.ts';
import { listed, type Names, namesOf, type ViewerLocale } from '../request/viewer-locale.ts';
import { type Inline, lines, type Text } from '../view/view.ts';

/** The findings of one code that a text is about, the names that it mentions, and the time at which it is read (ISO 8601). */
export interface DescribedFindings {
  group: FindingGroup<Described>;
  tenant: StoredTenant;
  names: Names;
  now: string;
}

/** Returns the title of a group of findings, with their number when there are several. */
export function findingTitle({ findings }: Messages, { code, findings: all }: DescribedFindings['group']): string {
  const [first, ...others] = all;
  const title = findings.titles[code];
  if (code === 'singlePoint' && first)
    return findings.single[others.length > 0 ? 'both' : first.subject === 'channel' ? 'channel' : 'person'];
  if (code === 'someoneLeft' && all.every(({ subject }) => isGroup(subject))) return findings.groupGone;
  if (others.length > 0) return findings.several(title, all.length, code);
  return code === 'fieldMissing' && first ? findings.ofField(title, fieldName(findings, first.subject)) : title;
}

function fieldName({ fields }: Messages['findings'], field: string): string {
  return fields[field === 'channels' ? 'channels' : 'lastName'];
}

/** Returns the titles of these findings as a comma-separated list, each finding code once. */
export function findingTitles(messages: Messages, findings: readonly Pick<Finding, 'code' | 'subject'>[]): string {
  return groupsOf(findings)
    .map((group) => findingTitle(messages, group))
    .join(', ');
}

/** Returns sentences that say what is wrong and what to do about it, in the reader's language. */
export function findingDetail(viewer: ViewerLocale, about: DescribedFindings): Text {
  const { details } = viewer.messages.findings;
  const { group, tenant } = about;
  const { code } = group;
  const confirmedAt = tenant.contact?.confirmedAt ?? null;
  const subjects = group.findings.map(({ subject }) => subject);
  const few = (all: readonly Inline[]) => listedFew(all, viewer.messages);
  const age = (at: string | null, some: (days: number) => Text, never: () => Text) =>
    at === null ? never() : some(Math.max(1, daysBetween(at, about.now, viewer.timezone)));
  switch (code) {
    case 'channelUnreachable':
    case 'channelOpened':
      return lines(channelTexts(viewer.messages, about));
    case 'mailDead':
      return details.mailDead(few(subjects));
    case 'someoneLeft': {
      const left = subjects.flatMap((id) => Identity.safeParse(id).data ?? []).map(about.names.person);
      const people = left.filter(({ id }) => !isGroup(id));
      const groups = left.filter(({ id }) => isGroup(id));
      return lines([
        ...(people.length > 0 ? [details.someoneLeft(few(people))] : []),
        ...(groups.length > 0 ? [details.groupGone(few(groups))] : []),
        ...(subjects.includes('admins') ? [details.adminsLeft()] : []),
      ]);
    }
    case 'fieldMissing':
      return details.fieldMissing(few(subjects.map((field) => fieldName(viewer.messages.findings, field))));
    case 'calendarStale':
      return lines(group.findings.map((finding) => staleText(viewer.messages, tenant, finding)));
    case 'calendarZone':
      return details.calendarZone(subjects.join(', '));
    case 'unattested':
      return age(tenant.revision.at, details.unattested, details.neverAttested);
    case 'unconfirmed':
      return age(confirmedAt && seenAt(tenant), details.unconfirmed, details.neverConfirmed);
    case 'anniversary':
      return details.anniversary(viewer.messages.setup.months[(tenant.anniversaryMonth ?? 1) - 1] ?? '');
    case 'unproven':
      return subjects.includes('missed') ? details.missedDrill() : details.unproven();
    case 'singlePoint':
      return lines(subjects.map((what) => (what === 'channel' ? details.oneChannel() : details.onePerson())));
    default:
      return details[code]();
  }
}

type Described = Pick<Finding, 'code' | 'subject' | 'why' | 'trouble'>;

/** Returns the text about a calendar that cannot be read: which one, why, and whether a copy of it is used meanwhile. */
function staleText(messages: Messages, tenant: StoredTenant, { subject, trouble }: Described): string {
  const { contact, calendars } = tenant;
  const { calendarStale, calendarTrouble } = messages.findings.details;
  const key = subject === 'onCallCalendar' ? subject : 'onCall2Calendar';
  const address = contact?.[key];
  const isCopied = calendars?.[key]?.of === calendarLabel(address ?? '');
  // People read the host: the address itself is a secret.
  const calendar = [messages.contactForm.labels[key], ...(address ? [calendarHost(address)] : [])].join(', ');
  const named = trouble === undefined || isNamed(trouble);
  const why = named ? calendarTrouble[trouble ?? 'unknown'] : calendarTrouble.status(trouble.replace('status ', ''));
  return calendarStale(calendar, isCopied, why);
}

/** Returns a sentence for each platform and reason, with the channels that it is about. */
function channelTexts(messages: Messages, { group, names }: DescribedFindings): Text[] {
  const alike = Map.groupBy(group.findings, ({ subject, why = 'unknown' }) => `${platformOf(subject)} ${why}`);
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const { subject, why } = first;
    const named = same.map(({ subject: key }) => {
      const channel = channelOfKey(key);
      return channel ? names.channel(channel) : key;
    });
    const { channelOpened } = messages.findings.details;
    if (why && isReach(why))
      return [channelOpened[why === 'all' ? 'all' : 'others'](listedFew(named, messages), named.length)];
    return [troubleText(messages, why ?? 'unknown', platformOf(subject), named)];
  });
}

/** Returns the sentence that says why the bot cannot post in these channels, and what to do. */
export function troubleText(
  messages: Messages,
  why: ChannelTrouble | 'unknown',
  platform: Platform,
  channels: readonly Inline[],
) {
  const { findings, platforms } = messages;
  const { notMember, platform: everywhere, notConfigured, ...others } = findings.details.channelUnreachable;
  const ofPlatform = { platform: everywhere, notConfigured };
  const say =
    why === 'notMember'
      ? notMember[platform]
      : why === 'platform' || why === 'notConfigured'
        ? ofPlatform[why](platforms.names[platform])
        : others[why];
  return say(listedFew(channels, messages), channels.length);
}

/** Returns the first names in a row, and the number of the others. */
export function listedFew(all: readonly Inline[], { findings }: Messages, maxNames = 2): Inline[] {
  const rest = all.length - maxNames;
  return rest > 0 ? [...listed(all.slice(0, maxNames)), ` ${findings.others(rest)}`] : listed(all, findings.and);
}

/** Returns the people whom the findings are about. */
export function peopleInFindings(findings: readonly Pick<Finding, 'code' | 'subject'>[]): Identity[] {
  return findings.flatMap(({ code, subject }) =>
    code === 'someoneLeft' ? (Identity.safeParse(subject).data ?? []) : [],
  );
}

/** Looks up the names of the people and channels that the findings are about. */
export function namesInFindings(reader: Reader, findings: readonly Pick<Finding, 'code' | 'subject'>[]) {
  return namesOf(reader, peopleInFindings(findings), channelsInFindings(findings));
}

/** Returns the channels that the findings are about. */
export function channelsInFindings(findings: readonly Pick<Finding, 'code' | 'subject'>[]): Channel[] {
  return findings.flatMap(({ code, subject }) =>
    code === 'channelUnreachable' || code === 'channelOpened' ? (channelOfKey(subject) ?? []) : [],
  );
}
