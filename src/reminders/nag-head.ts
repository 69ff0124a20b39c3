import { isAdminless, isCritical, type StoredFinding } from '../domain/finding.ts';
import { groupsOf } from '../domain/finding-group.ts';
import { shortName } from '../domain/short-name.ts';
import { findingTitle } from '../finding-text.ts';
import type { Tone } from '../view.ts';
import type { Voice } from '../voice.ts';
import { type NagShown, putOffIn } from './nag-shown.ts';

/** What a reminder says of itself before its rows. */
interface Head {
  title: string;
  tone: Tone;
  summary: string;
  text: string;
}

/** The heading says how many: the text, of whom, and who can do something about it. */
export function openHead(voice: Voice, shown: NagShown, open: readonly StoredFinding[]): Head {
  const { about, adminless, escalated, inChannel, inPlace, title, urgentTitle } = voice.words.reminders;
  const rows = groupsOf(open, ({ tenantId }) => tenantId);
  const urgent = rows.filter(({ code }) => isCritical(code)).length;
  const others = open.some(isAdminless) ? adminless : null;
  const who = { admin: inPlace, manager: others ?? escalated, channel: others ?? inChannel }[shown.nag.role];
  const names = namesIn(voice, shown, open);
  return {
    title: urgent > 0 ? urgentTitle(rows.length, urgent) : title(rows.length),
    tone: urgent > 0 ? 'danger' : 'warning',
    summary: voice.words.alerts.whose(shortName(names, 24), firstOf(voice, open)),
    text: `${about(names)} ${who}`,
  };
}

/** The worst by its name, and how many more there are. */
function firstOf({ words }: Voice, open: readonly StoredFinding[]): string {
  const groups = groupsOf(open);
  const worst = groups.find(({ code }) => isCritical(code)) ?? groups[0];
  const others = open.filter(({ code }) => code !== worst?.code);
  const rest = groupsOf(others, ({ tenantId }) => tenantId).length;
  return worst ? words.reminders.summary(findingTitle(words, worst), rest) : '';
}

/** Nothing of it is open. Green is for what is fixed: what is put off comes back. */
export function overHead(voice: Voice, shown: NagShown): Head {
  const { words } = voice;
  const { allPutOff, done, doneTitle, nothingLeftTitle, othersOpen, putOffTitle } = words.reminders;
  const off = putOffIn(shown);
  const text = off > 0 ? allPutOff(off < shown.items.length) : shown.others ? othersOpen : done;
  const title = off > 0 ? putOffTitle : shown.others ? nothingLeftTitle : doneTitle;
  return {
    title,
    tone: off > 0 ? 'neutral' : 'good',
    summary: words.alerts.whose(shortName(namesIn(voice, shown, []), 24), text),
    text,
  };
}

function namesIn({ words }: Voice, { tenants, items }: NagShown, open: readonly StoredFinding[]): string {
  const ids = [...new Set((open.length > 0 ? open : items).map(({ tenantId }) => tenantId))];
  const [only] = ids;
  return ids.length === 1 && only ? (tenants.get(only)?.name ?? only) : words.reminders.several(ids.length);
}
