import type { Words } from '../../messages/words.ts';
import type { World } from '../../ports/world.ts';
import { countIn } from '../../request/form-input.ts';
import { commandOf } from '../../request/parse-command.ts';
import type { PressHandler, Request } from '../../request/request.ts';
import { button, card } from '../../view/build-card.ts';
import type { Card, Row } from '../../view/view.ts';
import { questionRows, typed } from './question-ref.ts';

const pageLength = 10;

/** Shows the list of topics. The value is a group and how many of its questions to skip, for example `rules 10`; empty for all groups. */
export const pressTopics: PressHandler = async (request, value, world) => {
  const [group = '', skip] = value.split(' ');
  const shown = isGroup(group) ? groupCard(request, group, countIn(skip), world) : topicsCard(request, world);
  return { kind: 'card', instead: value !== '', card: shown };
};

/** Makes the card that lists the groups of questions. */
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

/** The key of a group of questions, for example `rules`. */
export type Group = keyof Words['faq']['topics']['groups'];

/** The ids of the entries in each group, in the order in which the card shows them. An entry that is in no group is shown with the basics. */
export const groups: Readonly<Record<Group, readonly string[]>> = {
  basics: [
    'what-is',
    'why-needed',
    'who-must-provide',
    'what-is-expected',
    'hacked',
    'examples-of-issues',
    'primary-contact',
    'compliance-contact',
    'entra-defender-contacts',
  ],
  choice: ['why-not-global-admin', 'person-or-group', 'several-contacts', 'multiple-tenants', 'security-roles'],
  entry: [
    'how-to-update',
    'who-can-update',
    'who-can-view',
    'which-fields',
    'email-distribution-list',
    'phone-24x7',
    'group-name',
    'required-to-update-profile',
    'account-verification',
    'api-update',
  ],
  rules: [
    'authorization-requirement',
    'keep-up-to-date',
    'respond-how-fast',
    'score-80-points',
    'score-refresh',
    'microsoft-tests-contact',
    'data-retention',
  ],
  mails: ['what-mail', 'which-customers', 'genuine-mail', 'daily-summary'],
  alerts: [
    'security-alerts-dashboard',
    'alert-close-reason',
    'alert-close-stops-attack',
    'old-alerts',
    'alert-webhook',
    'missed-detections',
    'cancel-subscription',
  ],
  fraud: ['azure-fraud', 'azure-fraud-subscribe', 'fraud-who-pays'],
  bot: ['bot-record', 'bot-update', 'bot-alerts', 'bot-reminders', 'bot-person', 'bot-data'],
};

/** Returns true when a text, which may come from outside, is the key of a group. */
export function isGroup(text: string): text is Group {
  return text in groups && Object.hasOwn(groups, text);
}

/** Returns the ids of a group's entries that are among `ids`. */
export function entriesIn(group: Group, ids: readonly string[]): readonly string[] {
  const placed = new Set(Object.values(groups).flat());
  const stray = group === 'basics' ? ids.filter((id) => !placed.has(id)) : [];
  return [...groups[group].filter((id) => ids.includes(id)), ...stray];
}
