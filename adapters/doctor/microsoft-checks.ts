import type { StoredPortal } from '../../src/domain/finding/portal.ts';
import { isRetired } from '../../src/domain/tenant/partner-tenant.ts';
import type { Reader } from '../../src/ports/store.ts';
import type { MicrosoftTenant } from '../microsoft/file/tenant.ts';
import type { MicrosoftInspection, TenantInspection } from '../microsoft/inspection.ts';
import { settingsOf } from '../webhook/sources/sources-file.ts';
import { type CheckResult, count, type DoctorCheck, type ExaminationResult, failed, fine, off } from './check.ts';
import { requestMs } from './http-request.ts';
import { alertsCheck } from './microsoft-alerts.ts';
import { mailCheck } from './microsoft-mail.ts';
import { peopleCheck } from './microsoft-people.ts';
import { comparePermissions } from './microsoft-permissions.ts';
import { refusalOf } from './microsoft-refusal.ts';
import type { Subject } from './subject.ts';

/**
 * Checks the file that MICROSOFT names: `microsoft` for the file, and for each tenant `microsoft:<name>:` with `sign-in`, `permissions`,
 * `roles`, `score`, `alerts`, `mail` and `people`. `offline` asks nobody.
 */
export async function microsoftChecks(subject: Subject, offline: boolean): Promise<ExaminationResult> {
  const found = await subject.microsoft();
  if (found.kind === 'not set') return off('MICROSOFT is not set.');
  if (found.kind === 'wrong')
    return failed(
      `The bot does not start with this file. ${found.problems.join(' ')}`,
      'Correct the file that MICROSOFT names: docs/microsoft.md.',
    );
  const known = await subject.state();
  const reader = known.kind === 'read' ? known.reader : null;
  const registered = await reader?.list('tenants');
  const { file } = found;
  const sources = subject.sources.kind === 'read' ? subject.sources.sources.map(settingsOf) : [];
  const warned = registered ? file.warnings(registered, sources) : [];
  const warnings = warned.map(({ tenant, why }) => ` ${tenant}: ${why}.`);
  const checked = file.tenants.map(async (tenant) => {
    const row = registered?.find(({ id }) => id === tenant.id);
    const results = row && isRetired(row) ? retired : await tenantChecks(tenant, { file, subject, reader, offline });
    return aspects.map((aspect): DoctorCheck => ({ name: nameOf(tenant, aspect), ...results[aspect] }));
  });
  return [
    fine(`${count(file.tenants.length, 'tenant')} in the file.${warnings.join('')}`),
    ...(await Promise.all(checked)).flat(),
  ];
}

const aspects = ['sign-in', 'permissions', 'roles', 'score', 'alerts', 'mail', 'people'] as const;
type Aspect = (typeof aspects)[number];

const nameOf = ({ name }: MicrosoftTenant, aspect: Aspect) => `microsoft:${name}:${aspect}`;
const seeOther = (tenant: MicrosoftTenant, aspect: Aspect) => off(`Not looked at: see ${nameOf(tenant, aspect)}.`);

const notAsked = off('Not looked at: the partner tenant is retired, and the bot does not ask about it.');
const retired: Readonly<Record<Aspect, CheckResult>> = {
  ...{ 'sign-in': notAsked, permissions: notAsked, roles: notAsked, score: notAsked, alerts: notAsked },
  ...{ mail: notAsked, people: notAsked },
};

interface TenantParts {
  file: MicrosoftInspection;
  subject: Subject;
  /** Null where there is no state that can be read. */
  reader: Reader | null;
  offline: boolean;
}

async function tenantChecks(
  tenant: MicrosoftTenant,
  { file, subject, reader, offline }: TenantParts,
): Promise<Readonly<Record<Aspect, CheckResult>>> {
  const { now, config } = subject;
  const asked = file.inspect(tenant, now, requestMs);
  try {
    const signIn = offline ? null : await asked.signIn();
    const { missing, check } =
      signIn === null || signIn instanceof Error
        ? { missing: [], check: signIn === null ? isOffline : seeOther(tenant, 'sign-in') }
        : comparePermissions(tenant, signIn.permissions);
    /** Why Microsoft is not asked for what needs this permission; null where it is asked. */
    const obstacle = (permission: string): CheckResult | null => {
      if (signIn === null) return isOffline;
      if (signIn instanceof Error) return seeOther(tenant, 'sign-in');
      return missing.includes(permission) ? seeOther(tenant, 'permissions') : null;
    };
    const isAsked = signIn !== null && !(signIn instanceof Error);
    const mail = mailCheck(tenant, {
      ...{ asked, now: now(), granted: (isAsked && signIn.permissions) || [] },
      obstacle: isAsked ? null : signIn === null ? isOffline : seeOther(tenant, 'sign-in'),
      cursor: (await reader?.get('cursors', `mail:${tenant.id}`)) ?? null,
    });
    const portal = (await reader?.get('portal', tenant.id)) ?? null;
    const [score, alerts, people] = await Promise.all([
      scoreCheck(tenant, { asked, obstacle: obstacle('PartnerSecurity.Read.All'), portal, now: now() }),
      alertsCheck(tenant, asked, obstacle('PartnerSecurity.Read.All')),
      peopleCheck(tenant, { asked, obstacle: obstacle('User.Read.All'), slack: config?.slack ?? null, now }),
    ]);
    return {
      'sign-in': signInCheck(tenant, asked.certificates, signIn, now()),
      permissions: check,
      roles: await rolesCheck(tenant, reader),
      score,
      alerts,
      mail: await mail,
      people,
    };
  } finally {
    asked.stop();
  }
}

const isOffline = off('Not looked at: --offline.');

const dayMs = 86_400_000;
/** The check fails when a certificate ends within this number of days. */
const fewDays = 14;

const renewFix =
  'Make a new certificate, upload it to the app in Microsoft Entra, and name it next to the old one in `credential`: docs/microsoft.md.';

function signInCheck(
  { credential: { kind } }: MicrosoftTenant,
  certificates: TenantInspection['certificates'],
  signIn: Awaited<ReturnType<TenantInspection['signIn']>> | null,
  now: number,
): CheckResult {
  if (signIn instanceof Error) return refusalOf('Microsoft Entra gives the app no token', signIn);
  if (signIn !== null && signIn.refused.length > 0)
    return failed(
      `Microsoft Entra takes one of the credentials, and refuses another (${signIn.refused.join(', ')}).`,
      'Register the refused one in the app, or remove it from `credential`: docs/microsoft.md, “Where secrets are, and how to change one”.',
    );
  const until = certificates
    .map((dates) => dates.until)
    .toSorted()
    .at(-1);
  const days = until === undefined ? null : Math.floor((Date.parse(until) - now) / dayMs);
  const ends =
    days === null
      ? ''
      : ` Its certificate ${days < 0 ? 'ended' : `ends in ${count(days, 'day')},`} on ${until?.slice(0, 10)}.`;
  if (days !== null && days < fewDays) return failed(ends.trim(), renewFix);
  if (signIn === null) return off(`${isOffline.detail}${ends}`);
  const unknown = kind === 'secret' ? ' When its client secret ends stands in the Entra admin center alone.' : '';
  return fine(`Microsoft Entra gives the app a token.${ends}${unknown}`);
}

/** Tells whether roles were ever seen: Graph leaves out what the app may not see, so that an empty answer proves nothing. */
async function rolesCheck({ id, roles }: MicrosoftTenant, reader: Reader | null): Promise<CheckResult> {
  if (!roles) return off('Not asked: `roles` is not set for this tenant.');
  const proven = ((await reader?.list('provenAdmins')) ?? []).filter(({ tenantId }) => tenantId === id);
  const last = proven
    .map(({ provenAt }) => provenAt)
    .toSorted()
    .at(-1);
  if (last !== undefined)
    return fine(`The bot sees the role: it saw a Global Administrator of the tenant last on ${last.slice(0, 10)}.`);
  return off(
    'Nobody of the tenant was ever seen as Global Administrator. A missing permission would look the same.',
    'Let somebody who holds the role, and has activated it, send setup to the bot; then run this again.',
  );
}

interface ScoreParts {
  asked: Pick<TenantInspection, 'requirements'>;
  /** Why Microsoft is not asked; null where it is. */
  obstacle: CheckResult | null;
  /** What the running bot knows. */
  portal: StoredPortal | null;
  /** Epoch milliseconds. */
  now: number;
}

async function scoreCheck({ score }: MicrosoftTenant, parts: ScoreParts): Promise<CheckResult> {
  if (!score) return off('Not asked: `score` is not set for this tenant.');
  const noted = notedText(parts.portal, parts.now);
  if (parts.obstacle) return off(`${parts.obstacle.detail} ${noted}`);
  const answer = await parts.asked.requirements();
  if (answer instanceof Error) {
    const refusal = refusalOf('Microsoft Graph does not tell the requirements of the score', answer);
    return { ...refusal, detail: `${refusal.detail} ${noted}` };
  }
  if (answer.onFile === 'unknown')
    return off(
      `Microsoft answers, and does not say whether it sees a contact on file. ${noted}`,
      'Look at the score in Partner Center, “Security requirements”. Microsoft may have changed its beta API.',
    );
  return fine(`Microsoft ${onFileText[answer.onFile]} now. ${noted}`);
}

const onFileText = { yes: 'sees a contact on file', no: 'sees no contact on file' } as const;

function notedText(portal: StoredPortal | null, now: number): string {
  if (portal === null) return 'The bot has not asked yet.';
  const minutes = Math.max(0, Math.floor((now - Date.parse(portal.askedAt)) / 60_000));
  const age = minutes < 120 ? count(minutes, 'minute') : count(Math.floor(minutes / 60), 'hour');
  const answer =
    portal.onFile === 'unknown' ? 'got no clear answer' : `was told that Microsoft ${onFileText[portal.onFile]}`;
  return `The bot asked ${age} ago, and ${answer}.`;
}
