/** What does not work between the bot and Microsoft, as it is stored while it lasts. */

/** What is asked of Microsoft, as the file that MICROSOFT names turns it on. */
export type MicrosoftSignal = 'roles' | 'score' | 'alerts' | 'writeBack' | 'mail';

/** The right that each signal needs: an application permission of Microsoft Graph, but for mail a role of Exchange for one mailbox. */
export const rightFor: Readonly<Record<MicrosoftSignal, string>> = {
  roles: 'User.Read.All',
  score: 'PartnerSecurity.Read.All',
  alerts: 'PartnerSecurity.Read.All',
  writeBack: 'PartnerSecurity.ReadWrite.All',
  mail: 'Application Mail.Read',
};

/**
 * Why a signal does not work. `credential`: Entra refuses the app's. `signIn`: a person has to sign in again. `clock`: this machine's is
 * off. `permission`: a right is missing. `mfa`: Microsoft refuses the app alone, or a sign-in without MFA. `mailbox`: there is none.
 * `refused`: any other refusal. `silent`: no answer, although other requests are answered.
 */
export type TroubleKind = 'credential' | 'signIn' | 'clock' | 'permission' | 'mfa' | 'mailbox' | 'refused' | 'silent';

/** The cause that signals of one tenant share, so that one message is about all of them. */
export interface TroubleCause {
  tenantId: string;
  /** The tenant's name in the file. */
  name: string;
  kind: TroubleKind;
  /** Microsoft's code, or ours; empty for silence, whose code changes from one request to the next. */
  code: string;
}

/** One signal of a tenant that does not work. */
export interface SignalTrouble extends TroubleCause {
  /** `<tenant id> <signal>`. */
  id: string;
  signal: MicrosoftSignal;
  since: string;
  /** The trusted time's `runMs` at `since`, and when admins were last notified; null before. */
  sinceRunMs: number;
  notifiedRunMs: number | null;
}

/** Microsoft answers nothing at all, of which admins were notified. The row stays when that is over. */
export interface MicrosoftAway {
  id: 'away';
  since: string;
  /** The trusted time's `runMs` at `since`. */
  sinceRunMs: number;
  /** Admins were notified again, after 12 hours. */
  isLasting: boolean;
  /** The trusted time's `runMs` when admins were notified of the end; absent before. */
  overRunMs?: number;
}

/** A row of the collection `troubles`. */
export type StoredTrouble = SignalTrouble | MicrosoftAway;

/** The end of a trouble: Microsoft answers again, or it has another cause by now, or nobody asks any more. */
export interface TroubleEnd {
  at: string;
  why: 'answered' | 'other';
}

/** Returns whether the row is about Microsoft as a whole. */
export function isAboutAll(row: StoredTrouble): row is MicrosoftAway {
  return row.id === 'away';
}

/** Returns the key by which the messages about a cause are found. */
export function causeKey({ tenantId, kind, code }: Pick<TroubleCause, 'tenantId' | 'kind' | 'code'>): string {
  return [tenantId, kind, code].join(' ');
}
