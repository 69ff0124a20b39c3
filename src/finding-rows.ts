import type { FindingToShow, Snooze } from './domain/finding.ts';
import { groupsOf } from './domain/finding-group.ts';
import type { StoredTenant } from './domain/partner-tenant.ts';
import { findingDetail, findingTitle, findingTitles } from './finding-text.ts';
import type { Names } from './names.ts';
import { rowButton } from './remedy.ts';
import type { MayPress } from './request/authorize.ts';
import { lines } from './text.ts';
import type { Fact, Row, Text } from './view.ts';
import { said, type Voice } from './voice.ts';

export interface TenantFindings {
  tenant: StoredTenant;
  /** Why it looks outdated, the worst first. */
  findings: readonly FindingToShow[];
  names: Names;
  now: string;
}

/** What looks outdated and is not put off: a line for each kind, with the button that clears it where the reader may press it. */
export function findingRows(voice: Voice, { tenant, findings }: TenantFindings, may: MayPress): Row[] {
  const press = { buttons: [], mark: '', may };
  return groupsOf(openOf(findings)).map((group) => ({
    title: findingTitle(voice.words, group),
    detail: '',
    button: rowButton(group.findings, tenant, voice.words, press),
  }));
}

/** What each of them means and what to do about it. */
export function findingReasons(voice: Voice, about: TenantFindings): Fact[] {
  return groupsOf(openOf(about.findings)).map((group) => ({
    label: findingTitle(voice.words, group),
    value: findingDetail(voice, { ...about, group }),
  }));
}

/** What is put off, together where one snooze put off several. */
export function putOffTexts(voice: Voice, { findings }: TenantFindings): Text[] {
  const off = findings.flatMap(({ snooze, ...finding }) => (snooze ? [{ snooze, finding }] : []));
  const alike = Map.groupBy(off, ({ snooze: { until, by, reason } }) => `${until} ${by} ${reason}`);
  return [...alike.values()].flatMap((some) => {
    const titles = findingTitles(
      voice.words,
      some.map(({ finding }) => finding),
    );
    return some[0] ? [lines([titles, putOff(voice, some[0].snooze)])] : [];
  });
}

/** Who put it off, until when, and why. */
export function putOff(voice: Voice, { by, byName, until, reason, example }: Snooze): Text {
  const { putOff: say, putOffExample } = voice.words.reminders;
  const then = said(voice, until);
  return example ? putOffExample(then) : say({ kind: 'person', id: by, name: byName }, then, reason);
}

/** Those to be fixed now. What local mode put off of its made-up tenant nobody did: it is only not reminded of. */
export function openOf(findings: readonly FindingToShow[]): FindingToShow[] {
  return findings.filter(({ snooze }) => snooze === null || snooze.example === true);
}
