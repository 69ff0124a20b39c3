import { answerBy } from '../../domain/alert/deadlines.ts';
import { isUnverified } from '../../domain/alert/sender-notes.ts';
import type { World } from '../../ports/world.ts';
import type { Request } from '../../request/interaction.ts';
import type { RecordFact } from '../../request/record-fact.ts';
import { askerLocale, said } from '../../request/viewer-locale.ts';
import { openAlerts } from '../../store/open-alerts.ts';
import { excerpt, type Text } from '../../view/view.ts';
import { type AlertOf, tenantOf } from '../cards/load-alert.ts';

/** The most characters of an alert's name in the sentence. */
const nameLength = 80;

/**
 * Answers how many alerts of all tenants are open, and which one has to be answered first: the one that the list shows first. A backlog
 * is counted apart.
 */
export const openAlertsFact = {
  of: 'organisation',
  button: 'alerts.list',
  fact: async (request: Request, world: World): Promise<Text> => {
    const { open, waiting, first, backlog } = await world.store.read(async (reader) => {
      const { worst, ...counts } = await openAlerts(reader);
      return { ...counts, first: worst && { alert: worst, tenant: await tenantOf(reader, worst) } };
    });
    const { none, acknowledged, waiting: say, onlyBacklog, alsoBacklog } = request.messages.record.openAlerts;
    if (open === 0) return backlog === 0 ? none : onlyBacklog(backlog);
    const said = first ? say(open, waiting, firstText(request, first, world.clock.now())) : acknowledged(open);
    return backlog === 0 ? said : [...[said].flat(), alsoBacklog(backlog)];
  },
} satisfies RecordFact;

/** Names an alert, and says until when it must be answered. */
function firstText(request: Request, { alert, tenant }: AlertOf, now: string): Text {
  const { named, by, late } = request.messages.record.openAlerts;
  const { number, content } = alert;
  const title = excerpt(content.displayName, nameLength);
  const name = named(number, isUnverified(alert) ? request.messages.alerts.unverified.title(title) : title);
  const deadline = answerBy(alert, tenant?.partnerType ?? null);
  if (!deadline) return [name];
  const when = said(askerLocale(request), deadline.at);
  return [name, ...[deadline.at <= now ? late(when) : by(when)].flat()];
}
