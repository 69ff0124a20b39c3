/** Shows the list of verbs, and answers words that are no verb and «stop». */
import { commonLocale } from './domain/tenant/locales.ts';
import { fold } from './domain/text/words.ts';
import type { VerbLines } from './messages/en/help.ts';
import { byNumber, type Verb } from './messages/verbs.ts';
import type { World } from './ports/world.ts';
import { adminNames, mayPressOf } from './request/authorize.ts';
import type { Reply, Request } from './request/interaction.ts';
import { commandOf, type KnownVerb, reasonOf, wordOf } from './request/parse-command.ts';
import { opensFormOf, type Routes, routeOfVerb } from './request/route.ts';
import { answeredIn, beginsShared } from './request/spoken-language.ts';
import { type Button, button, type Card, card, excerpt, type Row } from './view/view.ts';

/** The most characters of a button's value and of its label. */
const maxValue = 500;
const maxLabel = 32;

/** Makes the card that `help` shows: the list of verbs, who may change things, and the first buttons. */
export async function helpCard(routes: Routes, request: Request, world: World): Promise<Card> {
  const { help, rights } = request.messages;
  const admins = await adminNames(request, world);
  return card(help.title, help.summary, {
    text: [help.intro, admins === null ? rights.nobodyCanHelp : help.rights(admins)],
    rows: [...routes.values()].flatMap(({ verb }) => rowsOf(request, verb)),
    buttons: await firstButtons(request, world),
    footer: help.small(`${command(request, 'show')} Contoso`, world.version),
  });
}

/** Answers a misspelt verb: names the verb that was probably meant, with a button that runs it with the words typed behind it. */
export async function slipHelp(routes: Routes, asker: Request, said: string, near: KnownVerb, world: World) {
  const { verb, locale } = near;
  const request = locale && misspells(said, near) ? answeredIn(asker, locale) : asker;
  const { help, faq } = request.messages;
  const unknown = help.unknown(said.trim().slice(0, 60));
  const rest = said.trim().split(/\s+/).slice(1).join(' ');
  const tried = tryButton(routes, request, verb, rest);
  const shown = card(help.title, unknown, {
    text: [unknown, help.nearest(followed(command(request, verb), rest, 60))],
    rows: rowsOf(request, verb),
    buttons: tried ? [tried, button('press', 'help.show', faq.help, '')] : await firstButtons(request, world),
  });
  return { kind: 'card', instead: false, card: shown } as const;
}

/** The first letters that a misspelt verb has in common with the verb where it tells the language of its writer. */
const sameLetters = 3;

/**
 * Returns whether the text surely misspells a verb that one language alone has. People of every language use the verbs of the common one,
 * and «support» is no slip of «rapport».
 */
function misspells(said: string, { verb, locale }: KnownVerb): boolean {
  if (locale === null || locale === commonLocale || beginsShared(said)) return false;
  return fold(said).startsWith(fold(wordOf(verb, locale)).slice(0, sameLetters));
}

/** Answers «stop»: says which messages can be put off, where, and which cannot. */
export function stopHelp({ messages }: Request): Reply {
  const { help, reminders, faq } = messages;
  const list = button('press', 'reminders.list', reminders.buttons.list, '', { style: 'primary' });
  return {
    kind: 'card',
    instead: false,
    card: card(help.stop.title, help.stop.text[0] ?? '', {
      text: help.stop.text,
      buttons: [list, button('press', 'help.show', faq.help, '')],
    }),
  };
}

/**
 * Returns the verb's row on the list; none when another verb's row tells of it. Shows examples as people type them on the asker's
 * platform.
 */
function rowsOf(request: Request, verb: Verb | undefined): Row[] {
  const lines: VerbLines = request.messages.help.verbs;
  const line = verb && lines[verb];
  if (verb === undefined || line === undefined) return [];
  const title = command(request, verb);
  const detail = typeof line === 'string' ? line : line((other) => command(request, other));
  return [{ title: needsNumber(verb) ? `${title} 17` : title, detail, button: null }];
}

function needsNumber(verb: Verb): boolean {
  return byNumber.some((one) => one === verb);
}

/** Returns the command with the words that followed it, shortened to `maxLength` characters. */
function followed(command: string, rest: string, maxLength: number): string {
  return rest === '' ? command : `${command} ${excerpt(rest, maxLength)}`;
}

/**
 * Returns the button that runs the verb with the words typed behind it; null when a number is missing, or when the words are too long for
 * a button.
 */
function tryButton(routes: Routes, { actor, messages }: Request, verb: Verb, rest: string): Button | null {
  const found = routeOfVerb(routes, verb);
  if (!found) return null;
  const command = wordOf(verb, actor.locale);
  const room = maxLabel - messages.help.tryIt(`${command} `).length;
  // An emoji may count as two characters.
  const maxLetters = excerpt(rest, room).length > room ? Math.floor(room / 2) : room;
  const label = messages.help.tryIt(followed(command, rest, maxLetters));
  const kind = opensFormOf(found.route) ? 'form' : 'press';
  if (rest === '')
    return needsNumber(verb) || verb === 'help' ? null : button(kind, found.id, label, '', { style: 'primary' });
  const value = `${wordOf(verb, commonLocale)} ${rest}`;
  const isDone = verb === 'resolve' && reasonOf(rest.split(' ')[1] ?? '');
  return value.length <= maxValue
    ? button(isDone ? 'press' : kind, 'help.try', label, value, { style: 'primary' })
    : null;
}

async function firstButtons(request: Request, world: World): Promise<Button[]> {
  const { messages } = request;
  const { buttons } = messages.securityContact;
  const may = await mayPressOf(request, null, world);
  return [
    button('press', 'contact.show', buttons.show, ''),
    button('press', 'alerts.list', messages.alerts.buttons.list, ''),
    ...(may('contact.update') ? [button('form', 'contact.update', buttons.update, '')] : []),
    button('press', 'faq.topics', messages.faq.askAQuestion, ''),
  ];
}

function command({ actor, platform }: Request, verb: Verb): string {
  return commandOf(verb, actor.locale, platform);
}
