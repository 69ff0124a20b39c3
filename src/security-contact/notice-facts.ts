import { mailText } from '../contact-links.ts';
import type { Destination } from '../domain/delivery.ts';
import type { Change } from '../domain/history.ts';
import { domainOf } from '../domain/mail-domain.ts';
import type { Names } from '../names.ts';
import type { Fact, Text } from '../view.ts';
import type { Voice } from '../voice.ts';
import { changeFacts } from './change-text.ts';

/** `whole`: to an admin in private. Channels read of the contact's own data only what tells one address or number from another. */
export type Audience = 'whole' | 'masked';

export function audienceOf(to: Destination): Audience {
  return to.kind === 'person' ? 'whole' : 'masked';
}

/** What a notice says of one change: before and after. */
export function noticeFacts(change: Change, audience: Audience, voice: Voice, names: Names): Fact[] {
  const facts = changeFacts([change], voice, names);
  const mask = audience === 'masked' ? masks.get(change.field) : undefined;
  return mask ? facts.map(({ label }) => ({ label, value: masked(change, mask, voice) })) : facts;
}

/** What channels read of a value; null for nothing of it. */
type Mask = (value: string, voice: Voice) => Text | null;

/** A map, since the names of fields come from the history. */
const masks: ReadonlyMap<string, Mask> = new Map<string, Mask>([
  ...['firstName', 'middleName', 'lastName'].map((name): [string, Mask] => [name, () => null]),
  ['email', (email, { words }) => mailText(`…@${domainOf(email)}`, words)],
  ['phone', (phone) => `…${phone.slice(-3)}`],
]);

/** `…@contoso.com → …@example.com`; where both read the same, that it changed and where the rest is. */
function masked({ before, after }: Change, mask: Mask, voice: Voice): Text {
  const { contactChanged } = voice.words.alerts;
  const { change, nothing } = voice.words.contactForm.saved;
  const [old, now] = [before, after].map((value) =>
    typeof value === 'string' && value !== '' ? mask(value, voice) : nothing,
  );
  if (!old || !now) return contactChanged.kept;
  if (before === null) return now;
  return old === now ? contactChanged.keptBut(now) : change(old, now);
}
