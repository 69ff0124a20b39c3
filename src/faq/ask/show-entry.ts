import { entryOf } from '../../domain/faq/entry.ts';
import { tenantsMentioned } from '../../domain/tenant/find-tenant.ts';
import { inTime, type World } from '../../ports/world.ts';
import { refusal } from '../../request/authorize.ts';
import { tenantsByName } from '../../request/choose-tenant.ts';
import type { Reply } from '../../request/interaction.ts';
import { inLanguage } from '../../request/language.ts';
import type { CommandHandler, PressHandler, Request } from '../../request/request.ts';
import { answerCard } from '../cards/answer-card.ts';
import { type Question, unpacked } from '../cards/question-ref.ts';
import { noted, settle } from '../statistics/record.ts';

/** The tag of entries about this organisation: the card of its security contact comes with them. */
const aboutUs = 'register';

/** How long the answer waits for the contact's card, which asks the platform who the administrators are. After that the answer comes alone. */
const patienceMs = 1_000;

/** Answers with the entry that `asked` names, in the language of the request. `show` makes the card of the security contact. */
export async function showEntry(request: Request, asked: Question, show: CommandHandler, world: World): Promise<Reply> {
  const entry = entryOf(world.faq(), asked.entry);
  if (!entry) return refusal(request.words, [request.words.faq.gone]);
  const record = entry.tags.includes(aboutUs) ? recordOf(request, asked, show, world) : null;
  const [card, shown] = await Promise.all([
    answerCard(request, entry, asked, world),
    record && inTime(record, patienceMs, world),
  ]);
  return shown?.kind === 'card' ? { kind: 'cards', cards: [card, shown.card] } : { kind: 'card', instead: false, card };
}

/** Returns the contact of the tenant that the question names, or a choice among several. */
async function recordOf(request: Request, { text }: Question, show: CommandHandler, world: World): Promise<Reply> {
  const [only, ...others] = tenantsMentioned(await tenantsByName(world), text);
  return show(request, only && others.length === 0 ? only.id : '', world);
}

/** Returns the handler of the button below a question that a card offers: it answers that question. `show` makes the card of the security contact. */
export function pressEntry(show: CommandHandler): PressHandler {
  return async (request, value, world) => {
    const asked = unpacked(value);
    if (!asked) return refusal(request.words, [request.words.faq.gone]);
    const { turn } = asked;
    if (turn !== null) await noted((tx) => settle(tx, turn, 'answered', world.clock.now()), world);
    return showEntry(inLanguage(request, asked.language), { ...asked, turn: null }, show, world);
  };
}
