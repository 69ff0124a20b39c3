import { type DeliveryOf, type Destination, deliveryId, queueOf, talkRank } from '../domain/delivery/delivery.ts';
import type { About } from '../domain/delivery/kinds.ts';
import type { Identity } from '../domain/tenant/identity.ts';
import type { Tx } from '../ports/store.ts';
import type { World } from '../ports/world.ts';
import { outdated } from '../request/authorize.ts';
import type { MoreOfAnswer, PressHandler } from '../request/interaction.ts';
import { firstMet } from '../request/people.ts';
import { nextNumber } from '../store/next-number.ts';
import { type Card, card, type Form } from '../view/view.ts';
import type { MadeCard } from './kind.ts';
import { enqueue, markDropped } from './transitions.ts';

/** The most answers that wait for one person, the newest: while a platform is away somebody may ask again and again. */
const maxAnswers = 5;

interface PendingAnswer extends MoreOfAnswer {
  card: Card;
}

/** Enqueues an answer that the platform refused when the person asked. The outbox delivers it, also after a restart. */
export async function enqueueAnswer(to: Identity, answer: PendingAnswer, { store, clock }: World): Promise<void> {
  const { askedIn } = answer;
  const destination = { kind: 'person', id: to, ...(askedIn ? { askedIn } : {}) } as const;
  await store.change(async (tx) => {
    const at = clock.now();
    await dropOldest(tx, queueOf(destination), at);
    const about = aboutOf(await nextNumber(tx, 'answers'), answer, destination);
    await enqueue(tx, { about, to: destination, rank: talkRank }, at);
  });
}

function aboutOf(number: number, { card: storedCard, form }: PendingAnswer, to: Destination): About {
  if (!form) return { kind: 'answer', number, card: storedCard };
  const id = deliveryId({ kind: 'answer', number, card: storedCard }, to);
  const buttons = storedCard.buttons.map((one) => ({ ...one, id: 'answers.open', value: id }));
  return { kind: 'answer', number, card: { ...storedCard, buttons }, form };
}

/** Opens the refused form as its sender left it, for them alone. */
export const pressPendingForm: PressHandler = async ({ actor, messages }, id, world) => {
  const row = await world.store.read((reader) => reader.get('deliveries', id));
  const isTheirs = row?.to.kind === 'person' && firstMet(row.to.id, world) === firstMet(actor.id, world);
  const form = isTheirs && row.about.kind === 'answer' ? row.about.form : undefined;
  return form && isForm(form) ? { kind: 'form', form } : outdated(messages, messages.contactForm.stale);
};

async function dropOldest(tx: Tx, queue: string, at: string): Promise<void> {
  const due = await tx.scan('deliveries.due', { key: queue, after: null });
  const waiting = due.filter(({ about, state }) => about.kind === 'answer' && state === 'waiting');
  const oldest = waiting.toSorted((a, b) => a.number - b.number).slice(0, Math.max(0, waiting.length - maxAnswers + 1));
  for (const row of oldest) await markDropped(tx, row, at);
}

/** Returns the card of an answer that the person is still to get. One that an older version kept may lack what cards have since. */
export async function answerCard({ about: { card: storedCard } }: DeliveryOf<'answer'>): Promise<MadeCard | null> {
  return isCard(storedCard) ? { card: card(storedCard.title, storedCard.summary, storedCard), revision: 1 } : null;
}

function isCard(stored: object): stored is Card {
  return 'title' in stored && 'buttons' in stored;
}

function isForm(stored: object): stored is Form {
  return 'fields' in stored && 'submit' in stored;
}
