import type { MicrosoftTenant } from '../microsoft/file/tenant.ts';
import type { TenantInspection } from '../microsoft/inspection.ts';
import { type CheckResult, count, failed, fine, off } from './check.ts';
import { refusalOf } from './microsoft-refusal.ts';

/** Permissions of Microsoft Graph in Entra that open every mailbox of a tenant. */
const opensAll = /^Mail\.Read(Write|Basic(\.All)?)?$/;

interface MailParts {
  asked: Pick<TenantInspection, 'mailbox' | 'mailReadUpTo'>;
  /** Why Microsoft is not asked; null where it is. */
  obstacle: CheckResult | null;
  /** The permissions of the app's token. */
  granted: readonly string[];
  /** The stored place in the mailbox; null before the first look. */
  cursor: Parameters<TenantInspection['mailReadUpTo']>[0];
  /** Epoch milliseconds. */
  now: number;
}

/** Tells whether the app may read the mailbox of the file, and no other one. */
export async function mailCheck({ mail }: MicrosoftTenant, parts: MailParts): Promise<CheckResult> {
  if (!mail) return off('Not asked: `mail` is not set for this tenant.');
  const read = readText(parts.asked.mailReadUpTo(parts.cursor), parts.now);
  if (parts.obstacle) return off(`${parts.obstacle.detail} ${read}`);
  const tooMuch = parts.granted.filter((name) => opensAll.test(name));
  if (tooMuch.length > 0)
    return failed(
      `The app has ${tooMuch.join(', ')} in Microsoft Entra, so it can read every mailbox of the tenant. ${read}`,
      'Remove it there: in Exchange, the role "Application Mail.Read" opens this mailbox alone. See docs/microsoft.md, “Permissions”.',
    );
  const answer = await parts.asked.mailbox();
  if (!(answer instanceof Error)) return fine(`The app may read the mailbox. ${read}`);
  const refusal = refusalOf('Microsoft Graph does not show the mailbox', answer);
  return { ...refusal, detail: `${refusal.detail} ${read}` };
}

function readText(newest: string | null, now: number): string {
  if (newest === null) return 'The bot has not read it yet.';
  const minutes = Math.max(0, Math.floor((now - Date.parse(newest)) / 60_000));
  const age = minutes < 120 ? count(minutes, 'minute') : count(Math.floor(minutes / 60), 'hour');
  return `The last mail that the bot has seen in it is ${age} old.`;
}
