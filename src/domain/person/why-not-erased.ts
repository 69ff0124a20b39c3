/** Says why a person cannot be erased, and what has to be changed first. */
import type { Alert } from '../alert/alert.ts';
import { holderOf } from '../alert/holding.ts';
import type { StoredApproval } from '../tenant/approval.ts';
import type { Identity } from '../tenant/identity.ts';
import { listedOnCall } from '../tenant/on-call.ts';
import type { StoredTenant } from '../tenant/partner-tenant.ts';
import { calendarKeys } from '../tenant/rota.ts';
import { fold } from '../text/words.ts';
import { type PersonWords, personFinder } from './former-member.ts';
import { isCalled } from './person-words.ts';

/** What decides whether a person may go. */
export interface Duties {
  tenants: readonly StoredTenant[];
  alerts: readonly Alert[];
  approvals: readonly StoredApproval[];
  /** The people whom ADMINS names, and those whom Microsoft called an administrator of late. */
  admins: readonly Identity[];
  provenAdmins: readonly Identity[];
  now: string;
}

/** Returns what has to be changed first, one sentence each; empty where the person may go. */
export function whyNotErased(words: PersonWords, duties: Duties): string[] {
  const { identity, names, addresses } = words;
  const { tenants, alerts, approvals, admins, provenAdmins, now } = duties;
  const called = new Set(names.map(fold));
  const mails = addresses.map((address) => address.toLowerCase());
  const where = (isSo: (tenant: StoredTenant) => boolean) =>
    tenants
      .filter(isSo)
      .map(({ name }) => name)
      .join(', ');
  const isContact = ({ contact }: StoredTenant) =>
    contact !== null && (isCalled(contact, called) || mails.includes(contact.email.toLowerCase()));
  const managed = where(({ manager }) => manager === identity);
  const declared = where(isContact);
  const onCall = where((tenant) => everOnCall(tenant, now).includes(identity));
  const held = alerts.filter((alert) => holderOf(alert)?.by === identity || isOffered(alert, identity));
  const finder = personFinder(words);
  const waiting = approvals
    .filter((row) => !row.end && finder.isIn(JSON.stringify(row), ''))
    .map(({ tenantName }) => tenantName)
    .join(', ');
  const numbers = held.map(({ number }) => number).join(', ');
  return [
    ...(admins.includes(identity) ? ['ADMINS names them: take them out, and start the bot again.'] : []),
    ...(provenAdmins.includes(identity)
      ? [
          'Microsoft called them a Global Administrator within 90 days: end that role, and wait until the 90 days are over.',
        ]
      : []),
    ...(managed === '' ? [] : [`They are the manager of ${managed}: name another one with setup.`]),
    ...(declared === '' ? [] : [`They are the security contact of ${declared}: update the contact first.`]),
    ...(onCall === ''
      ? []
      : [
          `They are on call for ${onCall}: take them off the lists, out of the calendars and their names, and end what puts them on call for a while.`,
        ]),
    ...(waiting === ''
      ? []
      : [`A change of ${waiting} that waits for approval names them: approve, refuse or withdraw it.`]),
    ...(numbers === ''
      ? []
      : [
          `They hold the open alerts ${numbers}, or are to take them over: resolve these, or hand them to somebody else.`,
        ]),
  ];
}

function isOffered({ status, offered }: Alert, identity: Identity): boolean {
  return status !== 'resolved' && offered?.to === identity;
}

/** Returns everybody who is or will be on call, or stands among the names of the calendars. */
export function everOnCall({ contact, overrides = [], calendars = {} }: StoredTenant, now: string): Identity[] {
  return [
    ...listedOnCall(contact),
    ...overrides.flatMap(({ who, until }) => (until > now ? who : [])),
    ...Object.values(contact?.calendarNames ?? {}),
    ...calendarKeys.flatMap((key) =>
      (calendars[key]?.shifts ?? []).flatMap(({ people, end }) => (end > now ? people : [])),
    ),
  ];
}
