import { button, card } from '../../card.ts';
import type { FaqMiss } from '../../domain/faq-miss.ts';
import { languageName, locales } from '../../domain/locales.ts';
import { countIn } from '../../entered.ts';
import { moment } from '../../messages/moment.ts';
import type { World } from '../../ports.ts';
import { refusalUnlessAdmin } from '../../request/authorize.ts';
import type { Reply } from '../../request/interaction.ts';
import type { CommandHandler, PressHandler, Request } from '../../request/request.ts';
import { lines } from '../../text.ts';
import type { Row, Text } from '../../view.ts';
import { entryOf } from '../entry-of.ts';
import { type Cluster, clusters } from './clusters.ts';

const pageLength = 6;
/** Other wordings that a group shows. */
const examples = 2;

/** `faq misses`: what met no answer, for admins. */
export const listMisses: CommandHandler = (request, _rest, world) => page(request, 0, world);

/** The value is how many groups to skip. */
export const pressMisses: PressHandler = (request, value, world) => page(request, countIn(value), world);

async function page(request: Request, skip: number, world: World): Promise<Reply> {
  const refused = await refusalUnlessAdmin(request, world);
  if (refused) return refused;
  const { misses: say } = request.words.faq;
  const all = clusters(await world.store.read((reader) => reader.list('faqMisses')));
  const shown = all.slice(skip, skip + pageLength);
  const next = skip + shown.length;
  const summary = all.length === 0 ? say.none : say.summary(all.length);
  return {
    kind: 'card',
    instead: skip > 0,
    card: card(say.title, summary, {
      text: [summary],
      rows: shown.map((cluster) => row(request, cluster, world)),
      buttons: [
        ...(next < all.length ? [button('press', 'faq.misses', say.more, String(next))] : []),
        button('press', 'faq.proposals', say.proposals, ''),
      ],
      footer: shown.length === 0 ? null : say.footer(skip + 1, next, all.length),
    }),
  };
}

function row(request: Request, { misses, count, last }: Cluster, world: World): Row {
  const { misses: say } = request.words.faq;
  const { locale, timezone } = request.actor;
  const [first, ...others] = misses;
  const language = languageName(first?.language ?? locale, locale);
  const also = others.filter(({ text }) => text !== '' && text !== first?.text).slice(0, examples);
  const details: Text[] = [
    say.detail(say.times(count), language, [moment(last, locale, timezone)]),
    ...(first ? complaint(request, misses, world) : []),
    ...(also.length > 0 ? [say.like(also.map(({ text }) => text))] : []),
  ];
  return { title: first?.text || '–', detail: lines(details), button: null };
}

/** Which answer did not help, why, and what people say that they needed. */
function complaint({ actor, words }: Request, misses: readonly FaqMiss[], world: World): string[] {
  const { misses: say, unhelpful } = words.faq;
  const [about] = misses.flatMap((miss) => miss.unhelpful ?? []);
  if (!about) return [];
  const question = entryOf(world.faq(), about.entry)?.[locales[actor.locale].faq].question ?? about.entry;
  const notes = misses.flatMap((miss) => (miss.unhelpful?.note ? [say.note(miss.unhelpful.note)] : []));
  return [say.unhelpful(question, unhelpful.reasons[about.reason]), ...notes.slice(0, examples)];
}
