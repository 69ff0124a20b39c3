import type { ChannelTrouble } from '../domain/delivery/refusal-reason.ts';
import type { Finding } from '../domain/finding/finding.ts';
import { type FindingGroup, groupsOf } from '../domain/finding/finding.ts';
import { isReach } from '../domain/tenant/channel-reach.ts';
import { type Channel, channelOfKey, Identity, type Platform, platformOf } from '../domain/tenant/identity.ts';
import { type StoredTenant, seenAt } from '../domain/tenant/partner-tenant.ts';
import { daysBetween } from '../domain/time/zones.ts';
import type { Words } from '../messages/words.ts';
import { listed, type Names } from '../request/names.ts';
import type { ReaderLocale } from '../request/reader-locale.ts';
import { lines } from '../view/text.ts';
import type { Inline, Text } from '../view/view.ts';

/** The findings of one code that a text is about, with the names that it mentions and the time at which it is read (ISO 8601). */
export interface Told {
  group: FindingGroup<Pick<Finding, 'code' | 'subject' | 'why'>>;
  tenant: StoredTenant;
  names: Names;
  now: string;
}

/** Names in a row; more are counted. */
const most = 3;

/** What it is, and how many of the kind. */
export function findingTitle({ findings }: Words, { code, findings: all }: Told['group']): string {
  const [first, ...others] = all;
  const title = findings.titles[code];
  if (code === 'singlePoint' && first) return findings.single[others.length > 0 ? 'both' : oneOf(first)];
  if (others.length > 0) return findings.several(title, all.length);
  return code === 'fieldMissing' && first ? findings.ofField(title, fieldName(findings, first.subject)) : title;
}

function oneOf({ subject }: Pick<Finding, 'subject'>): 'channel' | 'person' {
  return subject === 'channel' ? 'channel' : 'person';
}

function fieldName({ fields }: Words['findings'], field: string): string {
  return fields[field === 'channels' ? 'channels' : 'lastName'];
}

/** The kinds among findings in a row, for where there is no room for more. */
export function findingTitles(words: Words, findings: readonly Pick<Finding, 'code' | 'subject'>[]): string {
  return groupsOf(findings)
    .map((group) => findingTitle(words, group))
    .join(', ');
}

/** What is wrong and what to do about it, in the reader's language. */
export function findingDetail(voice: ReaderLocale, told: Told): Text {
  const { details } = voice.words.findings;
  const { code } = told.group;
  const subjects = told.group.findings.map(({ subject }) => subject);
  const few = (all: readonly Inline[]) => fewOf(all, voice.words);
  switch (code) {
    case 'channelUnreachable':
    case 'channelOpened':
      return lines(channelTexts(voice.words, told));
    case 'mailDead':
      return details.mailDead(few(subjects));
    case 'someoneLeft': {
      const people = subjects.flatMap((id) => Identity.safeParse(id).data ?? []).map(told.names.person);
      const admins = subjects.includes('admins') ? [details.adminsLeft()] : [];
      return lines([...(people.length > 0 ? [details.someoneLeft(few(people))] : []), ...admins]);
    }
    case 'fieldMissing':
      return details.fieldMissing(few(subjects.map((field) => fieldName(voice.words.findings, field))));
    case 'unattested':
      return age(voice, told, told.tenant.revision.at, details.unattested, details.neverAttested);
    case 'unconfirmed':
      return age(voice, told, confirmed(told.tenant), details.unconfirmed, details.neverConfirmed);
    case 'anniversary':
      return details.anniversary(voice.words.setup.months[(told.tenant.anniversaryMonth ?? 1) - 1] ?? '');
    case 'unproven':
      return subjects.includes('missed') ? details.missedDrill() : details.unproven();
    case 'singlePoint':
      return lines(subjects.map((what) => (what === 'channel' ? details.oneChannel() : details.onePerson())));
    default:
      return details[code]();
  }
}

/** A sentence for each reason. */
function channelTexts(words: Words, { group, names }: Told): Text[] {
  const reasons = Map.groupBy(group.findings, ({ subject, why = 'unknown' }) => `${platformOf(subject)} ${why}`);
  return [...reasons.values()].map((same) => {
    const keys = same.map(({ subject }) => subject);
    const channels = fewOf(
      keys.map((key) => channelName(key, names)),
      words,
    );
    const why = same[0]?.why ?? 'unknown';
    if (!isReach(why)) return troubleText(words, why, platformOf(keys[0] ?? ''), channels);
    return words.findings.details.channelOpened[why === 'all' ? 'all' : 'others'](channels);
  });
}

/** Why the bot cannot post in channels, and what to do. */
export function troubleText(
  { findings, platforms }: Words,
  why: ChannelTrouble | 'unknown',
  platform: Platform,
  channels: Text,
): Text {
  const say = findings.details.channelUnreachable;
  if (why === 'notMember') return say.notMember[platform](channels);
  return why === 'platform' || why === 'notConfigured'
    ? say[why](platforms.names[platform])(channels)
    : say[why](channels);
}

/** The days go by the rule: who saved it after it was confirmed has seen it too. */
function confirmed(tenant: StoredTenant): string | null {
  return (tenant.contact?.confirmedAt ?? null) && seenAt(tenant);
}

function age(
  { timezone }: ReaderLocale,
  { now }: Told,
  at: string | null,
  some: (days: number) => Text,
  never: () => Text,
): Text {
  return at === null ? never() : some(Math.max(1, daysBetween(at, now, timezone)));
}

function fewOf(all: readonly Inline[], { findings }: Words): Text {
  const rest = all.length - most;
  return [...listed(all.slice(0, most)), ...(rest > 0 ? [` ${findings.others(rest)}`] : [])];
}

function channelName(key: string, names: Names): Inline {
  const channel = channelOfKey(key);
  return channel === null ? key : names.channel(channel);
}

/** Whom the findings are about, to be named. */
export function peopleInFindings(findings: readonly Pick<Finding, 'code' | 'subject'>[]): Identity[] {
  return findings.flatMap(({ code, subject }) =>
    code === 'someoneLeft' ? (Identity.safeParse(subject).data ?? []) : [],
  );
}

/** Which channels the findings are about, to be named. */
export function channelsInFindings(findings: readonly Pick<Finding, 'code' | 'subject'>[]): Channel[] {
  return findings.flatMap(({ code, subject }) =>
    code === 'channelUnreachable' || code === 'channelOpened' ? (channelOfKey(subject) ?? []) : [],
  );
}
