import type { MicrosoftNews } from '../domain/delivery/kinds.ts';
import { rightFor, type TroubleKind } from '../domain/microsoft-trouble.ts';
import { duration } from '../messages/durations.ts';
import { said, type ViewerLocale } from '../request/viewer-locale.ts';
import { type Card, card, lines, type Text } from '../view/view.ts';

/** News about what does not work between the bot and Microsoft. */
type TroubleNews = Exclude<MicrosoftNews, { who: unknown } | { what: 'signedIn' }>;

/** Returns the card that says to admins what does not work, what follows from it and what to do; or that it works again. */
export function troubleCard(about: TroubleNews, viewer: ViewerLocale): Card {
  return about.what === 'trouble' ? causeCard(about, viewer) : awayCard(about, viewer);
}

function causeCard(about: Extract<TroubleNews, { what: 'trouble' }>, viewer: ViewerLocale): Card {
  const { trouble: say, signals: named } = viewer.messages.microsoft;
  const { cause, signals, since, end } = about;
  const { name, kind, code } = cause;
  const what = signals.map((signal) => named[signal].name).join(', ');
  if (end) {
    const { title, summary, text } = say.ended[end.why];
    return card(title, summary(name, what), { tone: 'good', text: [text(name, what, said(viewer, end.at))] });
  }
  const { title, summary, remedy } = say.causes[kind];
  const rights = [...new Set(signals.map((signal) => rightFor[signal]))].join(', ');
  const text: Text[] = [
    summary(name),
    say.since(said(viewer, since)),
    ...signals.map((signal) => named[signal].lost),
    remedy({ name, rights }),
    ...(code === '' || isOurs(kind) ? [] : [say.code(code)]),
    say.more,
  ];
  return card(title, summary(name), { tone: 'warning', text });
}

/** Returns whether the code is a word of ours that says no more than the card. */
function isOurs(kind: TroubleKind): boolean {
  return kind === 'clock';
}

function awayCard({ what, signals, since, at }: Exclude<TroubleNews, { what: 'trouble' }>, viewer: ViewerLocale): Card {
  const { messages } = viewer;
  const { away: say, signals: named } = messages.microsoft;
  const lasted = duration(Date.parse(at) - Date.parse(since), messages);
  if (what === 'back') {
    const { title, summary, text } = say.back;
    return card(title, summary(lasted), { tone: 'good', text: [text(said(viewer, at), lasted)] });
  }
  const { title, summary } = say[what];
  const lost = lines(signals.map((signal) => named[signal].lost));
  const text = [say.since(said(viewer, since)), say.remedy, lost, say.goesOn];
  return card(title, summary(lasted), { tone: 'warning', text });
}
