import type { Alert } from '../../domain/alert/alert.ts';
import type { World } from '../../ports/world.ts';
import { refusal, refusalUnlessResponder } from '../../request/authorize.ts';
import type { CardReply, Reply } from '../../request/interaction.ts';
import type { Request } from '../../request/request.ts';
import { button } from '../../view/build-card.ts';
import { tenantOf } from '../cards/load-alert.ts';
import type { FoundAlert } from './find-alert.ts';

/** Returns null when the asker may answer the alert, otherwise why not: they have not the right, or the alert is in the archive. */
export async function refusalToAnswer(request: Request, found: FoundAlert, world: World): Promise<Reply | null> {
  const { alert, tenant, former, closed } = found;
  const { words } = request;
  const refused = await refusalUnlessResponder(request, tenant, world, former);
  if (refused || !closed) return refused;
  const timeline = button('press', 'alerts.show', words.alerts.buttons.timeline, alert.id);
  return refusal(words, [words.alerts.closed], { buttons: [timeline] });
}

/** What somebody may answer of many alerts: those of the tenants of these ids, and those that were there before. */
export interface MayAnswer {
  tenants: readonly (string | null)[];
  /** The refusal for the others; null where there are none. */
  refused: CardReply | null;
}

/** Returns which of these alerts the asker may answer. A refusal since nobody knows goes before one since they may not. */
export async function tenantsToAnswer(request: Request, alerts: readonly Alert[], world: World): Promise<MayAnswer> {
  const checked = await Promise.all(
    [...new Set(alerts.flatMap(tenantsOf))].map(async (id) => {
      const tenant = await world.store.read((reader) => tenantOf(reader, { tenantId: id }));
      return { id, refused: await refusalUnlessResponder(request, tenant, world) };
    }),
  );
  const tenants = checked.filter(({ refused }) => refused === null).map(({ id }) => id);
  const left = alerts.filter((alert) => !isAmong(tenants, alert)).flatMap(tenantsOf);
  const refusals = checked.flatMap(({ id, refused }) => (refused && left.includes(id) ? [refused] : []));
  return { tenants, refused: refusals.find(({ unsure }) => unsure) ?? refusals[0] ?? null };
}

/** Returns whether the alert is of one of these tenants, or was before its sender moved it. */
export function isAmong(
  tenants: readonly (string | null)[],
  alert: Pick<Alert, 'tenantId' | 'formerTenants'>,
): boolean {
  return tenantsOf(alert).some((id) => tenants.includes(id));
}

function tenantsOf({ tenantId, formerTenants = [] }: Pick<Alert, 'tenantId' | 'formerTenants'>) {
  return [tenantId, ...formerTenants];
}

/** Returns the sentence about the alerts among many that the asker may not answer, or of which nobody knows whether they may; null for none. */
export function othersText({ words }: Request, { others, refused }: { others: number } & Pick<MayAnswer, 'refused'>) {
  const { notYours, notSure } = words.alerts;
  return others === 0 ? null : (refused?.unsure ? notSure : notYours)(others);
}
