/** How a tenant stands: how much there is to fix, and the worst of it in a few words. */
import {
  byWeight,
  type FindingGroup,
  type FindingToShow,
  findingCodes,
  groupsOf,
  isAdvice,
  type Missing,
  missingOf,
} from '../domain/finding/finding.ts';
import { snoozeAt } from '../domain/finding/reminder-intervals.ts';
import type { PortalPart } from '../domain/tenant/contact-fields.ts';
import { isGroup } from '../domain/tenant/identity.ts';
import { oldInPortal, type StoredTenant } from '../domain/tenant/partner-tenant.ts';
import type { Messages } from '../messages/messages.ts';
import type { World } from '../ports/world.ts';
import type { Tone } from '../view/view.ts';

interface FindingsOf {
  tenant: StoredTenant;
  findings: readonly FindingToShow[];
}

/** Returns the findings that nobody snoozed. The `example` snoozes of local mode's demo tenant only mute reminders, so these count. */
export function openOf<F extends Pick<FindingToShow, 'snooze'>>(findings: readonly F[]): F[] {
  return findings.filter(({ snooze }) => snooze === null || snooze.example === true);
}

/** A thing to fix: findings of one kind, or what the contact lacks before any finding asks for it. */
export type ToFix = { kind: 'finding'; group: FindingGroup<FindingToShow> } | { kind: 'missing'; what: Missing };

/**
 * Returns what is to be fixed now, the worst first. What the contact lacks comes last, but for the comparison with Partner Center, which
 * comes as early as the finding that will ask for it.
 */
export function thingsToFix({ tenant, findings }: FindingsOf): ToFix[] {
  const found = groupsOf(openOf(findings)).map((group): ToFix => ({ kind: 'finding', group }));
  const missing = missingOf(tenant, findings).map((what): ToFix => ({ kind: 'missing', what }));
  return [...found, ...missing].toSorted((one, other) => weightOf(one) - weightOf(other));
}

function weightOf(one: ToFix): number {
  if (one.kind === 'finding') return findingCodes.indexOf(one.group.code);
  return one.what === 'attestation' ? findingCodes.indexOf('unattested') : findingCodes.length;
}

/** Returns the key of the words about a thing to fix. */
export function keyOf(one: ToFix): string {
  const [first] = one.kind === 'finding' ? one.group.findings : [];
  return one.kind === 'missing' ? one.what : first ? briefOf(first) : one.group.code;
}

/** Returns the parts of the contact of which Partner Center may still have the old values, where this is what is to be fixed. */
export function oldPartsIn(one: ToFix, tenant: StoredTenant): PortalPart[] {
  return ['attestation', 'unattested'].includes(keyOf(one)) ? oldInPortal(tenant) : [];
}

/** Counts the kinds of things that are to be fixed now, and of those that are put off. */
export function countToFix({ tenant, findings }: FindingsOf): { open: number; off: number } {
  const open = openOf(findings);
  const off = findings.filter((finding) => !open.includes(finding));
  return { open: thingsToFix({ tenant, findings }).length, off: groupsOf(off).length };
}

/** Returns the tone of a card about these tenants: a tick only where nothing is to be fixed, and no sign where that is advice. */
export function toneOf(all: readonly FindingsOf[]): Tone {
  const things = all.flatMap(thingsToFix);
  if (things.length === 0) return 'good';
  return things.every((one) => one.kind === 'finding' && isAdvice(one.group)) ? 'neutral' : 'warning';
}

/** Returns the state of a tenant in a line: «Contoso: no alert channel, 2 more to fix». */
export function tenantStateLine(messages: Messages, known: FindingsOf): string {
  return messages.findings.stands(known.tenant.name, tenantState(messages, known));
}

/** Returns the state of a tenant: «no alert channel, 2 more to fix». */
export function tenantState({ findings: say }: Messages, { tenant, findings }: FindingsOf): string {
  const { open, off } = countToFix({ tenant, findings });
  const [first] = thingsToFix({ tenant, findings });
  const old = first ? oldPartsIn(first, tenant) : [];
  const worst = first === undefined ? null : old.length > 0 ? say.oldInPortal(old) : say.brief[keyOf(first)];
  return say.state(worst ?? null, Math.max(0, open - 1), off);
}

/** Returns the key of a finding's short words. */
export function briefOf({ code, subject }: Pick<FindingToShow, 'code' | 'subject'>): string {
  if (code === 'someoneLeft' && isGroup(subject)) return 'groupGone';
  return code === 'fieldMissing' || code === 'singlePoint' ? `${code}.${subject}` : code;
}

/** Returns the state of each of these tenants in a line, by id, from the findings that are stored. */
export async function storedStates(messages: Messages, tenants: readonly StoredTenant[], { store, clock }: World) {
  const now = clock.now();
  const lines = await store.read((reader) =>
    Promise.all(
      tenants.map(async (tenant) => {
        const open = await reader.scan('findings.open', { key: tenant.id, after: null });
        const findings = open.map((finding) => ({ ...finding, snooze: snoozeAt(finding, now) })).toSorted(byWeight);
        return [tenant.id, tenantStateLine(messages, { tenant, findings })] as const;
      }),
    ),
  );
  return new Map(lines);
}
