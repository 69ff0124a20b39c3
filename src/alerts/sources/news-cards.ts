/** What admins get about sources: what of them made no alert, which of them are silent, and which send too much. */
import type { Hook, MadeCard } from '../../delivery/kind.ts';
import { signedRoute, signedShare } from '../../domain/alert/source.ts';
import type { DeliveryOf } from '../../domain/delivery/delivery.ts';
import { platformOf } from '../../domain/tenant/identity.ts';
import { cleanedLine } from '../../domain/text/clean-text.ts';
import { duration } from '../../messages/durations.ts';
import type { World } from '../../ports/world.ts';
import { commandOf } from '../../request/parse-command.ts';
import { readerLocaleOf, said } from '../../request/reader-locale.ts';
import { button, card } from '../../view/build-card.ts';
import { truncate } from '../../view/text.ts';
import type { Text } from '../../view/view.ts';
import { fromShare } from '../cards/alert-facts.ts';
import { sourcesWord } from './sources-list.ts';

/** The room for a sender's words about one problem: several stand in one message. */
const room = 400;

/** Returns the card that says what of a source could not be read, and what it says that it left out. */
export async function leftOutCard({ about, to }: DeliveryOf<'sourceLeftOut'>, world: World): Promise<MadeCard> {
  const reader = await readerLocaleOf(to, world);
  const { leftOut: say } = reader.words.sources;
  const { source, unread, truncated, problems, from, at } = about;
  const isThere = world.settings.sources.some(({ name }) => name === source);
  const what = [
    ...(unread > 0 ? [source === signedRoute ? say.unreadSigned(unread) : say.unread(source, unread)] : []),
    ...(truncated > 0 ? [say.truncated(source, truncated)] : []),
  ];
  const text: Text[] = [
    ...what,
    ...problems.map(({ pointer, detail }) =>
      say.problem(say.place(truncate(cleanedLine(pointer), room)), truncate(cleanedLine(detail), room)),
    ),
    ...(from < at ? [say.since(said(reader, from))] : []),
    ...(unread > 0 ? [say.remedy(isThere ? `npm run source -- try ${source}` : null)] : []),
  ];
  return { card: card(say.title, what.join(' '), { tone: 'warning', text }), revision: 1 };
}

/** Returns the card that says that a share has more alerts than people can answer one by one, and what to do. */
export async function stormCard({ about, to }: DeliveryOf<'sourceStorm'>, world: World): Promise<MadeCard> {
  const { words } = await readerLocaleOf(to, world);
  const { storm: say } = words.sources;
  const { sources, stormLimit } = world.settings;
  const name = about.share.replace(/^webhook:/, '');
  const pace = sources.find((source) => source.name === name)?.pace;
  const isSource = name !== about.share;
  const summary = say.summary(fromShare(words, about.share));
  const text = [
    summary,
    say.gathered(stormLimit),
    ...(pace ? [say.pace(pace.alerts, duration(pace.ms, words))] : []),
    ...(isSource ? [say.remedy] : about.share === signedShare ? [say.remedySigned] : []),
  ];
  const buttons = [button('press', 'alerts.list', words.alerts.buttons.list, '')];
  return { card: card(say.title, summary, { tone: 'warning', text, buttons }), revision: 1 };
}

/** Returns the card that says that a source is silent; once it is silent no more, why. */
export const silentCard: Hook<'sourceSilent', 'card'> = async ({ about, to, queue, want }, world) => {
  const reader = await readerLocaleOf(to, world);
  const { silence: say } = reader.words.sources;
  const { source, since, at, end } = about;
  const lasted = duration(Date.parse(end?.at ?? at) - Date.parse(since), reader.words);
  if (end) {
    const { title, summary, text } = say.ended[end.why];
    const shown = { tone: 'good', text: [text(source, lasted, said(reader, end.at))] } as const;
    return { card: card(title, summary(source), shown), revision: want };
  }
  const every = world.settings.sources.find(({ name }) => name === source)?.expectEveryMs ?? null;
  const text = [
    say.text(source, lasted),
    ...(every === null ? [] : [say.expected(duration(every, reader.words))]),
    say.remedy(`${commandOf('alerts', reader.locale, platformOf(queue))} ${sourcesWord}`),
  ];
  return { card: card(say.title, say.text(source, lasted), { tone: 'warning', text }), revision: want };
};
