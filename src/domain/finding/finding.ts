import type { ChannelTrouble } from '../delivery/refusal-reason.ts';
import type { Reach, Readers } from '../tenant/channel-reach.ts';
import type { Channel, Identity } from '../tenant/identity.ts';
import type { StoredTenant } from '../tenant/partner-tenant.ts';

/** Findings that cost alerts, leave nobody to answer them or show them to others: told at once, also at night. */
const critical = [
  'contactMissing',
  'channelUnreachable',
  'channelOpened',
  'mailDead',
  'someoneLeft',
  'fieldMissing',
] as const;
/** Why a contact looks outdated, the worst first. */
export const findingCodes = [
  ...critical,
  'unattested',
  'unconfirmed',
  'anniversary',
  'phoneUnattested',
  'complianceUnconfirmed',
  'unproven',
  'singlePoint',
  'personalEmail',
] as const;
/** Why a contact looks outdated. */
export type FindingCode = (typeof findingCodes)[number];

/** A reason why the data looks outdated, as the rules see it. */
export interface Finding {
  code: FindingCode;
  /** What exactly: a field, an identity, a channel's key, a domain; empty where the code says it all. */
  subject: string;
  /** Since when it is so, as far as anybody can tell. */
  since: string;
  /** Of a channel: why nobody can post there, or who can read it; absent in rows of older versions. */
  why?: ChannelTrouble | Reach;
}

/** Whether a finding cannot wait for the morning. */
export function isCritical(code: FindingCode): boolean {
  return critical.some((one) => one === code);
}

const graceMs = 3_600_000;
const justSaved: readonly FindingCode[] = ['contactMissing', 'fieldMissing'];

/** Until when a critical finding that began now is not told of: an hour, where somebody just saved it so or the tenant is new. Null for at once. */
export function graceOf(
  { code }: Pick<Finding, 'code'>,
  check: Pick<Check, 'since'> | null,
  now: string,
): string | null {
  if (!isCritical(code)) return null;
  const from = justSaved.includes(code) || check === null ? now : check.since;
  const until = new Date(Date.parse(from) + graceMs).toISOString();
  return until > now ? until : null;
}

/** There is nobody left who could be told and do something about it: others have to know at once. */
export function isAdminless({ code, subject }: Pick<Finding, 'code' | 'subject'>): boolean {
  return code === 'someoneLeft' && subject === 'admins';
}

/** How often a finding was told to one destination, and on which day at last; an answer begins anew. */
export interface Told {
  /** 0 when the destination refused it: it is tried again as if it had been told once. */
  times: number;
  /** `2026-11-24`, by the destination's own calendar. */
  date: string;
}

/** Who put it off, until when, and why. */
export interface Snooze {
  until: string;
  by: Identity;
  byName: string;
  reason: string;
  /** Of the made-up tenant of local mode: nobody put it off. */
  example?: true;
}

/** A finding as it is remembered while it lasts, and for the digest some weeks longer. */
export interface StoredFinding extends Finding {
  /** `<tenant> <code> <subject>`. */
  id: string;
  tenantId: string;
  openedAt: string;
  closedAt: string | null;
  /** When it was last over before it came again; absent when it never was, or nobody remembers. */
  closedBefore?: string;
  snooze: Snooze | null;
  /** Until then nobody is told: whoever set the tenant up, or saved the contact, may be about to mend it. Absent for at once. */
  quietUntil?: string;
  /** By queue. */
  told: Readonly<Record<string, Told>>;
}

/** A finding as the rules see it now, and whether it is put off; null when it is not, or no longer. */
export interface FindingToShow extends Finding {
  snooze: Snooze | null;
}

/** Returns the id of a finding: one tenant has one of each code and subject. */
export function findingId(tenantId: string, { code, subject }: Pick<Finding, 'code' | 'subject'>): string {
  return `${tenantId} ${code} ${subject}`.trimEnd();
}

/** What was looked up about a tenant, beside its record. */
export interface Check {
  /** The tenant's. */
  id: string;
  /** When the tenant was first looked at. */
  since: string;
  /** When it was last looked at; what could not be told then is as it was before. */
  at: string;
  /** When somebody whom the record names was said to have changed, which the next look has to find out; absent once it did. */
  changedAt?: string;
  /** The contact's address then; what follows about mail is of no other. */
  email: string;
  /** Since when its domain surely takes no mail, and whether that was seen twice, a day apart. */
  mail: { noSince: string | null; dead: boolean };
  /** Members whose own address it is. */
  sameAddress: readonly Identity[];
  /** Who left, of those whom the record names. */
  gone: readonly Identity[];
  /** Every Global Administrator left; false where none was ever known. */
  adminsGone: boolean;
  /** Channels of the record where the bot cannot post. */
  closed: readonly Channel[];
  /** Why not, by channel; absent in rows of older versions. */
  why?: Readonly<Record<string, ChannelTrouble>>;
  /** Who can read those where it is, or was last, by channel; absent in rows of older versions. */
  readers?: Readonly<Record<string, Readers>>;
}

/** The place where a queue's last delivery was refused for good. */
export interface Refusing {
  /** The queue. */
  id: string;
  at: string;
  reason: string;
  /** When the bot last looked whether it is back there; absent before, and where others look. */
  lookedAt?: string;
  /** How often it was tried again in time; absent before. */
  tries?: number;
}

/** Worst first, then the longest open. */
export function byWeight(a: Finding, b: Finding): number {
  return (
    findingCodes.indexOf(a.code) - findingCodes.indexOf(b.code) ||
    (a.since < b.since ? -1 : Number(a.since > b.since)) ||
    a.subject.localeCompare(b.subject)
  );
}

/** Findings of one kind, which people read as one: ten channels that cannot be reached are one thing to read. */
export interface FindingGroup<F> {
  code: FindingCode;
  findings: readonly F[];
}

/** In order of the first of each; what differs in `apart` stays apart. */
export function groupsOf<F extends Pick<Finding, 'code'>>(
  findings: readonly F[],
  apart?: (finding: F) => string,
): FindingGroup<F>[] {
  const groups = new Map<string, { code: FindingCode; findings: F[] }>();
  for (const finding of findings) {
    const key = apart ? `${finding.code} ${apart(finding)}` : finding.code;
    const known = groups.get(key);
    if (known) known.findings.push(finding);
    else groups.set(key, { code: finding.code, findings: [finding] });
  }
  return [...groups.values()];
}

const missing = ['attestation', 'confirmation', 'onCall'] as const;
/** What a contact still lacks before any finding asks for it. */
export type Missing = (typeof missing)[number];

/** What a contact lacks that no finding asks for yet, in a fixed order; nothing while there is no contact. */
export function missingOf({ contact }: StoredTenant, findings: readonly Finding[]): Missing[] {
  if (!contact) return [];
  const found = (code: Finding['code']) => findings.some((finding) => finding.code === code);
  const lacks: Record<Missing, boolean> = {
    attestation: contact.attestedAt === null && !found('unattested'),
    confirmation: contact.confirmedAt === null && !found('unconfirmed'),
    onCall: contact.onCall.length === 0,
  };
  return missing.filter((what) => lacks[what]);
}
