import { daysBetween } from './domain/days-between.ts';
import type { Finding } from './domain/finding.ts';
import { channelOf, Identity } from './domain/identity.ts';
import type { StoredTenant } from './domain/partner-tenant.ts';
import type { Names } from './names.ts';
import type { Text } from './view.ts';
import type { Voice } from './voice.ts';

export interface Told {
  finding: Pick<Finding, 'code' | 'subject'>;
  tenant: StoredTenant;
  names: Names;
  now: string;
}

/** What is wrong and what to do about it, in the reader's language. */
export function findingDetail(voice: Voice, told: Told): Text {
  const { details, fields } = voice.words.findings;
  const { code, subject } = told.finding;
  switch (code) {
    case 'channelUnreachable':
      return details.channelUnreachable(channelName(subject, told.names));
    case 'mailDead':
      return details.mailDead(subject);
    case 'someoneLeft':
      return subject === 'admins'
        ? details.adminsLeft()
        : details.someoneLeft([told.names.person(Identity.parse(subject))]);
    case 'fieldMissing':
      return details.fieldMissing(subject === 'channels' ? fields.channels : fields.lastName);
    case 'unattested':
      return age(voice, told, told.tenant.revision.at, details.unattested, details.neverAttested);
    case 'unconfirmed':
      return age(voice, told, told.tenant.contact?.confirmedAt ?? null, details.unconfirmed, details.neverConfirmed);
    case 'anniversary':
      return details.anniversary(voice.words.setup.months[(told.tenant.anniversaryMonth ?? 1) - 1] ?? '');
    case 'unproven':
      return subject === 'missed' ? details.missedDrill() : details.unproven();
    case 'singlePoint':
      return subject === 'channel' ? details.oneChannel() : details.onePerson();
    default:
      return details[code]();
  }
}

function age(
  { timezone }: Voice,
  { now }: Told,
  at: string | null,
  some: (days: number) => Text,
  never: () => Text,
): Text {
  return at === null ? never() : some(Math.max(1, daysBetween(at, now, timezone)));
}

function channelName(key: string, names: Names): Text {
  const channel = channelOf(key, 'slack');
  return channel === null ? key : [names.channel(channel)];
}

/** Whom the findings are about, to be named. */
export function peopleInFindings(findings: readonly Pick<Finding, 'code' | 'subject'>[]): Identity[] {
  return findings.flatMap(({ code, subject }) =>
    code === 'someoneLeft' ? (Identity.safeParse(subject).data ?? []) : [],
  );
}
