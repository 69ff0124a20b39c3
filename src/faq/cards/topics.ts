import { FaqGroup } from '../../domain/faq/entry.ts';
import type { Faq, World } from '../../ports/world.ts';
import { countIn } from '../../request/form-input.ts';
import type { PressHandler, Request } from '../../request/interaction.ts';
import { commandOf } from '../../request/parse-command.ts';
import { button, type Card, card, type Row } from '../../view/view.ts';
import { questionRows, typed } from './question-ref.ts';

const pageLength = 10;

/** Shows the list of topics. The value is a group and how many of its questions to skip, for example `rules 10`; empty for all groups. */
export const pressTopics: PressHandler = async (request, value, world) => {
  const [name, skip] = value.split(' ');
  const group = FaqGroup.safeParse(name).data;
  const topics = group ? groupCard(request, group, countIn(skip), world) : topicsCard(request, world);
  return { kind: 'card', instead: value !== '', card: topics };
};

/** Makes the card that lists the groups of questions. */
export function topicsCard({ actor, platform, messages }: Request, world: World): Card {
  const { topics, show } = messages.faq;
  const rows = FaqGroup.options.map((group): Row => {
    const count = topics.count(entriesIn(group, world.faq()).length);
    return { title: topics.groups[group], detail: count, button: button('press', 'faq.topics', show, group) };
  });
  const example = `${commandOf('faq', actor.locale, platform)} ${topics.exampleQuestion}`;
  return card(topics.title, topics.intro, {
    text: [topics.intro],
    rows,
    rowName: topics.topic,
    footer: topics.example(example),
  });
}

function groupCard({ actor, messages }: Request, group: FaqGroup, skip: number, world: World): Card {
  const { faq } = messages;
  const ids = entriesIn(group, world.faq());
  const next = skip + pageLength;
  return card(faq.topics.groups[group], faq.topics.groupIntro, {
    text: [faq.topics.groupIntro],
    rows: questionRows(ids.slice(skip, next), typed('', actor.locale), world),
    rowName: faq.topics.question,
    buttons: [
      ...(next < ids.length ? [button('press', 'faq.topics', faq.misses.more, `${group} ${next}`)] : []),
      button('press', 'faq.topics', faq.allTopics, 'all'),
    ],
    footer: faq.curated,
  });
}

/** Returns the ids of the entries in a group, in the order of its list. Entries that are in no group follow the basics. */
function entriesIn(group: FaqGroup, { entries, groups }: Faq): readonly string[] {
  const ids = entries.map(({ id }) => id);
  const placed = Object.values(groups).flat();
  const stray = group === 'basics' ? ids.filter((id) => !placed.includes(id)) : [];
  return [...groups[group].filter((id) => ids.includes(id)), ...stray];
}
