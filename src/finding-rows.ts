import type { FindingToShow, Snooze } from './domain/finding.ts';
import { type FindingGroup, groupsOf } from './domain/finding-group.ts';
import type { StoredTenant } from './domain/partner-tenant.ts';
import { findingDetail, findingTitle } from './finding-text.ts';
import type { Names } from './names.ts';
import { rowButton } from './remedy.ts';
import { lines } from './text.ts';
import type { Button, Row, Text } from './view.ts';
import { said, type Voice } from './voice.ts';

export interface TenantFindings {
  tenant: StoredTenant;
  /** Why it looks outdated, the worst first. */
  findings: readonly FindingToShow[];
  names: Names;
  now: string;
}

/** What looks outdated, a row for each kind, each with the one button that clears it where the card's own buttons do not. */
export function findingRows(voice: Voice, about: TenantFindings, buttons: readonly Button[]): Row[] {
  const groups = groupsOf(about.findings, ({ snooze }) =>
    snooze ? `${snooze.until} ${snooze.by} ${snooze.reason}` : '',
  );
  return groups.map((group) => ({
    ...saidOf(voice, about, group),
    button: rowButton(group.findings, about.tenant, voice.words, { buttons, mark: '', may: () => true }),
  }));
}

function saidOf(
  voice: Voice,
  about: TenantFindings,
  group: FindingGroup<FindingToShow>,
): Pick<Row, 'title' | 'detail'> {
  const title = findingTitle(voice.words, group);
  const detail = findingDetail(voice, { ...about, group });
  const off = group.findings[0]?.snooze;
  return off ? { title: `– ${title}`, detail: lines([detail, putOff(voice, off)]) } : { title, detail };
}

/** Who put it off, until when, and why. */
export function putOff(voice: Voice, { by, byName, until, reason }: Snooze): Text {
  return voice.words.reminders.putOff({ kind: 'person', id: by, name: byName }, said(voice, until), reason);
}
