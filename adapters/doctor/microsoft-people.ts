import type { Identity } from '../../src/domain/tenant/identity.ts';
import type { GraphError } from '../microsoft/api/graph-error.ts';
import type { MicrosoftTenant } from '../microsoft/file/tenant.ts';
import type { InspectedAccount, TenantInspection } from '../microsoft/inspection.ts';
import type { SlackSettings } from '../settings/config.ts';
import { askSlack, isCheck, type SlackAnswer } from './admins-check.ts';
import { type CheckResult, count, failed, fine, off } from './check.ts';
import { refusalOf } from './microsoft-refusal.ts';
import { slackWebApi } from './slack-checks.ts';

/** The most people whose addresses are compared. */
const maxCompared = 50;

interface PeopleParts {
  asked: Pick<TenantInspection, 'account'>;
  /** Why Microsoft is not asked; null where it is. */
  obstacle: CheckResult | null;
  /** Null where Slack is not connected. */
  slack: SlackSettings | null;
  /** Epoch milliseconds. */
  now(): number;
}

/**
 * Checks the people whom the file links: whether both sides know them, and whether their addresses are the same. Other
 * addresses are no mistake, since many administrators have an account of their own for it, but a person has to look at them.
 */
export async function peopleCheck({ roles, people }: MicrosoftTenant, parts: PeopleParts): Promise<CheckResult> {
  if (!roles) return off('Not asked: `roles` is not set for this tenant.');
  if (people.size === 0) return off('Nobody is linked. People in Teams need no link.');
  const linked = `${count(people.size, 'Slack user')} linked.`;
  const { asked, obstacle, slack, now } = parts;
  if (obstacle) return off(`${linked} ${obstacle.detail}`);
  if (slack === null) return off(`${linked} Addresses are not compared: Slack is not connected.`);
  const some = [...people].slice(0, maxCompared);
  const ids = some.map(([id]) => id);
  const [inSlack, inEntra] = await Promise.all([
    askSlack(slackWebApi(slack.apiUrl, now), slack.token, ids),
    Promise.all(some.map(([, objectId]) => asked.account(objectId))),
  ]);
  const silent = inSlack.find(isCheck);
  if (silent) return off(`${linked} Addresses are not compared. ${silent.detail}`);
  const refusal = inEntra.find((one): one is GraphError => one instanceof Error && one.kind !== 'notFound');
  if (refusal) return refusalOf('Microsoft Graph does not tell who the linked people are', refusal);
  const compared = ids.map((id, index) => compare(id, inSlack[index], inEntra[index]));
  const more = people.size > maxCompared ? ` Only the first ${maxCompared} were looked at.` : '';
  return verdictOn(compared, `${linked}${more}`);
}

/** How the two accounts of a link fit: `wrong` is a sentence without its end. */
type Fit = { kind: 'same' | 'unknown' } | { kind: 'other'; id: Identity } | { kind: 'wrong'; why: string };

function compare(
  id: Identity,
  inSlack: SlackAnswer | undefined,
  inEntra: InspectedAccount | GraphError | undefined,
): Fit {
  if (typeof inSlack === 'string') return { kind: 'wrong', why: inSlack };
  if (inEntra instanceof Error) return { kind: 'wrong', why: `${id}: the tenant has no account with this object id` };
  if (inEntra?.isEnabled === false) return { kind: 'wrong', why: `${id}: the account in Microsoft Entra is disabled` };
  const email = inSlack && !isCheck(inSlack) ? inSlack.email?.toLowerCase() : undefined;
  if (!email || !inEntra || inEntra.addresses.length === 0) return { kind: 'unknown' };
  return inEntra.addresses.includes(email) ? { kind: 'same' } : { kind: 'other', id };
}

function verdictOn(fits: readonly Fit[], linked: string): CheckResult {
  const wrong = fits.flatMap((fit) => (fit.kind === 'wrong' ? [fit.why] : []));
  const others = fits.flatMap((fit) => (fit.kind === 'other' ? [fit.id] : []));
  const unknown = fits.filter(({ kind }) => kind === 'unknown').length;
  const same = fits.filter(({ kind }) => kind === 'same').length;
  const detail = [
    linked,
    ...(same > 0 ? [`${same} with the same address in Slack and in Microsoft Entra.`] : []),
    ...(others.length > 0 ? [`The addresses differ for ${others.join(', ')}.`] : []),
    ...(unknown > 0 ? [`${unknown} not compared: one side has or tells no address.`] : []),
  ].join(' ');
  const look = 'Look in Entra, “Users”, whether the object id of each in `people` is that of the same person.';
  if (wrong.length > 0)
    return failed(`${detail} Not right: ${wrong.join('; ')}.`, `Correct or remove these in \`people\`. ${look}`);
  if (others.length > 0) return off(detail, `${look} If so, there is nothing to do.`);
  return fine(detail);
}
