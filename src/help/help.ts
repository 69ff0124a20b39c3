import type { Asking, CommandHandler, PressHandler } from '../asking.ts';
import { button, card } from '../card.ts';
import { answeredIn } from '../in-language.ts';
import { type MayPress, mayPressAnywhere } from '../may-press.ts';
import type { Verb } from '../messages/verbs.ts';
import type { World } from '../ports.ts';
import { helpers } from '../rights.ts';
import { commandOf, nearestVerb, type Spoken } from '../verb.ts';
import type { Button, Card, Row } from '../view.ts';

export const showHelp: CommandHandler = async (asking, _rest, world) => ({
  kind: 'card',
  instead: false,
  card: await helpCard(asking, null, world),
});

export const pressHelp: PressHandler = async (asking, _value, world) => ({
  kind: 'card',
  instead: true,
  card: await helpCard(asking, null, world),
});

/** The answer to words that are no verb: what was probably meant, and the list. */
export const unknownVerb: CommandHandler = async (asker, said, world) => {
  const near = nearestVerb(said, asker.actor.locale);
  // Who misspells a French verb speaks French; the English ones are everybody's.
  const asking = near?.locale === 'fr' ? answeredIn(asker, 'fr') : asker;
  const unknown = { said: said.trim().slice(0, 60), near };
  return { kind: 'card', instead: false, card: await helpCard(asking, unknown, world) };
};

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
  asking: Asking,
  unknown: { said: string; near: Spoken | null } | null,
  world: World,
): Promise<Card> {
  const { help, rights } = asking.words;
  const [admins, may] = await Promise.all([helpers(asking, world), mayPressAnywhere(asking, world)]);
  const near = unknown?.near?.verb ?? null;
  const doubt = unknown ? [help.unknown(unknown.said), ...(near ? [help.nearest(command(asking, near))] : [])] : [];
  return card(help.title, doubt[0] ?? help.summary, {
    text: [
      ...doubt,
      ...(unknown === null ? [help.intro, admins === null ? rights.nobodyCanHelp : help.rights(admins)] : []),
    ],
    rows: all.filter((verb) => near === null || verb === near).map((verb) => row(asking, verb)),
    buttons: tryButtons(asking, near, may),
    ...(near === null ? { footer: help.tenantHint(`${command(asking, 'show')} Contoso`) } : {}),
  });
}

function row(asking: Asking, verb: (typeof all)[number]): Row {
  const title = command(asking, verb);
  return { title: verb === 'ack' ? `${title} 17` : title, detail: asking.words.help.verbs[verb], button: null };
}

function tryButtons({ actor, words }: Asking, near: Verb | null, may: MayPress): Button[] {
  const { buttons } = words.securityContact;
  const tried = near && pressOf[near];
  if (tried)
    return [
      button(tried.kind, tried.id, words.help.tryIt(commandOf(near, actor.locale, 'teams')), '', { style: 'primary' }),
      button('press', 'help.show', words.faq.help, ''),
    ];
  return [
    button('press', 'contact.show', buttons.show, ''),
    button('press', 'alerts.list', words.alerts.buttons.list, ''),
    ...(may('contact.update') ? [button('form', 'contact.update', buttons.update, '')] : []),
    button('press', 'faq.topics', words.faq.askAQuestion, ''),
  ];
}

function command({ actor, platform }: Asking, verb: Verb): string {
  return commandOf(verb, actor.locale, platform);
}
