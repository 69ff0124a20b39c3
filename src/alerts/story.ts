import type { Asking, PressHandler } from '../asking.ts';
import { button, unfolded } from '../card.ts';
import { isOpen, type Step } from '../domain/alert.ts';
import { fitted } from '../fitted.ts';
import type { Reply } from '../interaction.ts';
import type { Names } from '../names.ts';
import type { World } from '../ports.ts';
import { lengthOf } from '../text.ts';
import type { Card, Inline, Row } from '../view.ts';
import { said, voiceOfAsker } from '../voice.ts';
import { alertCard, portalLink } from './alert-card.ts';
import { type Found, findAlert } from './find-alert.ts';
import { goneAlert } from './press.ts';
import { inTime, namesIn, receiptOf } from './receipts.ts';
import { resolution } from './resolution.ts';

/** So that the fullest story stays within a platform's message: rows, and characters of the steps. */
const newest = 8;
const fullest = 1_000;

export const pressStory: PressHandler = async (asking, id, world) => {
  const found = await findAlert(id, world);
  return found ? storyOf(asking, found, world, true) : goneAlert(asking);
};

/** One alert with everything that happened to it: received, sent where, tried how often, answered by whom. */
export async function storyOf(asking: Asking, found: Found, world: World, instead = false): Promise<Reply> {
  const names = await namesIn(found.deliveries, world);
  const shown = unfolded(alertCard(voiceOfAsker(asking), { ...found, names, notice: null, whole: true }));
  return { kind: 'card', instead, card: withStory(asking, shown, found, names) };
}

function withStory(asking: Asking, shown: Card, { alert, deliveries, closed }: Found, names: Names): Card {
  const { buttons, story } = asking.words.alerts;
  const steps = lastSteps(alert.story.map((step) => stepRow(asking, step)));
  const earlier = alert.story.length - steps.length;
  const all = inTime(deliveries).filter(({ about }) => about.kind === 'alert' || about.kind === 'unrouted');
  const cards = all.slice(-newest);
  const rest = all.length > cards.length || deliveries.length > all.length;
  return {
    ...shown,
    mentions: [],
    rows: [...steps, ...cards.map((delivery) => receiptOf(asking, delivery, names))],
    footer: earlier > 0 ? story.earlier(earlier) : shown.footer,
    buttons: [
      ...(closed ? [] : shown.buttons),
      ...(isOpen(alert) ? [] : portalLink(voiceOfAsker(asking), alert)),
      ...(rest ? [button('press', 'alerts.receipts', buttons.receipts, `0 ${alert.id}`)] : []),
      button('press', 'alerts.list', buttons.list, ''),
    ],
  };
}

/** The last of them, as many as fit. */
function lastSteps(rows: readonly Row[]): Row[] {
  let size = 0;
  const fits = ({ title, detail }: Row) => {
    size += lengthOf(title) + lengthOf(detail);
    return size <= fullest;
  };
  const tooMany = rows.toReversed().findIndex((row, index) => index >= newest || !fits(row));
  return tooMany === -1 ? [...rows] : rows.slice(rows.length - Math.max(1, tooMany));
}

function stepRow(asking: Asking, step: Step): Row {
  const { at, what, by, byName, note, times } = step;
  const { steps } = asking.words.alerts.story;
  const who: Inline[] = by ? [{ kind: 'person', id: by, name: byName }] : byName ? [byName] : [];
  const told = [
    times ? asking.words.alerts.story.times(times) : '',
    what === 'resolved' ? fitted(resolution(asking.words, note), 600) : note,
    ...changesIn(asking, step),
  ].filter(Boolean);
  const detail = [...who, ...told.flatMap((part, index) => [...(who.length + index > 0 ? [' · '] : []), part])];
  return { title: [said(voiceOfAsker(asking), at), ` · ${steps[what]}`], detail, button: null };
}

/** Before → after. */
function changesIn({ words }: Asking, { severity, displayName, tenant, isTest }: Step): string[] {
  const { facts, severities, story, unknownTenant } = words.alerts;
  const line = (label: string, before: string, after: string) => `${label}${words.history.colon}${before} → ${after}`;
  return [
    ...(severity ? [line(facts.severity, severities[severity.before], severities[severity.after])] : []),
    ...(displayName ? [line(facts.title, fitted(displayName.before, 300), fitted(displayName.after, 300))] : []),
    ...(tenant ? [line(facts.tenant, tenant.before ?? unknownTenant, tenant.after ?? unknownTenant)] : []),
    ...(isTest ? [isTest.after ? story.testNow : story.noTestNow] : []),
  ];
}
