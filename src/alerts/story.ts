import { button, unfolded } from '../card.ts';
import { isOpen, type Step } from '../domain/alert.ts';
import { fitted } from '../fitted.ts';
import type { Names } from '../names.ts';
import type { World } from '../ports.ts';
import type { Reply } from '../request/interaction.ts';
import type { PressHandler, Request } from '../request/request.ts';
import { lengthOf } from '../text.ts';
import type { Card, Inline, Row } from '../view.ts';
import { said, voiceOfAsker } from '../voice.ts';
import { alertCard, portalLink } from './alert-card.ts';
import { type Found, findAlert } from './find-alert.ts';
import { goneAlert } from './press.ts';
import { inTime, isCard, namesIn, receiptOf, timeOf } from './receipts.ts';
import { resolution } from './resolution.ts';

type CardReply = Extract<Reply, { kind: 'card' }>;

/** So that the fullest story stays within a platform's message: rows, and characters of the steps. */
const newest = 8;
const newestSent = 4;
const fullest = 800;

export const pressStory: PressHandler = async (request, id, world) => {
  const found = await findAlert(id, world);
  return found ? storyOf(request, found, world, true) : goneAlert(request);
};

/** One alert with everything that happened to it, in the order of time: received, sent where, tried how often, answered by whom. */
export async function storyOf(request: Request, found: Found, world: World, instead = false): Promise<CardReply> {
  const names = await namesIn(found.deliveries, world);
  const shown = unfolded(
    alertCard(voiceOfAsker(request), {
      ...{ ...found, names, platform: request.platform },
      notice: null,
      whole: true,
    }),
  );
  return { kind: 'card', instead, card: await withStory(request, shown, found, { names, world }) };
}

async function withStory(
  request: Request,
  shown: Card,
  { alert, deliveries, closed }: Found,
  { names, world }: { names: Names; world: World },
): Promise<Card> {
  const { buttons, story, facts } = request.words.alerts;
  const steps = lastSteps(alert.story.map((step) => ({ at: step.at, row: stepRow(request, step) })));
  const earlier = alert.story.length - steps.length;
  const all = inTime(deliveries).filter(isCard);
  const sent = await Promise.all(
    all.slice(-newestSent).map(async (one) => ({ at: timeOf(one), row: await receiptOf(request, one, names, world) })),
  );
  const rest = all.length > sent.length || deliveries.length > all.length;
  return {
    ...shown,
    mentions: [],
    // Where it went, and why, was written when that was decided: the story has it, and not as things are now.
    facts: shown.facts.filter(({ label }) => label !== facts.why),
    rows: [...steps, ...sent].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)).map(({ row }) => row),
    footer: earlier > 0 ? story.earlier(earlier) : shown.footer,
    // Five at most: that is what every client shows.
    buttons: [
      ...(closed ? [] : shown.buttons.slice(0, 2)),
      ...(isOpen(alert) ? [] : portalLink(voiceOfAsker(request), alert)),
      button('press', 'alerts.storyFile', buttons.storyFile, alert.id),
      ...(rest ? [button('press', 'alerts.receipts', buttons.receipts, `0 ${alert.id}`)] : []),
      button('press', 'alerts.list', buttons.list, ''),
    ],
  };
}

/** A line of the story with its time. */
interface Told {
  at: string;
  row: Row;
}

/** The last of them, as many as fit. */
function lastSteps(told: readonly Told[]): readonly Told[] {
  let size = 0;
  const fits = ({ title, detail }: Row) => {
    size += lengthOf(title) + lengthOf(detail);
    return size <= fullest;
  };
  const tooMany = told.toReversed().findIndex(({ row }, index) => index >= newest || !fits(row));
  return tooMany === -1 ? told : told.slice(told.length - Math.max(1, tooMany));
}

function stepRow(request: Request, step: Step): Row {
  const { what, detail } = toldOf(request, step);
  return { title: [said(voiceOfAsker(request), step.at), ` · ${what}`], detail, button: null };
}

/** A step in words: what happened, and who did it, with what else is known of it. */
export function toldOf(request: Request, step: Step): { what: string; detail: Inline[] } {
  const { what, by, byName, note, times } = step;
  const { story } = request.words.alerts;
  const who: Inline[] = by ? [{ kind: 'person', id: by, name: byName }] : byName ? [byName] : [];
  const told = [
    times ? story.times(times) : '',
    what === 'resolved' ? fitted(resolution(request.words, note), 600) : note,
    ...changesIn(request, step),
    step.why ? story.why[step.why] : '',
  ].filter(Boolean);
  const detail = told.flatMap((part, index) => [...(who.length + index > 0 ? [' · '] : []), part]);
  return { what: story.steps[what], detail: [...who, ...detail] };
}

/** Before → after. */
function changesIn({ words }: Request, { severity, displayName, tenant, isTest }: Step): string[] {
  const { facts, severities, story, unknownTenant } = words.alerts;
  const line = (label: string, before: string, after: string) => `${label}${words.history.colon}${before} → ${after}`;
  return [
    ...(severity ? [line(facts.severity, severities[severity.before], severities[severity.after])] : []),
    ...(displayName ? [line(facts.title, fitted(displayName.before, 300), fitted(displayName.after, 300))] : []),
    ...(tenant ? [line(facts.tenant, tenant.before ?? unknownTenant, tenant.after ?? unknownTenant)] : []),
    ...(isTest ? [isTest.after ? story.testNow : story.noTestNow] : []),
  ];
}
