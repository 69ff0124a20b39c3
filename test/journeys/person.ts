/** A person on either platform, in one vocabulary: what they do, and what they then see. */
import { vi } from 'vitest';
import type { Channel, Identity, Platform } from '../../src/domain/tenant/identity.ts';

export type Entries = Readonly<Record<string, string | readonly string[]>>;

/** Everything that a person does resolves when they see something new, with all that they then read. */
export interface Person {
  identity: Identity;
  name: string;
  /** Types a command: a slash command, or words to the bot in their own chat. */
  says(words: string): Promise<string>;
  /** Says words that ask for a form, and has it open. */
  opens(words: string): Promise<string>;
  /** Presses the button with that label, the nth of several, and answers yes where it asks back. */
  presses(label: string, nth?: number): Promise<string>;
  /** Types these words into the menu next to the button with that label, takes the first choice that it then offers, and presses. */
  chooses(words: string, label: string): Promise<string>;
  /** Saves the open form with these entries; what was entered before stays. `forced`: also what the client would hold back. */
  saves(entries?: Entries, how?: 'forced'): Promise<string>;
  /** After an apology for a save: sends the same again. */
  triesAgain(): Promise<string>;
  /** Opens the bot's own page, or chat, for the first time. */
  arrives(): Promise<string>;
  /** What stands before them: the open window, or else the newest answer. */
  reads(): string;
  /** What stands in a field of the open form. */
  entered(field: string): string | readonly string[];
  /** What is wrong, by field. */
  problems(): Readonly<Record<string, string>>;
  closes(): void;
}

export type Who = 'member' | 'guest' | 'bot' | 'deactivated' | 'outsider';
export type Room = 'closed' | 'open' | 'external' | 'archived' | 'not joined' | 'unknown';

/** A platform around the bot. */
export interface Side {
  name: Platform;
  person(name: string, who?: Who, locale?: 'en' | 'fr'): Person;
  /** `members` are in it beside the bot. */
  channel(name: string, room?: Room, members?: readonly Person[]): Promise<Channel>;
  /** A form field's value for channels or people of this platform. */
  picked(...what: readonly (Channel | Person)[]): readonly string[];
  /** The platform cannot say who somebody is: it hangs, or fails. */
  losesSight(how: 'hangs' | 'fails'): void;
  recovers(): void;
}

/** Returns the value of the first choice with these words, as a menu offers it while somebody types. */
export function firstFor(words: string, offered: readonly { value: string; label: string }[]): string {
  const found = offered.find(({ label }) => label.toLowerCase().includes(words.toLowerCase()));
  if (!found) throw new Error(`no choice “${words}”; there are: ${offered.map(({ label }) => label).join(', ')}`);
  return found.value;
}

/** Acts, and waits until what the person sees is another. */
export async function seeing(stamp: () => unknown, act: () => Promise<unknown>, ms = 10_000): Promise<void> {
  const before = stamp();
  await act();
  await vi.waitUntil(() => stamp() !== before, { timeout: ms, interval: 5 });
}
