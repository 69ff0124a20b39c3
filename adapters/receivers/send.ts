/** Sends one event to one receiver. */
import type { Locale } from '../../src/domain/tenant/locales.ts';
import type { OutgoingEvent, SendResult } from '../../src/ports/receivers.ts';
import { retryAfterMs } from '../http/retry-after.ts';
import type { GraphError } from '../microsoft/api/graph-error.ts';
import { firstLine, hiddenOf, referenceIn } from './answer.ts';
import { type CallWorld, callReceiver } from './call.ts';
import { formats } from './formats/formats.ts';
import type { ProofWorld, ReceiverProof } from './proof.ts';
import type { ConfiguredReceiver } from './receiver.ts';

/** What sending needs of the world. */
export interface SendWorld extends CallWorld, ProofWorld {
  isLocal: boolean;
  /** The language of what people read at a receiver. */
  locale: Locale;
}

/** How long (ms) sending may take in all. */
const sendMs = 10_000;

/** What a receiver answered, for the person who tries it: the status, null for none, and the answer's first line or why there is none. */
export interface SendReport {
  result: SendResult;
  status: number | null;
  line: string;
}

/**
 * Resolves within 10 s with what came of sending an event. `reread` reads the secrets again where they were refused, and returns whether any
 * has changed: then, and with a new token, it is tried once more.
 */
export async function sendEvent(
  receiver: ConfiguredReceiver,
  event: OutgoingEvent,
  proof: ReceiverProof,
  reread: () => boolean,
  world: SendWorld,
): Promise<SendReport> {
  const signal = AbortSignal.timeout(sendMs);
  const first = await sendOnce(receiver, event, proof, signal, world);
  if (first.status !== 401 && first.status !== 403) return first;
  const [isRenewed, isChanged] = [first.status === 401 && proof.renew(), reread()];
  return isRenewed || isChanged ? sendOnce(receiver, event, proof, signal, world) : first;
}

async function sendOnce(
  receiver: ConfiguredReceiver,
  event: OutgoingEvent,
  proof: ReceiverProof,
  signal: AbortSignal,
  world: SendWorld,
): Promise<SendReport> {
  const { url, contentType, body, keyId } = formats[receiver.format](event, receiver, world.locale);
  const proven = await proofBy(signal, proof.headers(event.id, body));
  if ('result' in proven) return proven;
  const headers = {
    accept: 'application/json, */*;q=0.1',
    'accept-encoding': 'identity',
    'user-agent': 'security-contact-bot',
    ...proven.headers,
    'content-type': contentType,
    'webhook-id': event.id,
    ...(event.mayBeRepeat ? { 'x-security-contact-may-be-repeat': 'true' } : {}),
  };
  const reach = { isPrivate: receiver.isPrivate, isLocal: world.isLocal };
  const answer = await callReceiver({ url, headers, body }, reach, signal, world);
  if (answer.kind === 'failed') {
    const result = { ...answer, retryAfterMs: null, ...keyInDoubt(answer.maybeDone, keyId) };
    return { result, status: null, line: answer.why };
  }
  const { status } = answer;
  const hidden = hiddenOf(receiver, proven.headers);
  const line = firstLine(answer.body, hidden);
  const waitMs = retryAfterMs(answer.retryAfter, Date.parse(world.clock.now()));
  const reference = receiver.reference && referenceIn(answer.body, receiver.reference, hidden);
  return { result: resultOf(status, line, { reference, keyId, retryAfterMs: waitMs }), status, line };
}

/** Resolves with the headers of a proof, or with why there are none by the time of the signal. */
async function proofBy(
  signal: AbortSignal,
  headers: ReturnType<ReceiverProof['headers']>,
): Promise<{ headers: Record<string, string> } | SendReport> {
  const late = new Promise<SendReport>((resolve) => {
    const end = () => resolve(unsent('timeout', null, 'timeout'));
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
  });
  const got = headers.then(
    (found) => ({ headers: found }),
    async (error: unknown) => {
      const { GraphError: Failure } = await import('../microsoft/api/graph-error.ts');
      if (error instanceof Failure) return withoutToken(error);
      throw error;
    },
  );
  return Promise.race([got, late]);
}

/** What Entra's refusals mean for the file: https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const steps = new Map([
  ['AADSTS7000215', 'The client secret is wrong: copy its value, not its id.'],
  ['AADSTS7000222', 'The client secret has expired: make a new one in Microsoft Entra, and put it first in secret.'],
  ['AADSTS700016', 'Correct clientId or tenantId: this tenant has no such app.'],
  ['AADSTS90002', 'Correct tenantId: there is no such tenant.'],
  ['AADSTS500011', 'Correct scope: this tenant has no such resource.'],
  ['AADSTS1002012', 'Correct scope: it ends in /.default.'],
]);
const lookUp = 'Look the code up at https://login.microsoftonline.com/error';

function withoutToken({ kind, code: said, status, retryAfterMs: waitMs, step }: GraphError): SendReport {
  // An answer of Entra's that says nothing has its status alone.
  const code = said === 'entra' ? String(status) : said;
  const line = `Microsoft Entra gave no token (${code}). ${kind === 'signIn' ? (steps.get(code) ?? lookUp) : step}`;
  return unsent(`entra ${code}`, waitMs, line);
}

function unsent(why: string, waitMs: number | null, line: string): SendReport {
  return { result: { kind: 'failed', why, retryAfterMs: waitMs, maybeDone: false }, status: null, line };
}

/** Later, it may take the event: https://www.rfc-editor.org/rfc/rfc9110#status.408, and 425 and 429. */
const later = [408, 425, 429];
/** The failures of a server that took nothing. After any other one it may have taken the event. */
const untaken = [...later, 503];

function resultOf(
  status: number,
  line: string,
  {
    reference,
    keyId,
    retryAfterMs: waitMs,
  }: { reference: string | null; keyId: string | null; retryAfterMs: number | null },
): SendResult {
  if (status >= 200 && status < 300) return { kind: 'sent', reference, keyId };
  if (status >= 500 || later.includes(status)) {
    const maybeDone = !untaken.includes(status);
    return { kind: 'failed', why: String(status), retryAfterMs: waitMs, maybeDone, ...keyInDoubt(maybeDone, keyId) };
  }
  return { kind: 'refused', status, line };
}

function keyInDoubt(maybeDone: boolean, keyId: string | null): { keyId?: string } {
  return maybeDone && keyId !== null ? { keyId } : {};
}
