/** How a replica proves that it acts, before another one sends it requests: bearer tokens travel there. */
import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { type HttpResponse, problem } from './message.ts';
import type { HttpRoute } from './request-handler.ts';

/** The replica that acts: the term in which it does, and its REPLICA_URL. */
export interface Acting {
  term: string;
  url: string;
}

/** The path of the route that `answerChallenge` makes. */
export const challengePath = '/replica';

/** The most bytes of a challenge: a nonce and some 40 MACs. */
const maxBytes = 2_048;

/** A nonce or a MAC: 32 bytes as base64url. */
const shape = /^[\w-]{43}$/;

/**
 * Derives one key from each secret (HKDF-SHA256). One key that both sides have is enough, so that replicas recognise each other while one
 * of several secrets is rotated. Whoever knows one of the secrets can pass for the
 * replica that acts: give only those that the replicas alone share with one service, such as Slack.
 */
export function replicaKeys(secrets: readonly string[]): readonly Buffer[] {
  const given = secrets.filter((secret) => secret !== '');
  return given.map((secret) => Buffer.from(hkdfSync('sha256', secret, '', 'security-contact-bot replica', 32)));
}

/** A JSON list cannot be read in two ways. Its first part differs by side, so that a challenge cannot be sent back as its answer. */
function macsOf(keys: readonly Buffer[], ...parts: readonly string[]): string[] {
  return keys.map((key) => createHmac('sha256', key).update(JSON.stringify(parts)).digest('base64url'));
}

const macsOfAsker = (keys: readonly Buffer[], nonce: string) => macsOf(keys, 'asks', nonce);
const macsOfActing = (keys: readonly Buffer[], { term, url }: Acting, nonce: string) =>
  macsOf(keys, 'acts', term, url, nonce);

/** Compares each with each, so that the time tells nothing about which keys are alike. */
function haveOneInCommon(own: readonly string[], given: readonly string[]): boolean {
  const theirs = given.filter((mac) => shape.test(mac)).map((mac) => Buffer.from(mac));
  return own.flatMap((mac) => theirs.map((other) => timingSafeEqual(Buffer.from(mac), other))).includes(true);
}

/**
 * Makes a challenge to the replica that acts. `body` is sent to `challengePath`; `isMet` returns whether an answer proves that it comes
 * from that replica, in that term, at that address. Strangers who reach the route get no MAC by which they could guess a weak secret,
 * hence `body` proves that a replica asks.
 */
export function createChallenge(
  keys: readonly Buffer[],
  acting: Acting,
  nonce = randomBytes(32).toString('base64url'),
) {
  const right = macsOfActing(keys, acting, nonce);
  return {
    body: [nonce, ...macsOfAsker(keys, nonce)].join('\n'),
    isMet: (answer: Buffer) => haveOneInCommon(right, answer.toString('latin1').split('\n')),
  };
}

/** Returns the route that answers challenges while this replica acts. `acting` returns its own term and address; null while it does not. */
export function answerChallenge(acting: () => Acting | null, keys: readonly Buffer[]): HttpRoute {
  return {
    methods: ['POST'],
    judge({ headers }) {
      return Number(headers['content-length']) <= maxBytes
        ? null
        : refused('the body is too long, or its length is not said');
    },
    answer({ body }) {
      const now = acting();
      const [nonce = '', ...macs] = body.toString('latin1').split('\n');
      if (now === null) return notActing();
      if (!shape.test(nonce)) return refused('the nonce is malformed');
      if (!haveOneInCommon(macsOfAsker(keys, nonce), macs)) return refused('the replica that asks has other secrets');
      return { status: 200, body: macsOfActing(keys, now, nonce).join('\n') };
    },
  };
}

function refused(why: string): HttpResponse {
  return { ...problem(403, 'Forbidden', 'Only replicas ask here.'), refused: { who: 'replica', why } };
}

function notActing(): HttpResponse {
  return problem(503, 'Unavailable', 'This replica does not act.', { 'retry-after': '5' });
}
