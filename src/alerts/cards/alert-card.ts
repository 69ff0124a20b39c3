import type { Alert } from '../../domain/alert/alert.ts';
import { isUnverified } from '../../domain/alert/sender-notes.ts';
import type { LastNote } from '../../domain/alert/timeline.ts';
import type { Platform } from '../../domain/tenant/identity.ts';
import { portal } from '../../domain/tenant/partner-tenant.ts';
import { shortName } from '../../domain/text/words.ts';
import type { Messages } from '../../messages/messages.ts';
import { commandOf } from '../../request/parse-command.ts';
import { namedFew, type ViewerLocale } from '../../request/viewer-locale.ts';
import type { Button, Card, Text, Tone } from '../../view/view.ts';
import { button, card, excerpt, inPieces, lengthOf, truncate } from '../../view/view.ts';
import { type AlertInChannel, alertFacts, person, resourcesOf, room } from './alert-facts.ts';
import { headline, smallPrint, stateLines, summaryOf } from './alert-state.ts';

/** An alert and how its card is to be shown. */
export interface ShownAlert extends AlertInChannel {
  /** The platform on which it is read: commands are typed differently. */
  platform: Platform;
  /** The first line of the card; absent for none. */
  notice?: Text;
  /** The reason why it stands here, in place of its description and of the word that it waits. */
  why?: Text;
  /** True to show all of a long description, for one reader alone. */
  whole?: boolean;
  /** True for a platform that does not take the whole card: names are short, and a line says where the rest is. */
  brief?: boolean;
}

/**
 * Returns the card of an alert as it stands now: the same in every channel. Before the buttons it has at most eight lines at
 * 320 px: what has happened, how severe it is, its tenant, until when to answer or who did. The rest is folded.
 */
export function alertCard(viewer: ViewerLocale, shown: ShownAlert): Card {
  const { alert, whole } = shown;
  const { buttons: label } = viewer.messages.alerts;
  const short = headline(alert);
  const name = truncate(alert.content.displayName, nameRoom(shown));
  const heading = isUnverified(alert) ? viewer.messages.alerts.unverified.title(short) : short;
  return card(heading, summaryOf(viewer, shown), {
    tone: toneOf(alert),
    text: front(viewer, shown),
    buttons: buttons(viewer, shown),
    more: {
      label: label.details,
      text: [
        ...(name === short ? [] : [[{ kind: 'strong', text: name }] as const]),
        ...(whole ? wholeDescription(viewer, alert.content.description) : description(viewer, shown)),
      ],
      facts: alertFacts(viewer, shown),
      press: { id: 'alerts.show', value: alert.id },
    },
    footer: alert.status === 'resolved' ? null : smallPrint(viewer, shown),
  });
}

function nameRoom({ whole, brief }: ShownAlert): number {
  if (brief) return room.briefName;
  return whole ? room.wholeName : room.name;
}

/** The most characters of a description that the card unfolds; the timeline has all. */
const unfolds = 600;

function description(viewer: ViewerLocale, shown: ShownAlert): Text[] {
  const { alert } = shown;
  const { description: text } = alert.content;
  const short = truncate(text, room.description);
  const seen = short.length <= unfolds + 2 ? short : `${[...text].slice(0, unfolds).join('').trimEnd()} …`;
  return [...(seen ? [seen] : []), ...(seen !== text || isShort(alert) ? [wayToAll(viewer, shown)] : [])];
}

function wayToAll({ locale, messages }: ViewerLocale, { alert, platform }: ShownAlert): Text {
  return messages.alerts.shortened(`${commandOf('alerts', locale, platform)} ${alert.number}`);
}

function wholeDescription({ messages }: ViewerLocale, text: string): Text[] {
  const all = truncate(text, room.wholeDescription);
  return [...inPieces(all), ...(all === text ? [] : [messages.alerts.tooLong])];
}

/** Returns whether anything but the description had to be shortened. */
function isShort({ content, resolved }: Alert): boolean {
  const { displayName, alertType, confidenceLevel, affectedResources } = content;
  const words = [alertType, confidenceLevel].some((word) => word !== null && truncate(word, room.word) !== word);
  const lists = [resolved?.note ?? '', resourcesOf(affectedResources).shown.join(', ')];
  const isLong = lists.some((one) => truncate(one, room.list) !== one);
  return words || isLong || truncate(displayName, room.name) !== displayName;
}

function toneOf(alert: Alert): Tone {
  const { status, content } = alert;
  // Nobody answered it: it closed by age, or an admin sent it to the archive.
  if (alert.resolved?.reason === null) return 'neutral';
  if (status === 'resolved') return 'good';
  // Somebody has it: what waits for a person is marked, and nothing else.
  if (status !== 'active') return 'neutral';
  return content.severity === 'high' ? 'danger' : content.severity === 'medium' ? 'warning' : 'neutral';
}

/** The characters that fit in a line at 320 px, and the lines that stand before the buttons. */
const narrow = { text: 32, lines: 8 };
/** The characters of a line at 600 px: a description that has to be cut below it is left out. */
const wideLine = 64;
/** The most characters of the note of a resolved alert on its card. */
const resolvedNoteRoom = 160;
/** The fewest characters of a note that its line shows, however long the name is. */
const minNote = 32;

function front(viewer: ViewerLocale, shown: ShownAlert): Text[] {
  const { alert, notice, why, whole, brief } = shown;
  const { answerThere: _told, ...rest } = alert;
  // Who has just resolved it reads in the notice what is left to do.
  const state = notice && alert.status === 'resolved' ? { ...shown, alert: rest } : shown;
  const lines = [...(notice ? [notice] : []), ...stateLines(viewer, state)];
  if (why) return [...lines, why];
  if (brief) return [...lines, wayToAll(viewer, shown)];
  if (whole) return lines;
  if (alert.status === 'resolved') return [...lines, ...resolvedNote(viewer, alert)];
  // The bot's own words are never cut.
  const own = notice ? null : marked(viewer, alert);
  const said = own ? [...lines, own] : lines;
  const withOnCall = [...said, ...onCallLine(viewer, alert)];
  const all = linesOf(shown, withOnCall) <= narrow.lines ? withOnCall : said;
  const length = narrow.text * Math.min(2, narrow.lines - linesOf(shown, all));
  if (alert.lastNote) return [...all, noteLine(viewer, alert.lastNote, length)];
  if (notice || own || isUnverified(alert)) return all;
  const text = excerpt(alert.content.description, wideLine);
  return text === '' || lengthOf(text) > length ? all : [...all, text];
}

/** Returns who is on call, by name alone: only cards of high alerts notify people. */
function onCallLine({ messages }: ViewerLocale, { status, content, onCall = [] }: Alert): Text[] {
  if (status !== 'active' || content.severity !== 'medium' || onCall.length === 0) return [];
  const names = namedFew(
    onCall.map(({ name }) => shortName(name)),
    messages,
  );
  return [[{ kind: 'strong', text: messages.alerts.onCallLabel }, ' ', names]];
}

/** Returns the beginning of the note with which the alert was resolved; nothing where there is none. */
function resolvedNote({ messages }: ViewerLocale, { resolved }: Alert): Text[] {
  const note = excerpt(resolved?.note ?? '', resolvedNoteRoom);
  return note === ''
    ? []
    : [[{ kind: 'strong', text: messages.alerts.facts.note }, `${messages.history.colon}${note}`]];
}

/** Returns the author and an excerpt of the last note. Shown instead of the description, since it says how far the work is. */
function noteLine({ messages }: ViewerLocale, { text, ...by }: LastNote, length: number): Text {
  const room = Math.max(narrow.text, length) - lengthOf(messages.alerts.noteLine(person(by), ''));
  return messages.alerts.noteLine(person(by), excerpt(text, Math.max(minNote, room)));
}

/** Returns how many lines of a narrow screen these take, with the title, which is wider, and the people who are mentioned. */
function linesOf({ alert, tenant }: ShownAlert, lines: readonly Text[]): number {
  const rows = (length: number) => Math.ceil(length / narrow.text);
  const called = alert.content.severity === 'high' ? (alert.onCall ?? tenant?.contact?.onCall ?? []).length : 0;
  const head = rows(headline(alert).length * 1.4) + rows(called * 15);
  return lines.reduce((sum, line) => sum + rows(lengthOf(line)), head);
}

function marked({ messages }: ViewerLocale, { origin, content, continues, earlier }: Alert): string | null {
  if (origin === 'drill') return messages.alerts.drillText;
  if (content.isTest) return messages.alerts.testText;
  if (continues !== undefined) return messages.alerts.moreSevere(continues);
  return earlier === undefined ? null : messages.alerts.cameAfter(earlier);
}

/** Returns the link to Partner Center's alerts; none for a drill or what a person raised, of which Partner Center knows nothing. */
export function portalLink({ messages }: ViewerLocale, { origin }: Pick<Alert, 'origin'>): Button[] {
  return origin !== 'sent'
    ? []
    : [button('link', 'alerts.portal', messages.alerts.buttons.open, portal.securityAlerts)];
}

/** Returns the button that reopens an alert, after a question. `value` is as `pressReopen` takes it. */
export function reopenButton({ alerts }: Messages, value: string): Button {
  return button('press', 'alerts.reopen', alerts.buttons.reopen, value, { confirm: alerts.reopenQuestion });
}

function buttons(viewer: ViewerLocale, { alert, notice }: ShownAlert): Button[] {
  const { buttons: label } = viewer.messages.alerts;
  // Somebody who has just resolved it here still has to resolve it in Partner Center.
  if (alert.status === 'resolved')
    return [reopenButton(viewer.messages, alert.id), ...(notice ? portalLink(viewer, alert) : [])];
  const steps = button('press', 'alerts.steps', label.steps, alert.id);
  const note = button('form', 'alerts.note', label.note, alert.id);
  const [acknowledge, resolve] = answerButtons(viewer.messages, alert.id);
  if (alert.status === 'investigating') {
    const take = button('press', 'alerts.take', label.take, alert.id);
    const give = button('form', 'alerts.giveTo', label.give, alert.id);
    // The person who just acknowledged the alert needs the steps, and is its holder already.
    return [{ ...resolve, style: 'primary' }, ...(notice ? [steps, note] : [note, take]), give];
  }
  return [acknowledge, resolve, steps, note];
}

/** Returns the buttons that acknowledge an alert, as the main one, and resolve it. `value` is its id, or our shorter number. */
export function answerButtons({ alerts: { buttons: label } }: Messages, value: string): [Button, Button] {
  return [
    button('press', 'alerts.acknowledge', label.acknowledge, value, { style: 'primary' }),
    button('form', 'alerts.resolve', label.resolve, value),
  ];
}
