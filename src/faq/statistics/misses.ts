import { entryOf } from '../../domain/faq/entry.ts';
import type { FaqMiss } from '../../domain/faq/question.ts';
import { languageName, locales } from '../../domain/tenant/locales.ts';
import { moment } from '../../messages/dates.ts';
import type { World } from '../../ports/world.ts';
import { mayBeAdmin } from '../../request/authorize.ts';
import { countIn } from '../../request/form-input.ts';
import type { PressHandler, Reply, Request } from '../../request/interaction.ts';
import { type Button, button, card, lines, type Row, type Text } from '../../view/view.ts';
import { packed, typed } from '../cards/question-ref.ts';
import { normal, stem, tokens } from '../matcher/normalize.ts';

const pageLength = 6;
/** The most other wordings, and the most notes, that a row shows. */
const examples = 2;

/** Shows a page of the questions without an answer. The value is how many groups to skip; empty for none. */
export const pressMisses: PressHandler = (request, value, world) => page(request, countIn(value), world);

/** Returns the button that opens the list of questions without an answer, or of proposals; none for somebody who may not read it. */
export async function listButton(list: 'misses' | 'proposals', { actor, messages }: Request, world: World) {
  if (!(await mayBeAdmin(actor.id, world))) return [];
  const { title, proposals } = messages.faq.misses;
  return [button('press', `faq.${list}`, list === 'misses' ? title : proposals, '')];
}

async function page(request: Request, skip: number, world: World): Promise<Reply> {
  const { misses: say } = request.messages.faq;
  const all = clusters(await world.store.read((reader) => reader.list('faqMisses')));
  const listed = all.slice(skip, skip + pageLength);
  const next = skip + listed.length;
  const summary = all.length === 0 ? say.none : say.summary(all.length);
  return {
    kind: 'card',
    instead: skip > 0,
    card: card(say.title, summary, {
      text: [summary],
      rows: listed.map((cluster) => row(request, cluster, world)),
      buttons: [
        ...(next < all.length ? [button('press', 'faq.misses', say.more, String(next))] : []),
        button('press', 'faq.proposals', say.proposals, ''),
      ],
      footer: listed.length === 0 ? null : say.footer(skip + 1, next, all.length),
    }),
  };
}

function row(request: Request, { misses, count, last }: Cluster, world: World): Row {
  const { misses: say } = request.messages.faq;
  const { locale, timezone } = request.actor;
  const [first, ...others] = misses;
  const language = languageName(first?.language ?? locale, locale);
  const also = others.filter(({ text }) => text !== '' && text !== first?.text).slice(0, examples);
  const details: Text[] = [
    say.detail(count, language, [moment(last, locale, timezone)]),
    ...(first ? complaint(request, misses, world) : []),
    ...(also.length > 0 ? [say.like(also.map(({ text }) => text))] : []),
  ];
  return { title: first?.text || '–', detail: lines(details), button: answerButton(request, misses, world) };
}

/** Returns the button that shows the answer which did not help; null when there was none. */
function answerButton({ actor, messages }: Request, misses: readonly FaqMiss[], world: World): Button | null {
  const [miss] = misses.flatMap(({ text, unhelpful }) => (unhelpful ? { text, entry: unhelpful.entry } : []));
  if (!miss || !entryOf(world.faq(), miss.entry)) return null;
  return button(
    'press',
    'faq.show',
    messages.faq.show,
    packed({ ...typed(miss.text, actor.locale), entry: miss.entry }),
  );
}

/** Returns the text about an answer that did not help: which one, why, and what people say that they needed. */
function complaint({ actor, messages }: Request, misses: readonly FaqMiss[], world: World): string[] {
  const { misses: say, unhelpful } = messages.faq;
  const [about] = misses.flatMap((miss) => miss.unhelpful ?? []);
  if (!about) return [];
  const question = entryOf(world.faq(), about.entry)?.[locales[actor.locale].faq].question ?? about.entry;
  const notes = misses.flatMap((miss) => (miss.unhelpful?.note ? [say.note(miss.unhelpful.note)] : []));
  return [say.unhelpful(question, unhelpful.reasons[about.reason]), ...notes.slice(0, examples)];
}

/** A cluster groups questions that ask the same in other wordings, the most frequent one first. */
type Cluster = ReturnType<typeof clusterOf>;

/** These words stand in any question, and so do not tell two of them apart. They are folded. */
const stopWords: ReadonlySet<string> = new Set(
  'a an and are as at be by can de des do does du en est et for from how i il in is it je l la le les me my nous of on or our ou par pour que quel quelle qui quoi d se si sur the their there this to un une us we what when where which who why with you your vous comment quand est-ce c n'.split(
    ' ',
  ),
);

/**
 * Groups questions of the same words, the most asked first. Complaints are grouped by the answer that they are about and their reason. The
 * same misses always give the same groups.
 */
function clusters(misses: readonly FaqMiss[]): Cluster[] {
  const ordered = misses.toSorted((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1));
  const groups = Map.groupBy(ordered, ({ text, unhelpful }) =>
    unhelpful ? `${unhelpful.entry} ${unhelpful.reason}` : `? ${tellingWords(text)}`,
  );
  return [...groups.values()].map(clusterOf).sort((a, b) => b.count - a.count || (a.last < b.last ? 1 : -1));
}

function clusterOf(misses: readonly FaqMiss[]) {
  const last =
    misses
      .map((miss) => miss.last)
      .toSorted()
      .at(-1) ?? '';
  return { misses, count: misses.reduce((sum, { count }) => sum + count, 0), last };
}

/** Returns the stems of the words that tell a question from others, in order; the question itself where it has none. */
function tellingWords(text: string): string {
  const stems = tokens(normal(text)).flatMap((word) => (stopWords.has(word) ? [] : stem(word)));
  return [...new Set(stems)].toSorted().join(' ') || text;
}
