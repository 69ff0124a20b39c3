import { nextConfirmation } from '../../domain/finding/rules.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { day } from '../../messages/dates.ts';
import type { World } from '../../ports/world.ts';
import type { Request } from '../../request/interaction.ts';
import type { Inline } from '../../view/view.ts';

/** Returns the sentence that says when people are next asked about one of these contacts, confirmed just now; empty for no contact. */
export function nextAsked({ actor, messages }: Request, tenants: readonly StoredTenant[], world: World): Inline[] {
  const { clock, settings } = world;
  const [next] = tenants.map((tenant) => nextConfirmation(tenant, clock.now(), settings.confirmEvery)).toSorted();
  const say = messages.securityContact.askedAgain;
  return next === undefined ? [] : [say(day(next, actor.locale, actor.timezone))].flat();
}
