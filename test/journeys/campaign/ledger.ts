/** What people did about alerts and what they read of it, beside what the state says in the end. */
import type { Alert } from '../../../src/domain/alert/alert.ts';
import { holderOf } from '../../../src/domain/alert/holding.ts';
import type { Note } from '../../../src/domain/alert/timeline.ts';
import type { Identity } from '../../../src/domain/tenant/identity.ts';

/** What somebody does about an alert. `text` is that of a note, and `to` whom it is given to. */
export interface ChangeAction {
  kind: 'acknowledge' | 'resolve' | 'reopen' | 'note' | 'give' | 'take' | 'keep';
  alertId: string;
  by: Identity;
  text: string;
  to: Identity | null;
}

/** A deed that was tried. `isDone`: whoever did it read that it is done; everybody else has to expect either. */
interface Entry {
  deed: ChangeAction;
  isDone: boolean;
}

export type Ledger = ReturnType<typeof createLedger>;

export function createLedger() {
  let entries: readonly Entry[] = [];
  return {
    entries: () => entries,
    /** A deed that a platform delivers again has a further entry. */
    adds: (deed: ChangeAction, isDone: boolean) => {
      entries = [...entries, { deed, isDone }];
    },
    /** A backup is made. What it returns tells that it was restored. */
    backsUp(): () => void {
      const before = entries;
      return () => {
        entries = before;
      };
    },
  };
}

/** What the state has. */
interface InState {
  alerts: readonly Alert[];
  notes: readonly Note[];
}

/**
 * Returns what was lost, what was done twice, and who holds an alert whose last answered hand-over says otherwise. `mayBeLate`: what nobody
 * heard of may have been done at any time after it, as by a replica that was frozen when it got the request.
 */
export function misdeedsIn(entries: readonly Entry[], { alerts, notes }: InState, mayBeLate = false): string[] {
  const known = new Map(alerts.map((alert) => [alert.id, alert]));
  const done = new Set(entries.filter(({ isDone }) => isDone).map(({ deed }) => deed));
  const tried = new Set(entries.map(({ deed }) => deed));
  const ofAlert = Map.groupBy(entries, ({ deed }) => deed.alertId);
  return [
    ...[...tried].filter(({ kind }) => kind === 'note').flatMap((deed) => misnoted(deed, done.has(deed), notes)),
    ...[...Map.groupBy(tried, countedAs)].flatMap(([key, actions]) => miscounted(key, actions, done, known)),
    ...[...ofAlert].flatMap(([id, all]) => misheld(known.get(id), id, { entries: all, mayBeLate })),
  ];
}

function misnoted({ alertId, text }: ChangeAction, isDone: boolean, notes: readonly Note[]): string[] {
  const times = notes.filter((note) => note.alertId === alertId && note.text === text).length;
  if (times > 1) return [`${text} is there ${times} times`];
  return isDone && times === 0 ? [`${text} of ${alertId} is lost`] : [];
}

/** The steps of the story that these deeds make. */
const steps = { give: 'given', take: 'taken', keep: 'kept' } as const;

const isCounted = (kind: ChangeAction['kind']): kind is keyof typeof steps => kind in steps;
const countedAs = ({ kind, by, alertId }: ChangeAction) => `${kind} by ${by} of ${alertId}`;

/** Each deed makes one step of the story; who takes what is theirs, or what nobody had acknowledged, makes none of these. */
function miscounted(
  key: string,
  actions: readonly ChangeAction[],
  done: ReadonlySet<ChangeAction>,
  known: ReadonlyMap<string, Alert>,
): string[] {
  const [one] = actions;
  if (!one || !isCounted(one.kind)) return [];
  const { kind, by, alertId } = one;
  const what = steps[one.kind];
  const made = (known.get(alertId)?.timeline ?? []).filter((step) => step.what === what && step.by === by).length;
  const sure = kind === 'take' ? 0 : actions.filter((deed) => done.has(deed)).length;
  return made < sure || made > actions.length ? [`${key}: ${made} steps, of ${sure} to ${actions.length} deeds`] : [];
}

/** How an alert stands: its status, who holds it, and to whom it is offered. */
interface Standing {
  status: Alert['status'];
  holder: Identity | null;
  offered: Identity | null;
}

/** Returns how the alert stands after the deed; the same where the deed changes nothing then. */
function after(before: Standing, { kind, by, to }: ChangeAction): Standing {
  const { status, holder, offered } = before;
  switch (kind) {
    case 'acknowledge':
      return status === 'active' ? { status: 'investigating', holder: by, offered: null } : before;
    case 'take':
      return status === 'resolved' ? before : { status: 'investigating', holder: by, offered: null };
    case 'give':
      return status === 'resolved' || holder === to ? before : { status, holder, offered: to };
    case 'resolve':
      return status === 'resolved' ? before : { status: 'resolved', holder: null, offered: null };
    case 'reopen':
      return { status: 'active', holder: null, offered: null };
    case 'note':
    case 'keep':
      return { status, holder, offered };
  }
}

/** Returns all that may become of these by deeds that may be done or not. */
function reached(from: readonly Standing[], open: readonly ChangeAction[]): Standing[] {
  const found = new Map(from.map((one) => [JSON.stringify(one), one]));
  // What is added meanwhile has its turn too.
  for (const one of found.values())
    for (const next of open.map((deed) => after(one, deed)))
      if (!found.has(JSON.stringify(next))) found.set(JSON.stringify(next), next);
  return [...found.values()];
}

/** Compares how an alert stands with all the ways in which it may, since a deed without an answer may be done or not. */
function misheld(
  alert: Alert | undefined,
  id: string,
  { entries, mayBeLate }: { entries: readonly Entry[]; mayBeLate: boolean },
): string[] {
  if (!alert) return [`${id} is lost`];
  let may: readonly Standing[] = [{ status: 'active', holder: null, offered: null }];
  let open: readonly ChangeAction[] = [];
  for (const { deed, isDone } of entries) {
    open = [...(mayBeLate ? open : []), ...(isDone ? [] : [deed])];
    may = reached(isDone ? may.map((one) => after(one, deed)) : may, open);
  }
  const { status, offered } = alert;
  const is: Standing = { status, holder: holderOf(alert)?.by ?? null, offered: offered?.to ?? null };
  if (may.some((one) => JSON.stringify(one) === JSON.stringify(is))) return [];
  return [`${id} is ${JSON.stringify(is)} in place of ${may.map((one) => JSON.stringify(one)).join(' or ')}`];
}
