import { button, card } from '../card.ts';
import { glimpse } from '../fitted.ts';
import { answeredIn } from '../in-language.ts';
import { type Verb, verbs } from '../messages/verbs.ts';
import type { World } from '../ports.ts';
import { reasonOf } from '../reason-word.ts';
import { helpers, type MayPress, mayPressAnywhere } from '../request/authorize.ts';
import { commandOf, nearestVerb, opensForm, type Spoken } from '../request/parse-command.ts';
import type { CommandHandler, PressHandler, Request } from '../request/request.ts';
import type { Button, Card, Row } from '../view.ts';

export const showHelp: CommandHandler = async (request, _rest, world) => ({
  kind: 'card',
  instead: false,
  card: await helpCard(request, null, world),
});

export const pressHelp: PressHandler = async (request, _value, world) => ({
  kind: 'card',
  instead: true,
  card: await helpCard(request, null, world),
});

/** The answer to words that are no verb: what was probably meant, and the list. */
export const unknownVerb: CommandHandler = async (asker, said, world) => {
  const near = nearestVerb(said, asker.actor.locale);
  // Who misspells a French verb speaks French; the English ones are everybody's.
  const request = near?.locale === 'fr' ? answeredIn(asker, 'fr') : asker;
  const rest = said.trim().split(/\s+/).slice(1).join(' ');
  const unknown = { said: said.trim().slice(0, 60), near, rest };
  return { kind: 'card', instead: false, card: await helpCard(request, unknown, world) };
};

/** Characters of a button's value, and of its label. */
const longest = 500;
const labelRoom = 32;

/** `resolve` and `reopen` stand with `ack`. */
const all: readonly Exclude<Verb, 'resolve' | 'reopen'>[] = [
  'show',
  'update',
  'confirm',
  'history',
  'alerts',
  'ack',
  'raise',
  'drill',
  'report',
  'faq',
  'check',
  'reminders',
  'setup',
  'help',
];
/** The button that does the same as a verb, for those that need nothing else. */
const pressOf: Partial<Record<Verb, { id: string; kind: Button['kind'] }>> = {
  show: { id: 'contact.show', kind: 'press' },
  update: { id: 'contact.update', kind: 'form' },
  confirm: { id: 'contact.confirm', kind: 'press' },
  history: { id: 'contact.history', kind: 'press' },
  setup: { id: 'contact.setup', kind: 'form' },
  alerts: { id: 'alerts.list', kind: 'press' },
  raise: { id: 'alerts.raise', kind: 'form' },
  drill: { id: 'alerts.drill', kind: 'press' },
  report: { id: 'alerts.report', kind: 'press' },
  faq: { id: 'faq.topics', kind: 'press' },
  check: { id: 'reminders.check', kind: 'press' },
  reminders: { id: 'reminders.list', kind: 'press' },
};

async function helpCard(
  request: Request,
  unknown: { said: string; near: Spoken | null; rest: string } | null,
  world: World,
): Promise<Card> {
  const { help, rights } = request.words;
  const [admins, may] = await Promise.all([helpers(request, world), mayPressAnywhere(request, world)]);
  const near = unknown?.near?.verb ?? null;
  const doubt = unknown
    ? [help.unknown(unknown.said), ...(near ? [help.nearest(followed(command(request, near), unknown.rest, 60))] : [])]
    : [];
  return card(help.title, doubt[0] ?? help.summary, {
    text: [
      ...doubt,
      ...(unknown === null ? [help.intro, admins === null ? rights.nobodyCanHelp : help.rights(admins)] : []),
    ],
    rows: all.filter((verb) => near === null || verb === near).map((verb) => row(request, verb)),
    buttons: tryButtons(request, near && { verb: near, rest: unknown?.rest ?? '' }, may),
    ...(near === null ? { footer: help.small(`${command(request, 'show')} Contoso`, world.version) } : {}),
  });
}

function row(request: Request, verb: (typeof all)[number]): Row {
  const title = command(request, verb);
  return { title: verb === 'ack' ? `${title} 17` : title, detail: detailOf(request, verb), button: null };
}

/** Examples stand there as they are typed on the asker's platform. */
function detailOf(request: Request, verb: (typeof all)[number]): string {
  const { verbs: say } = request.words.help;
  if (verb === 'alerts') return say.alerts(command(request, 'alerts'));
  return verb === 'ack' ? say.ack(command(request, 'resolve'), command(request, 'reopen')) : say[verb];
}

interface Near {
  verb: Verb;
  /** What was typed behind it. */
  rest: string;
}

/** The same with what followed it, or the beginning of that. */
function followed(command: string, rest: string, most: number): string {
  return rest === '' ? command : `${command} ${glimpse(rest, most)}`;
}

/** Does what the verb would have done, with what was typed behind it; null where that is too long for a button. */
function tryButton({ actor, words }: Request, { verb, rest }: Near): Button | null {
  const command = commandOf(verb, actor.locale, 'teams');
  const room = labelRoom - words.help.tryIt(`${command} `).length;
  // A letter may count as two.
  const most = glimpse(rest, room).length > room ? Math.floor(room / 2) : room;
  const label = words.help.tryIt(followed(command, rest, most));
  const alone = pressOf[verb];
  if (rest === '') return alone ? button(alone.kind, alone.id, label, '', { style: 'primary' }) : null;
  const value = `${verbs[verb][0]} ${rest}`;
  const isForm = opensForm(value) && !(verb === 'resolve' && reasonOf(rest.split(' ')[1] ?? ''));
  return value.length <= longest
    ? button(isForm ? 'form' : 'press', 'help.try', label, value, { style: 'primary' })
    : null;
}

function tryButtons(request: Request, near: Near | null, may: MayPress): Button[] {
  const { words } = request;
  const { buttons } = words.securityContact;
  const tried = near && tryButton(request, near);
  if (tried) return [tried, button('press', 'help.show', words.faq.help, '')];
  return [
    button('press', 'contact.show', buttons.show, ''),
    button('press', 'alerts.list', words.alerts.buttons.list, ''),
    ...(may('contact.update') ? [button('form', 'contact.update', buttons.update, '')] : []),
    button('press', 'faq.topics', words.faq.askAQuestion, ''),
  ];
}

function command({ actor, platform }: Request, verb: Verb): string {
  return commandOf(verb, actor.locale, platform);
}
