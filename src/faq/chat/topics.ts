import { button, card } from '../../card.ts';
import { countIn } from '../../entered.ts';
import type { World } from '../../ports.ts';
import { commandOf } from '../../request/parse-command.ts';
import type { PressHandler, Request } from '../../request/request.ts';
import type { Card, Row } from '../../view.ts';
import { typed } from './question.ts';
import { questionRows } from './question-rows.ts';
import { entriesIn, type Group, groups, isGroup } from './topic-groups.ts';

const pageLength = 10;

/** The value is a group and how many of its questions to skip: `rules 10`; empty for all groups. */
export const pressTopics: PressHandler = async (request, value, world) => {
  const [group = '', skip] = value.split(' ');
  const shown = isGroup(group) ? groupCard(request, group, countIn(skip), world) : topicsCard(request, world);
  return { kind: 'card', instead: value !== '', card: shown };
};

/** What there is to ask, by group. */
export function topicsCard({ actor, platform, words }: Request, world: World): Card {
  const { topics, show } = words.faq;
  const ids = world.faq().entries.map(({ id }) => id);
  const rows = Object.keys(groups).flatMap((group): Row[] => {
    if (!isGroup(group)) return [];
    const count = topics.count(entriesIn(group, ids).length);
    return [{ title: topics.groups[group], detail: count, button: button('press', 'faq.topics', show, group) }];
  });
  const example = `${commandOf('faq', actor.locale, platform)} ${topics.exampleQuestion}`;
  return card(topics.title, topics.intro, { text: [topics.intro], rows, footer: topics.example(example) });
}

function groupCard({ actor, words }: Request, group: Group, skip: number, world: World): Card {
  const { faq } = words;
  const ids = entriesIn(
    group,
    world.faq().entries.map(({ id }) => id),
  );
  const asked = typed('', actor.locale);
  const next = skip + pageLength;
  return card(faq.topics.groups[group], faq.topics.groupIntro, {
    text: [faq.topics.groupIntro],
    rows: questionRows(ids.slice(skip, next), asked, '', world),
    buttons: [
      ...(next < ids.length ? [button('press', 'faq.topics', faq.misses.more, `${group} ${next}`)] : []),
      button('press', 'faq.topics', faq.allTopics, 'all'),
    ],
    footer: faq.curated,
  });
}
