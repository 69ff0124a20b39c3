/** The boundary between the bot and every platform: what a person does (`Interaction`), and the answer (`Reply`). */
import type { ChosenMessage } from '../domain/alert/alert.ts';
import type { ChannelReference } from '../domain/delivery/delivery.ts';
import type { Channel, Identity, Platform } from '../domain/tenant/identity.ts';
import type { Locale, Region } from '../domain/tenant/locales.ts';
import type { Messages } from '../messages/messages.ts';
import type { ReadDomain, World } from '../ports/world.ts';
import type { Card, Choice, Form, Text } from '../view/view.ts';

/** The person who does something, and the circumstances. */
interface Circumstances {
  from: Identity;
  /** The language that the platform sent along; null when it sent none. */
  locale: Locale | null;
  /** The channel where the person did it; null in private. */
  fromChannel: Channel | null;
  /** Identifies this interaction: a repeated delivery of it has the same key. Null when the platform never repeats. */
  key: string | null;
}

/**
 * The entries of a form by field name. An entry is null when the field was left empty, and absent when the form did not show the field.
 */
export type Values = Readonly<Record<string, string | readonly string[] | null>>;

/**
 * One thing that a person does.
 *
 * @example { kind: 'command', words: 'ack 17', from, locale, fromChannel: null, key: null }
 * @example { kind: 'press', button: 'alerts.acknowledge', value: 'webhook:cipp 4711', from, locale, fromChannel, key }
 */
export type Interaction =
  /**
   * The person typed a command: `words` are `show Contoso`, without the name of the command. Empty words mean `show`. `thread` is the
   * platform's id of the first message of the thread in which they typed it; null or absent outside of threads. `mentions` are the people
   * whom the words mention; absent for nobody.
   */
  | (Circumstances & { kind: 'command'; words: string; thread?: string | null; mentions?: readonly Identity[] })
  /**
   * The person pressed a button, whose id and value are as the card had them. `message` is the message of the chat to which the
   * button belongs, where the platform has it in the menu of every message. `card` is the platform's id of the message that has the
   * button; absent when it is no message, or one that only the person sees.
   */
  | (Circumstances & { kind: 'press'; button: string; value: string; message?: ChosenMessage; card?: string })
  /** The person sent a form, whose id and state are as the form had them. */
  | (Circumstances & { kind: 'submit'; form: string; state: string; values: Values })
  /** The person opened the bot's own page or private chat. */
  | (Circumstances & { kind: 'home' });

/** The text that somebody typed so far into a field that offers choices. */
export interface Query {
  from: Identity;
  /** The field's name, or the platform's own name for the list of choices. */
  field: string;
  text: string;
}

interface Spoken {
  /** The language of the answer, in which the platform adds words of its own. `bot.handle` always sets it. */
  locale?: Locale;
}

/**
 * The answer to an interaction: a card, or a form that the platform opens.
 *
 * @example { kind: 'card', instead: false, card: card('Open alerts', 'Two alerts are open.') }
 */
export type Reply =
  /**
   * A card that only the asker sees.
   * `instead`: it replaces the card whose button was pressed, where nobody else sees that card.
   * `followUp`: the platform calls it once the person has the card, and posts the second card that it makes.
   * `lasting`: people need the card after its window is closed: a platform that loses it with the window posts it to the person alone too.
   * With `everywhere` each platform does that for a card in a window, also where people close the window themselves.
   * `unknown`: the bot knows nothing of what the person means, such as an alert that is gone.
   * `refused`: the bot did nothing of what the person asked, so a repeat may be refused again and nothing need be stored of it.
   * `unsure`: it was refused since the platform or the directory does not say what the person may do.
   * `followed`: it replaces a card which the outbox edits too, to the same state: a platform that shows the answer by itself need not
   * edit it.
   * One that edits it all the same says so (`Bot.answerShown`).
   * `brief`: one sentence in its place, for a press on a card that a whole channel sees and that changes for everybody anyway.
   */
  | (Spoken & {
      kind: 'card';
      card: Card;
      instead: boolean;
      refused?: true;
      unsure?: true;
      followed?: FollowedMessage;
      brief?: Text;
      lasting?: true | 'everywhere';
      unknown?: true;
      /** Makes a card that takes longer than a person waits for an answer: some seconds at most. Rejects as `Bot.handle` does. */
      followUp?: () => Promise<Card>;
    })
  /**
   * A form to fill in. A form with problems is the one that was sent, which the person has to correct. `again`: the command that asks
   * for it wherever it is typed; absent when what the person typed does.
   */
  | (Spoken & { kind: 'form'; form: Form; again?: string })
  /** The home page: several cards, one below the other. */
  | (Spoken & { kind: 'cards'; cards: readonly Card[] });

/** A message that the outbox edits: the id of its delivery, and the revision that it is to show. */
export interface FollowedMessage {
  id: string;
  want: number;
}

/** An answer of one card. */
export type CardReply = Extract<Reply, { kind: 'card' }>;

/** What is stored of an answer in addition to its card. */
export interface MoreOfAnswer {
  /** The form that the card's button opens: one that was refused, with the entries that the person typed. */
  form?: Form | undefined;
  /** Where the person asked, when that was not in private. */
  askedIn?: ChannelReference | undefined;
}

/**
 * The bot, as platforms and the clock call it. Each function rejects only on a bug, or with StoreUnwritable when the store cannot write.
 */
export interface Bot {
  /**
   * Answers a person. What they asked for is durable when it resolves. A repeat with the same `key` acts once, and has the same answer.
   *
   * @example
   * const reply = await bot.handle({ kind: 'command', words: 'show Contoso', from, locale, fromChannel: null, key: envelopeId });
   */
  handle(interaction: Interaction): Promise<Reply>;
  /** Returns the choices that fit the text typed so far, the best first. */
  search(query: Query): Promise<readonly Choice[]>;
  /**
   * Returns the language that this person typed last in a conversation, within the hour; null for none, where the platform's setting of the
   * person counts. A form that comes without its channel has the language that they typed last anywhere.
   */
  spoken(asked: Pick<Interaction, 'from' | 'fromChannel'> & Partial<Pick<Interaction, 'kind'>>): Locale | null;
  /**
   * Enqueues an answer that the platform refused, or that came too late. The outbox sends it as soon as the platform accepts it.
   */
  enqueueAnswer(to: Identity, card: Card, more?: MoreOfAnswer): Promise<void>;
  /**
   * Called when an adapter replaced a message that the outbox edits too (`followed`) by an answer. `certain`: the platform said that it
   * did; otherwise it may still do so.
   */
  answerShown(message: FollowedMessage, certain: boolean): Promise<void>;
  /** Called when the bot was added to a channel, or is back in it. */
  arrived(channel: Channel): Promise<void>;
  /** Called when the bot left a channel, when the channel was archived or deleted, or when other people can read it. */
  left(channel: Channel): Promise<void>;
  /** Called when a person left the organisation, came back, or moved to another time zone. */
  changed(person: Identity): Promise<void>;
  /** Called when the platform accepts the bot's credentials, for the first time or again. */
  connected(platform: Platform): Promise<void>;
  /** Does everything that is due. It is called every ten seconds or so; calling it twice does no harm. */
  tick(): Promise<void>;
}

/** The person who acts, as the platform identified them. */
interface Actor {
  id: Identity;
  name: string;
  locale: Locale;
  /** The region of their own language, where that has words of its own; null for none. */
  region: Region | null;
  timezone: string;
}

/**
 * The role that a person needs. A `member` belongs to the organisation, as its platform says, and is no guest. A `responder` is
 * in a channel where the tenant's alerts are worked. The tenant's record names its `manager`. An `expert` is in the experts'
 * channel. An `admin` is a Global Administrator, and may do everything that responders and managers may.
 */
export type Right = 'member' | 'admin' | 'expert' | TenantRight;
/** The roles that people have in one tenant. */
export type TenantRight = 'responder' | 'manager';

/**
 * How long a language that somebody typed lasts: on the card that answers it and on what they press there, until they type again; or in the
 * conversation.
 */
export type Lasting = 'card' | 'conversation';

/**
 * An interaction whose asker is known: what every handler gets.
 *
 * @example const showAlerts: CommandHandler = async ({ messages, actor }, rest, world) => …
 */
export interface Request {
  actor: Actor;
  platform: Platform;
  /** The channel where the person asked; null in private. */
  fromChannel: Channel | null;
  /** Identifies the interaction: a repeated delivery of it has the same key. Null when the platform never repeats one. */
  key: string | null;
  messages: Messages;
  readDomain: ReadDomain;
  /** The platform's id of the first message of the thread in which the person typed; null outside of threads. */
  thread: string | null;
  /** The people whom the typed words mention, as the platform says. */
  mentions: readonly Identity[];
  /** The message of the chat to which the pressed button belongs; null for a button of a card, and for everything else. */
  message: ChosenMessage | null;
  /** Returns the role that a person needs for the button of this id; `admin` for an id that is no route. */
  rightOf(button: string): Right;
  /** Records that ADMINS alone lets the asker do this, once a day: in the audit trail, and in a message to the admins. */
  onBreakGlass(): Promise<void>;
  /** The asker's own language, by the platform. The answer may be in another one, which they typed. */
  ownLocale: Locale;
  /** True for an asker who wants an answer in their own language: what they typed does not change it. */
  keepsLanguage: boolean;
  /** Records the language that the asker just typed in this conversation. */
  heard(language: Locale, lasting: Lasting): void;
  /** The entry of the FAQ that the asker was answered last, within ten minutes; null for none. */
  after: string | null;
  /** Records the entry of the FAQ that the asker was just answered. */
  answered(entry: string): void;
  /** Records the language of the answer, where it differs from the asker's. */
  answersIn(language: Locale): void;
}

/** Answers a verb that a person typed. `rest` is the text behind the verb. */
export type CommandHandler = (request: Request, rest: string, world: World) => Promise<Reply>;
/** Answers a button that a person pressed. `value` is the button's. */
export type PressHandler = (request: Request, value: string, world: World) => Promise<Reply>;
/** Answers a form that a person sent. `state` is as the form had it. */
export type SubmitHandler = (request: Request, form: { state: string; values: Values }, world: World) => Promise<Reply>;
