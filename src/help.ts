/** Shows the list of verbs, and answers words that are no verb and «stop». */
import { platforms } from './domain/tenant/identity.ts';
import { commonLocale } from './domain/tenant/locales.ts';
import type { StoredTenant } from './domain/tenant/partner-tenant.ts';
import { fold } from './domain/text/words.ts';
import type { Variants, VerbLines } from './messages/en/help.ts';
import { byNumber, type Verb } from './messages/verbs.ts';
import type { World } from './ports/world.ts';
import { adminNames, type MayPress, mayPressOf } from './request/authorize.ts';
import { tenantsByName } from './request/choose-tenant.ts';
import type { Reply, Request } from './request/interaction.ts';
import { commandOf, type KnownVerb, meansAll, reasonOf, wordOf } from './request/parse-command.ts';
import { firstMet } from './request/people.ts';
import { opensFormOf, type Routes, routeOfVerb } from './request/route.ts';
import { answeredIn, beginsShared } from './request/spoken-language.ts';
import { type Button, button, type Card, card, excerpt, type Inline, lines, type Row, type Text } from './view/view.ts';

/** The most characters of a button's value and of its label. */
const maxValue = 500;
const maxLabel = 32;

/**
 * Makes the card that `help` shows: the verbs that the asker may use, in three groups, and the buttons that are found nowhere else. The whole
 * list (`help all`) also has the verbs of these buttons, and what else may stand behind each verb.
 */
export async function helpCard(routes: Routes, request: Request, typed: string, world: World): Promise<Card> {
  const { messages, platform } = request;
  const { help, rights, welcome } = messages;
  const isWhole = meansAll(typed);
  const tenants = await tenantsByName(world);
  const may = await mayUseOf(request, tenants, world);
  const admins = may('contact.update') ? null : await adminNames(request, world);
  const prefix = platforms[platform].commandPrefix.trim();
  return card(isWhole ? help.buttons.all : welcome.help, help.summary, {
    text: [
      [welcome.what, ...(prefix === '' ? [] : [' ', ...[help.behind({ kind: 'code', text: prefix })].flat()])],
      ...groupsOf(routes, request, may, isWhole),
      ...(isWhole && tenants.length > 1 ? [help.several(code(request, 'show', tenants[0]?.name))] : []),
      ...(may('contact.update') ? [] : [admins === null ? rights.nobodyCanHelp : help.rights(admins)]),
    ],
    buttons: [
      ...(isWhole ? [] : [button('press', 'help.show', help.buttons.all, 'all')]),
      ...[...ownButtons(messages), button('press', 'faq.topics', messages.faq.askAQuestion, '')].filter(({ id }) =>
        may(id),
      ),
    ].slice(0, mostButtons),
    footer: help.small(world.version),
  });
}

/** The most buttons of that card, besides the one that shows it in the asker's own language. */
const mostButtons = 5;

/** The most tenants that are asked whether the asker works on their alerts. */
const mostAsked = 10;

/** Returns whether the asker may use the route of an id, in one tenant at least. */
async function mayUseOf(request: Request, tenants: readonly StoredTenant[], world: World): Promise<MayPress> {
  const me = firstMet(request.actor.id, world);
  const isManager = tenants.some(({ manager }) => manager !== null && firstMet(manager, world) === me);
  const all = tenants.length === 0 ? [null] : tenants.slice(0, mostAsked);
  const asked: MayPress[] = [];
  for (const tenant of all)
    if (!asked.some((may) => may('alerts.raise'))) asked.push(await mayPressOf(request, tenant, world));
  return (id) => asked.some((may) => may(id)) || (isManager && request.rightOf(id) === 'manager');
}

/** The group of the verbs whose routes have an id that begins so; of all others it is `questions`. */
const groups = { alerts: 'alerts', contact: 'contact', reminders: 'contact' } as const;
type GroupName = keyof Request['messages']['help']['groups'];

function groupOf(id: string): GroupName {
  const [begin = ''] = id.split('.');
  return Object.entries(groups).find(([name]) => name === begin)?.[1] ?? 'questions';
}

/** Returns each group as a text: its name, and below it a line for each verb that the asker may use. */
function groupsOf(routes: Routes, request: Request, may: MayPress, isWhole: boolean): Text[] {
  const { groups: names, ask } = request.messages.help;
  const buttons = ownButtons(request.messages);
  const isHere = (id: string) =>
    may(id) && (isWhole || !(id === 'alerts.reopen' || buttons.some((one) => one.id === id)));
  const listed = [...routes].filter(([id]) => isHere(id));
  const group = (name: GroupName, first: readonly Text[] = []): Text => {
    const verbs = listed.flatMap(([id, { verb }]) =>
      groupOf(id) === name ? lineOf(request, verb, isWhole && (verb !== 'oncall' || may('alerts.raise'))) : [],
    );
    return lines([[{ kind: 'strong', text: names[name] }], ...first, ...verbs]);
  };
  return [group('alerts'), group('contact'), group('questions', [ask])];
}

function lineOf(request: Request, verb: Verb | undefined, isWhole: boolean): Text[] {
  const detail = verb && detailOf(request, verb, isWhole);
  if (!detail) return [];
  return [[code(request, verb, needsNumber(verb) ? '17' : ''), ' – ', ...[detail].flat()]];
}

/** Returns the sentence of a verb, the whole of it with what else may stand behind; nothing when another verb's sentence tells of it. */
function detailOf(request: Request, verb: Verb, isWhole: boolean): Text | undefined {
  const { verbs, variants }: { verbs: VerbLines; variants: Variants } = request.messages.help;
  const line = verbs[verb];
  const more = isWhole ? variants[verb]?.((other, behind) => code(request, other, behind)) : undefined;
  return line && more ? [line, ' ', ...[more].flat()] : line;
}

/** Returns what people type behind the name of the command, where the platform has one. */
function code({ actor }: Request, verb: Verb, behind = ''): Inline {
  return { kind: 'code', text: `${wordOf(verb, actor.locale)} ${behind}`.trim() };
}

/** Returns the buttons of what needs no line, since people do it with one press. */
function ownButtons({ help: { buttons } }: Request['messages']): Button[] {
  return [
    button('form', 'contact.setup', buttons.setUp, ''),
    button('press', 'alerts.report', buttons.report, ''),
    button('press', 'reminders.list', buttons.reminders, ''),
    button('press', 'alerts.drill', buttons.drill, ''),
  ];
}

/** Answers a misspelt verb: names the verb that was probably meant, with a button that runs it with the words typed behind it. */
export async function slipHelp(routes: Routes, asker: Request, said: string, near: KnownVerb, world: World) {
  const { verb, locale } = near;
  const request = locale && misspells(said, near) ? answeredIn(asker, locale) : asker;
  const { help, faq } = request.messages;
  const unknown = help.unknown(excerpt(said.trim(), 60));
  const rest = said.trim().split(/\s+/).slice(1).join(' ');
  const tried = tryButton(routes, request, verb, rest);
  const shown = card(unknown, `${unknown}.`, {
    text: [help.nearest(followed(command(request, verb), rest, 60))],
    rows: rowsOf(request, verb),
    buttons: tried ? [tried, button('press', 'help.show', faq.help, '')] : await firstButtons(request, world),
  });
  return { kind: 'card', instead: false, card: shown } as const;
}

/** Answers «version»: says which version of the bot runs. */
export async function showVersion({ messages }: Request, _rest: string, world: World): Promise<Reply> {
  const { title, text } = messages.help.version;
  const said = text(world.version);
  const buttons = [button('press', 'help.show', messages.faq.help, '')];
  return { kind: 'card', instead: false, card: card(title, said, { text: [said], buttons }) };
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

/** Returns the verb's row below a slip, as people type it on the asker's platform. */
function rowsOf(request: Request, verb: Verb): Row[] {
  const detail = detailOf(request, verb, true);
  if (!detail) return [];
  const title = command(request, verb);
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
    button('press', 'help.show', messages.faq.help, ''),
  ];
}

function command({ actor, platform }: Request, verb: Verb): string {
  return commandOf(verb, actor.locale, platform);
}
