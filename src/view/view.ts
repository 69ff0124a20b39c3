/**
 * What people see: a card or a form, said once and rendered by each platform.
 * Flat records without markup. Renderers escape everything and know the platform's limits.
 */
import type { Channel, Identity } from '../domain/tenant/identity.ts';

/** A run of text, or something that each platform shows in its own way. */
export type Inline =
  | string
  /** An instant. `at` is ISO 8601 UTC; `fallback` is the same in words, with year and zone, for where the platform cannot localise. */
  | { kind: 'time'; at: string; fallback: string /** Without the time of day. */; dayOnly?: true }
  /** What matters most in its text. */
  | { kind: 'strong'; text: string }
  | { kind: 'person'; id: Identity; name: string }
  | { kind: 'channel'; channel: Channel; name: string }
  /** `https:`, or `mailto:` and `tel:` of our own people, whose label says it all. */
  | { kind: 'link'; url: string; label: string };

/** A text that people read: plain, or runs of it. */
export type Text = string | readonly Inline[];

/** How good or bad the news of a card is, which gives it its colour. */
export type Tone = 'neutral' | 'good' | 'warning' | 'danger';

/** A value with its label. */
export interface Fact {
  label: string;
  value: Text;
}

/** One line of a list. */
export interface Row {
  title: Text;
  detail: Text;
  button: Button | null;
  /** A second one beside it, only where there is a first; absent for none. */
  second?: Button;
}

/** One bar of a chart; all bars of a card share one scale. */
export interface Bar {
  label: string;
  value: number;
}

/** A button of a card. */
export interface Button {
  /** `press` acts at once, `form` opens the form of that id, `link` opens `value` as a URL. */
  kind: 'press' | 'form' | 'link';
  /** `feature.verb`, for example `contact.confirm`. */
  id: string;
  label: string;
  /** What the button is about, at most 500 characters; comes back unchanged in the interaction. */
  value: string;
  style: 'primary' | 'danger' | 'plain';
  /** Asked before the press counts; null for none. */
  confirm: Confirmation | null;
}

/** Asks whether somebody means what they press. `yes` and `no` are verbs. */
export interface Confirmation {
  title: string;
  text: string;
  yes: string;
  no: string;
}

/** What a card keeps folded. A platform that cannot unfold it in place shows a button that answers in private. */
export interface More {
  /** Of the button. */
  label: string;
  text: readonly Text[];
  facts: readonly Fact[];
  /** The press that answers with the same: its button's id and value. */
  press: Pick<Button, 'id' | 'value'>;
}

/** What people see in a message. */
export interface Card {
  /** What it is about, at most 140 characters: our own words, or the beginning of a sender's. */
  title: string;
  tone: Tone;
  /** One full sentence for notifications and screen readers. */
  summary: string;
  text: readonly Text[];
  facts: readonly Fact[];
  rows: readonly Row[];
  bars: readonly Bar[];
  /** At most six with the one that unfolds `more`, the first is the main one. */
  buttons: readonly Button[];
  /** Null for nothing. */
  more: More | null;
  /** Small print: source, version, who may see it. */
  footer: Text | null;
  /** People whom the platform notifies by name, where the card is posted. */
  mentions: readonly { id: Identity; name: string }[];
}

/** One option of a choice. */
export interface Choice {
  value: string;
  label: string;
}

interface Input {
  /** Also the id of the input as the platforms' own forms have it. */
  name: string;
  label: string;
  hint: string | null;
  required: boolean;
  /** Asked before another choice counts, on a platform that can; absent for none. */
  confirm?: Confirmation;
}

/** One field of a form. */
export type Field =
  | (Input & {
      kind: 'text';
      value: string;
      maxLength: number;
      format: 'plain' | 'email' | 'phone';
      multiline: boolean;
    })
  /** One of a few (shown open) or of up to 100 (shown as a menu). */
  | (Input & { kind: 'choice'; value: string | null; choices: readonly Choice[] })
  /** One of more than a menu holds, found by typing: the platform asks the bot by the field's name. `few` are offered where nothing can be searched. */
  | (Input & { kind: 'search'; value: string | null; few: readonly Choice[] })
  /** Any of up to 10; the value lists what is ticked. */
  | (Input & { kind: 'ticks'; value: readonly string[]; choices: readonly Choice[] })
  /** Channels of the platform where the form is shown; the others are a `ticks` field of their own. `max` 1 makes it a single choice. */
  | (Input & { kind: 'channels'; value: readonly Channel[]; max: number })
  /** People of the platform where the form is shown. */
  | (Input & { kind: 'people'; value: readonly { id: Identity; name: string }[]; max: number });

/** A form that people fill in. */
export interface Form {
  /** Also the id of its save: `contact.update`, `contact.setup`. */
  id: string;
  /** At most 24 characters, on any platform. */
  title: string;
  intro: readonly Text[];
  fields: readonly Field[];
  /** Field name to what is wrong and how to mend it. A form with a problem is a refused one, and shows what was typed. */
  problems: Readonly<Record<string, string>>;
  /** What is wrong with the form as a whole, for example that somebody else saved first; null for nothing. */
  notice: Text | null;
  /** At most 24 characters. */
  submit: string;
  cancel: string;
  /** Travels with the form and comes back in the submit; at most 2,000 characters; never trusted. */
  state: string;
}
