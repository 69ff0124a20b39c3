import { hash as digest, randomBytes } from 'node:crypto';
import { type HistoryEntry, hashedPart, type NewEntry, type Seal, sealedValues } from '../../src/domain/history.ts';
import { canonicalJson } from '../../src/domain/text/canonical-json.ts';

/** The previous hash of the first entry. */
const origin = '0'.repeat(64);

/** The newest entry's number and hash; number 0 before the first. */
export interface ChainHead {
  number: number;
  hash: string;
}

/** The head of a history without entries. */
export const beginning: ChainHead = { number: 0, hash: origin };

/**
 * Returns the entry with its place in the chain. `hash` is SHA-256 in hex over the previous hash (64 characters, zeros before the first
 * entry) followed by the canonical JSON of the entry's `hashedPart`.
 */
export function chained(head: ChainHead, entry: NewEntry): HistoryEntry {
  const { at, by, byName, deed, tenantId, changes } = entry;
  const plain: NewEntry = JSON.parse(JSON.stringify({ at, by, byName, deed, tenantId, changes }));
  const seals = sealedValues(plain).map((value) => (value === null ? null : sealed(value)));
  const line = { number: head.number + 1, v: 2 as const, ...plain, seals, previous: head.hash, hash: '' };
  return { ...line, hash: hashOf(line) };
}

/** Returns the seal of a value, with a salt of its own. */
function sealed(value: unknown): Seal {
  const salt = randomBytes(16).toString('base64url');
  return { commitment: commitmentOf(value, salt), salt };
}

function commitmentOf(value: unknown, salt: string): string {
  return digest('sha256', salt + canonicalJson(value));
}

function hashOf(entry: HistoryEntry): string {
  return digest('sha256', entry.previous + canonicalJson(hashedPart(entry)));
}

/**
 * What an entry proves. `whole`: it is as it was written. `gap`: it stands in its place, and some of its words are proven by nothing in
 * it, as after an erasure. `broken`: it was changed, or stands in another place.
 */
export type EntryProof = 'whole' | 'gap' | 'broken';

/** Returns what the entry proves as the next one after `head`. All words of an older entry are one gap. */
export function proofOf(head: ChainHead, entry: HistoryEntry): EntryProof {
  if (entry.number !== head.number + 1 || entry.previous !== head.hash) return 'broken';
  const isHashed = entry.hash === hashOf(entry);
  if (entry.v !== 2) return isHashed ? 'whole' : 'gap';
  const { seals = [] } = entry;
  const values = sealedValues(entry);
  if (!isHashed || seals.length !== values.length) return 'broken';
  const proofs = values.map((value, at) => proofOfValue(value, seals[at] ?? null));
  if (proofs.includes('broken')) return 'broken';
  return proofs.includes('gap') ? 'gap' : 'whole';
}

function proofOfValue(value: unknown, seal: Seal | null): EntryProof {
  if (seal === null) return value === null ? 'whole' : 'broken';
  if (seal.salt === undefined) return 'gap';
  return seal.commitment === commitmentOf(value, seal.salt) ? 'whole' : 'broken';
}

/** Returns the digest by which an erasure names what it left of an entry: 32 hex digits of the SHA-256 of all that is stored of it. */
export function digestOf(entry: HistoryEntry): string {
  return digest('sha256', canonicalJson(entry)).slice(0, 32);
}
