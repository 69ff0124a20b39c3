import type { Subscription } from '../collections.ts';
import { daysBetween } from '../domain/days-between.ts';
import { byWeight, type StoredFinding } from '../domain/finding.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import type { Stretch } from '../domain/report.ts';
import { findingTitles } from '../finding-text.ts';
import { day } from '../messages/moment.ts';
import { lines } from '../text.ts';
import type { Fact, Text } from '../view.ts';
import type { Voice } from '../voice.ts';

/** What the digest tells of one tenant. */
export interface Week {
  tenant: StoredTenant;
  open: readonly StoredFinding[];
  opened: readonly StoredFinding[];
  closed: readonly StoredFinding[];
  stretch: Stretch;
  told: Subscription['told'] & object;
  now: string;
}

/** The same as lines, for where several tenants share a card. */
export function asLines(voice: Voice, week: Week): Text {
  return lines(facts(voice, week).map(({ label, value }) => [`${label}: `, ...[value].flat()]));
}

export function facts(
  { words: said, locale, timezone }: Voice,
  { tenant, open, opened, closed, stretch, now }: Week,
): Fact[] {
  const { facts: label } = said.reminders.weekly;
  const { hours, none, of } = said.report;
  const titles = (some: readonly StoredFinding[]) =>
    some.length === 0 ? said.securityContact.emptyList : findingTitles(said, some.toSorted(byWeight));
  const confirmedAt = tenant.contact?.confirmedAt ?? null;
  const ago = (at: string) => said.securityContact.daysAgo(Math.max(0, daysBetween(at, now, timezone)));
  return [
    { label: label.opened, value: titles(opened) },
    { label: label.closed, value: titles(closed) },
    { label: label.open, value: String(open.length) },
    {
      label: label.confirmed,
      value:
        confirmedAt === null
          ? said.securityContact.never
          : [`${ago(confirmedAt)}, `, day(confirmedAt, locale, timezone)],
    },
    { label: label.alerts, value: String(stretch.count) },
    { label: label.answered, value: stretch.medianHours === null ? none : hours(stretch.medianHours) },
    {
      label: label.drills,
      value: stretch.drills === 0 ? said.reminders.weekly.noDrill : of(stretch.drillsAnswered, stretch.drills),
    },
  ];
}
