import type { Hook } from '../delivery/kind.ts';
import type { ReceiverNews } from '../domain/delivery/kinds.ts';
import { refusesCredential } from '../domain/outgoing/outgoing.ts';
import { said, type ViewerLocale, viewerLocaleOf } from '../request/viewer-locale.ts';
import { type Card, card } from '../view/view.ts';

/** Returns the card of news about a receiver, for an admin. */
export const receiverNewsCard: Hook<'receiverNews', 'card'> = async ({ about, to, want }, world) => ({
  card: inWords(about, await viewerLocaleOf(to, world)),
  revision: want,
});

function inWords(about: ReceiverNews, viewer: ViewerLocale): Card {
  const { receivers: say } = viewer.messages;
  const { receiver } = about;
  switch (about.what) {
    case 'down': {
      const { title, summary, text, remedy, ...over } = say.down;
      if (about.end) {
        const { why: how } = about.end;
        const line = over[how].summary(receiver);
        return card(over[how].title(receiver), line, { tone: 'good', text: [line] });
      }
      const reason = about.why === '' ? [] : [reasonOf(about.why, say.down)];
      const lines = [text(said(viewer, about.since)), ...reason, remedy(receiver)];
      return card(title(receiver), summary(receiver), { tone: 'warning', text: lines });
    }
    case 'refused': {
      const { title, summary, waits, line, credential, remedy } = say.refused;
      const step = refusesCredential(about.status) ? credential : remedy;
      const head = (about.waits ? waits : summary)(receiver, about.status);
      const answer = about.line === '' ? [] : [line(about.line)];
      return card(title(receiver), head, {
        tone: 'warning',
        text: [head, ...answer, ...alertsLine(say, about.alerts), step(receiver)],
      });
    }
    case 'givenUp': {
      const { title, summary, full, old, remedy } = say.givenUp;
      const why = [...(about.full > 0 ? [full(about.full)] : []), ...(about.old > 0 ? [old(about.old)] : [])];
      const head = summary(receiver, about.full + about.old);
      return card(title(receiver), head, { tone: 'warning', text: [head, ...why, remedy] });
    }
    case 'trailLost': {
      const { title, text, remedy } = say.trailLost;
      const head = text(receiver, about.from, about.to);
      return card(title(receiver), head, { tone: 'warning', text: [head, remedy] });
    }
    case 'cancelled': {
      const { title, remedy, ...words } = say.cancelled;
      const head = words[about.why](receiver, about.count);
      const lines = [head, ...alertsLine(say, about.alerts), remedy];
      return card(title(receiver), head, { tone: 'warning', text: lines });
    }
  }
}

/** The numbers of the first alerts that news is about, where there are any. */
function alertsLine(say: ViewerLocale['messages']['receivers'], alerts: readonly number[] = []): string[] {
  return alerts.length === 0 ? [] : [say.alerts(alerts.map(String))];
}

function reasonOf(why: string, say: ViewerLocale['messages']['receivers']['down']): string {
  return why.startsWith('entra ') ? say.noToken(why.slice('entra '.length)) : say.why(why);
}
