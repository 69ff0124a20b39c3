import { tenantsMeant } from '../../domain/find-tenant.ts';
import { locales } from '../../domain/locales.ts';
import { inTime } from '../../in-time.ts';
import type { World } from '../../ports.ts';
import { helpers } from '../../request/authorize.ts';
import type { Request } from '../../request/request.ts';
import { tenantsByName } from '../../tenants.ts';
import type { Text } from '../../view.ts';
import { voiceOfAsker } from '../../voice.ts';
import { filled, gapsOf } from '../gaps.ts';

/** Puts what the register knows in the gaps of an answer. */
export type Filler = (text: string) => Text;

/** How long an answer waits for the names of admins: plain words stand in for them. */
const patienceMs = 1_000;

/** For these texts. Of the tenants that the question names, or else of all. Where the register knows nothing, plain words stand in. */
export async function filler(
  request: Request,
  texts: readonly string[],
  question: string,
  world: World,
): Promise<Filler> {
  const all = await tenantsByName(world);
  const meant = tenantsMeant(all, question);
  const plain = world.faq().placeholders[locales[request.actor.locale].faq];
  const gaps = gapsOf(voiceOfAsker(request), meant.length > 0 ? meant : all, plain);
  if (texts.some((text) => text.includes('{admins}'))) {
    const asked = helpers(request, world).catch(() => null);
    gaps.admins = (await inTime(asked, patienceMs, world)) ?? plain.admins;
  }
  return (text) => filled(text, gaps);
}
