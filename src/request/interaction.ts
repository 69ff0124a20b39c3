/** The boundary between the bot and every platform: what a person does (`Interaction`), and the answer (`Reply`). */
import type { Channel, Identity, Platform } from '../domain/tenant/identity.ts';
import type { Locale } from '../domain/tenant/locales.ts';
import type { Card, Choice, Form, Text } from '../view/view.ts';

interface Doing {
  from: Identity;
  /** The language that the platform sent along; null when it did not. */
  locale: Locale | null;
  /** The channel where it was done; null in private. */
  place: Channel | null;
  /** Identifies this interaction: a repeated delivery of it has the same key. Null where the platform never repeats. */
  key: string | null;
}

/** One thing that a person does. */
export type Interaction =
  /** A command's words, without the command itself: `show Contoso`. Empty means `show`. */
  | (Doing & { kind: 'command'; words: string })
  /** A pressed button: its id and value as the card had them. */
  | (Doing & { kind: 'press'; button: string; value: string })
  /** A sent form: its id and state, and by field name what was entered. A field that was not shown is absent. */
  | (Doing & {
      kind: 'submit';
      form: string;
      state: string;
      values: Readonly<Record<string, string | readonly string[] | null>>;
    })
  /** The person opened the bot's own page or private chat. */
  | (Doing & { kind: 'home' });

/** What somebody typed so far into a field that is searched. */
export interface Query {
  from: Identity;
  /** The field's name, or what the platform calls the list that its own fields are searched in. */
  field: string;
  text: string;
}

interface Spoken {
  /** The language that it is in, for what the platform adds of its own. `bot.handle` always says it. */
  locale?: Locale;
}

/** The answer to an interaction. */
export type Reply =
  /**
   * Private to the asker. `instead` takes the place of the card whose button was pressed, where that is the asker's alone.
   * `followUp` is asked for once the person has the card, and comes after it.
   * `lasting` is needed after its window is closed: where a window is gone with what it showed, it comes to the private chat too.
   * `brief` says it in a sentence, for a press on a card that a whole channel has and that changes for everybody anyway.
   */
  | (Spoken & { kind: 'card'; card: Card; instead: boolean; brief?: Text; lasting?: true; followUp?: FollowUp })
  /** A form to fill in; with problems it is the refused one, to be shown again. */
  | (Spoken & { kind: 'form'; form: Form })
  /** Several cards, one below the other: the home page. */
  | (Spoken & { kind: 'cards'; cards: readonly Card[] });

/** What takes longer than a person waits for: some seconds at most. Rejects like `handle`. */
export type FollowUp = () => Promise<Card>;

/** The bot as platforms and the clock use it. */
export interface Bot {
  /** Answers a person. Throws only on a bug or when the store cannot write. */
  handle(interaction: Interaction): Promise<Reply>;
  /** Returns the choices that fit the text typed so far, the best first. Throws only on a bug. */
  search(query: Query): Promise<readonly Choice[]>;
  /** The language that is not everybody's and that this person spoke within the hour; null where the platform's word for their language counts. */
  spoken(who: Identity): Locale | null;
  /**
   * Their platform did not take this answer: it is kept, and comes as soon as it is taken. `form` is what its button opens: a
   * refused one, with what was typed. Throws only on a bug or when the store cannot write.
   */
  owes(to: Identity, card: Card, form?: Form): Promise<void>;
  /** The bot was added to a channel, or is back in it. Throws only on a bug or when the store cannot write. */
  arrived(channel: Channel): Promise<void>;
  /** The bot is no longer in a channel, the channel is archived or deleted, or others can read it. Throws as above. */
  left(channel: Channel): Promise<void>;
  /** The platform says that something about somebody changed: they left, are back, or moved to another time zone. Throws as above. */
  changed(person: Identity): Promise<void>;
  /** The platform lets the bot in, for the first time or again. Throws only on a bug or when the store cannot write. */
  connected(platform: Platform): Promise<void>;
  /** Does what time brings: call it every ten seconds or so; twice does no harm. */
  tick(): Promise<void>;
}

/** Who acts, after the platform was asked. */
export interface Actor {
  id: Identity;
  name: string;
  locale: Locale;
  timezone: string;
}
