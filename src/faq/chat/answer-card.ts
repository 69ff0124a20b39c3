import type { Asking } from '../../asking.ts';
import { button, card } from '../../card.ts';
import type { FaqEntry } from '../../domain/faq-entry.ts';
import { dateInWords } from '../../messages/moment.ts';
import type { World } from '../../ports.ts';
import type { Card, Row, Text } from '../../view.ts';
import { filler } from './fill.ts';
import { packed, type Question } from './question.ts';
import { questionRows } from './question-rows.ts';

/** The matched question, its answer, related questions, and where it is from. Asks whether it helped, unless `thanks` says that it did. */
export async function answerCard(
  asking: Asking,
  entry: FaqEntry,
  asked: Question,
  world: World,
  thanks: string | null = null,
): Promise<Card> {
  const { faq } = asking.words;
  const { question, answer } = entry[asking.actor.locale];
  const { short, body } = answer;
  const fill = await filler(asking, [short, ...body], asked.text, world);
  const about = packed({ ...asked, entry: entry.id });
  return card(question, faq.summary(question), {
    tone: thanks === null ? 'neutral' : 'good',
    text: [...(thanks === null ? [] : [thanks]), strong(fill(short)), ...body.map(fill)],
    rows: [...questionRows(entry.related, asked, faq.related, world), ...(thanks === null ? [feedback(asking)] : [])],
    buttons:
      thanks === null
        ? [button('press', 'faq.helpful', faq.helped.yes, about), button('form', 'faq.unhelpful', faq.helped.no, about)]
        : [],
    footer: sources(asking, entry),
  });
}

function feedback({ words }: Asking): Row {
  return { title: words.faq.helped.title, detail: words.faq.helped.detail, button: null };
}

/** The first sentence answers by itself, so it stands out. */
function strong(text: Text): Text {
  return [text].flat().map((run) => (typeof run === 'string' ? { kind: 'strong', text: run } : run));
}

function sources({ actor, words }: Asking, { source }: FaqEntry): Text {
  const page = { kind: 'link', url: source.url, label: source.url.replace(/^https:\/\//, '') } as const;
  return words.faq.sourceLine([page], dateInWords(source.checked, actor.locale));
}
