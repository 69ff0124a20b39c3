import { randomBytes } from 'node:crypto';
import { acceptFromSource, noteUnread } from '../../src/alerts/sources/accept-from-source.ts';
import { StoreUnwritable } from '../../src/ports/store.ts';
import type { World } from '../../src/ports/world.ts';
import { type HttpRequest, type HttpResponse, problem, type RequestHead } from '../http/message.ts';
import { hashRest, oneOf } from './auth/constant-time.ts';
import type { Proof } from './auth/credential.ts';
import { claimsIn, hasJwt } from './auth/entra.ts';
import { UnreadableBody } from './presets/preset.ts';
import { again, type BodyProblem, jsonIn, notAccepted, pointerOf, withinLimits, wrongType } from './route-answers.ts';
import type { CheckedSource, CheckedSources } from './sources/credentials.ts';
import { readAlerts } from './sources/read-alerts.ts';
import type { RequestCounts } from './sources/request-counts.ts';
import type { Source } from './sources/source.ts';

/** Checks a credential for an unknown source against a random secret, so that its response takes as long as one for a wrong secret. */
const isDecoy = oneOf([randomBytes(32).toString('base64url')]);

/** The source that a request names, with what its credential shows. */
interface CheckedProof {
  found: CheckedSource | null;
  proof: Proof;
}

const unknownSource: Proof = { kind: 'refused', why: 'there is no such source' };

/**
 * Answers `POST /webhooks/alerts/{source}`, with 202 only when every alert of the body is durable.
 *
 * A stranger must not learn which sources there are. So an unknown source and a wrong credential get the same answer, and the head alone
 * decides whether that comes before or after the body was read.
 */
export function createSourceWebhook(sources: CheckedSources, counts: RequestCounts, world: World) {
  /**
   * Returns a refusal by the head alone; null for a request that may be good, and for one whose body has to be read whatever its source.
   */
  function judge(head: RequestHead): HttpResponse | null {
    if (isSigned(head, sources)) return null;
    const first = proofByHead(head);
    const { found, proof } = first.proof.kind === 'refused' && sources.refresh() ? proofByHead(head) : first;
    // The owner of a known source is notified of the wrong content type once the body has been received.
    if (proof.kind !== 'refused') return null;
    checkInVain(head, found);
    return wrongTypeOf(head) ?? refusal(found, proof.why);
  }

  function proofByHead(head: RequestHead): CheckedProof {
    const found = sources.get(nameIn(head));
    return { found, proof: found?.credential.needs === 'head' ? found.credential.check(head) : unproven(found) };
  }

  async function proofOf(request: HttpRequest): Promise<CheckedProof> {
    const found = sources.get(nameIn(request));
    return { found, proof: found ? await found.credential.check(request) : unknownSource };
  }

  async function receive(request: HttpRequest): Promise<HttpResponse> {
    const first = await proofOf(request);
    const { found, proof } = first.proof.kind === 'refused' && sources.refresh() ? await proofOf(request) : first;
    if (found && proof.kind === 'proven') return answer(found.source, request, proof.sentAt);
    if (proof.kind === 'unavailable') {
      counts.count(nameIn(request), 'unavailable');
      return again(503, 'Nothing was accepted', 'The sender cannot be checked now.', proof.retrySeconds);
    }
    checkInVain(request, found);
    return refusal(found, proof.kind === 'refused' ? proof.why : '');
  }

  /** Notifies people, since a sender that does not retry loses these alerts. Only if the headers authenticate the sender. */
  async function tooLarge(head: RequestHead): Promise<void> {
    const found = sources.get(nameIn(head));
    if (!found || found.credential.needs === 'body') return;
    const { kind } = await found.credential.check(head);
    if (kind !== 'proven') return;
    try {
      await unread(found.source, [{ pointer: '', detail: 'The body has more than 1 MB.' }]);
    } catch (error) {
      // The sender is answered that the body is too large, also while the disk refuses to keep that for people.
      if (!(error instanceof StoreUnwritable)) throw error;
    }
  }

  function refusal(found: CheckedSource | null, why: string): HttpResponse {
    const name = found?.source.name ?? null;
    counts.count(name, 'refused');
    const answer = problem(401, 'Not a known sender', 'The source or its credential is not right.');
    return { ...answer, refused: { who: name ?? 'unknown', why } };
  }

  async function answer(source: Source, request: HttpRequest, sentAt: string | null): Promise<HttpResponse> {
    const wrong = wrongTypeOf(request);
    if (wrong) {
      await unread(source, [{ pointer: '', detail: 'The content type is not application/json, or it is compressed.' }]);
      return wrong;
    }
    const json = jsonIn(request);
    if (!json) {
      await unread(source, [{ pointer: '', detail: 'The body is not JSON.' }]);
      return problem(400, 'Malformed JSON', 'The sender is known, but the body is no JSON.');
    }
    const read = readingOf(source, json.body, world);
    if ('problems' in read) {
      await unread(source, read.problems);
      return notAccepted(read.problems);
    }
    const { accepted, duplicate } = await acceptFromSource(source.name, read, sentAt, world);
    counts.count(source.name, 'accepted');
    return { status: 202, body: { accepted, duplicate } };
  }

  async function unread(source: Source, problems: readonly BodyProblem[]): Promise<void> {
    counts.count(source.name, 'unread');
    const shown = problems.map(({ pointer, detail, shown = pointer }) => ({ pointer: shown, detail }));
    await noteUnread(source.name, shown, world);
  }

  return { judge, receive: withinLimits(receive), tooLarge };
}

function wrongTypeOf(head: RequestHead): HttpResponse | null {
  return wrongType(head, /^application\/([\w.-]+\+)?json\s*(;|$)/i);
}

/** Returns the refusal of a source that is not there, or that the head cannot prove. */
function unproven(found: CheckedSource | null): Proof {
  return found ? { kind: 'refused', why: 'there is no signature and no access token' } : unknownSource;
}

/**
 * Does the work of all checks that a refused request did not have, so that the time does not tell which source is there, and how it is
 * proved.
 */
function checkInVain(request: RequestHead & { body?: Buffer }, found: CheckedSource | null): void {
  const needs = found?.credential.needs;
  if (needs !== 'head') isDecoy(String(request.headers.authorization ?? request.query));
  if (needs !== 'keys') claimsIn(request.headers);
  if (needs !== 'body' && request.body) hashRest(request.body, 0);
}

/**
 * Returns whether a request has something that only its body, or a key that is fetched, can prove: for any source, also one that is not
 * there.
 */
function isSigned({ headers }: RequestHead, sources: CheckedSources): boolean {
  const isSignature = (name: string) => /sig|mac|hash|digest/.test(name) || sources.isSignature(name);
  return hasJwt(headers) || Object.keys(headers).some(isSignature);
}

function nameIn({ path }: RequestHead): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

type BodyReading = ReturnType<typeof readAlerts> | { problems: BodyProblem[] };

/** Returns the alerts of a body, or what is wrong with it. */
function readingOf(source: Source, body: unknown, { steady }: World): BodyReading {
  try {
    return readAlerts(source, body, steady.arrival());
  } catch (error) {
    if (!(error instanceof UnreadableBody)) throw error;
    return {
      problems: error.problems.map(({ path, detail, ownKey }) => ({
        ...{ pointer: pointerOf(path), detail },
        ...(ownKey ? { shown: pointerOf(path.slice(0, -1)) } : {}),
      })),
    };
  }
}
