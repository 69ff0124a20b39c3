/** Made-up requests of strangers, and of one source's sender at the door of another. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { presetNames } from '../../../../adapters/webhook/sources/source.ts';
import { everySource, nameOf, type ProofName, proofs, type Signed, secrets } from '../../../support/every-source.ts';
import { exampleOf } from '../../../support/sender-page.ts';

let on: Awaited<ReturnType<typeof everySource>>;
beforeAll(async () => {
  on = await everySource();
});
afterAll(() => on.close());

const proof = fc.constantFrom(...proofs);
const preset = fc.constantFrom(...presetNames);
const source = fc.oneof(
  { weight: 6, arbitrary: fc.record({ preset, proof }) },
  fc.record({ preset: fc.constantFrom('nobody', 'CIPP', 'default'), proof }),
);

/** What is wrong with a request. */
type Fault =
  | { kind: 'other'; proof: ProofName }
  | { kind: 'late'; ahead: number }
  | { kind: 'spoilt'; at: number; how: 'cut' | 'changed' | 'longer' }
  | { kind: 'body' | 'twice' | 'nothing' }
  | { kind: 'words'; scheme: string; words: string };
const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ kind: fc.constant('other'), proof }),
  fc.record({ kind: fc.constant('late'), ahead: fc.constantFrom(-301, 302, -86_400, 3_153_600_000) }),
  fc.record({ kind: fc.constant('spoilt'), at: fc.nat(500), how: fc.constantFrom('cut', 'changed', 'longer') }),
  fc.record({ kind: fc.constantFrom('body', 'twice', 'nothing') }),
  fc.record({
    kind: fc.constant('words'),
    scheme: fc.constantFrom('Bearer', 'bearer ', 'Basic', 'Negotiate', 'whsec_', ''),
    words: fc.oneof(fc.base64String(), fc.string(), fc.constantFrom(...Object.values(secrets))),
  }),
);

/** Returns what the sender adds, with a mistake in its last value; null where the mistake would be none. */
function forged(to: ProofName, what: Fault, body: string): Signed | null {
  switch (what.kind) {
    case 'nothing':
      return { query: '', headers: [] };
    case 'other':
      return what.proof === to ? null : on.signed(what.proof, body);
    case 'late':
      return isSigned(to) ? on.signed(to, body, what.ahead) : null;
    case 'body':
      return isSigned(to) ? on.signed(to, `${body} `) : null;
    case 'twice': {
      const { query, headers } = on.signed(to, body);
      return { query: query && `${query}&${query.slice(1)}`, headers: [...headers, ...headers] };
    }
    case 'words': {
      const words = `${what.scheme} ${what.words}`.replace(/[^ -~]/g, '');
      const isRight = to === 'bearer' && /^bearer +the-key-of-the-bearer *$/i.test(words);
      return isRight ? null : { query: `?${encodeURI(what.words)}`, headers: [['Authorization', words]] };
    }
    case 'spoilt': {
      const { query, headers } = on.signed(to, body);
      const spoil = (text: string) => spoilt(text, what);
      if (query !== '') return { query: `?token=${spoil(query.slice('?token='.length))}`, headers };
      return {
        query,
        headers: headers.with(-1, [headers.at(-1)?.[0] ?? '', keepingScheme(headers.at(-1)?.[1] ?? '', spoil)]),
      };
    }
  }
}

const isSigned = (to: ProofName) => to === 'hmac' || to === 'standardWebhooks';

function keepingScheme(value: string, spoil: (text: string) => string): string {
  const [, scheme = '', rest = ''] = /^(Bearer |Basic |v1,)?(.*)$/.exec(value) ?? [];
  return scheme + spoil(rest);
}

/** Returns another text. The last digits of base64 may say nothing, so these stay. */
function spoilt(text: string, { at, how }: Extract<Fault, { kind: 'spoilt' }>): string {
  const place = at % Math.max(1, text.length - 4);
  if (how === 'cut') return text.slice(0, place);
  if (how === 'longer') return `0${text}`;
  return `${text.slice(0, place)}${text[place] === '0' ? '1' : '0'}${text.slice(place + 1)}`;
}

it('are all refused with one answer, byte for byte, and change nothing', async () => {
  const stored = () =>
    on.door.store.read(async (reader) =>
      JSON.stringify([await reader.list('alerts'), await reader.list('sources'), await reader.list('deliveries')]),
    );
  const before = await stored();
  const answers = new Map<string, string>();
  const tried = { requests: 0 };
  for (const [to, what] of fc.sample(fc.tuple(source, fault), { numRuns: 2_000, seed: 14 })) {
    const body = JSON.stringify(exampleOf(presetNames.find((name) => name === to.preset) ?? 'cipp'));
    const sent = forged(to.proof, what, body);
    if (!sent) continue;
    const path = `/webhooks/alerts/${nameOf(to.preset, to.proof)}${sent.query}`;
    const answer = await on.door.ask(path, { headers: sent.headers, body });
    answers.set(answer.raw, `${path} ${JSON.stringify(what)}`);
    tried.requests++;
  }
  expect([...answers]).toHaveLength(1);
  expect([...answers.keys()][0]).toMatch(/^401 /);
  expect(tried.requests).toBeGreaterThan(1_000);
  expect(await stored()).toBe(before);
  const counted = [...(await on.door.metrics()).matchAll(/source_requests_total\{.*outcome="(\w+)"\} (\d+)/g)];
  const sum = (outcome: string) =>
    counted.reduce((all, [, name, count]) => (name === outcome ? all + Number(count) : all), 0);
  expect([sum('accepted'), sum('unread'), sum('refused')]).toEqual([0, 0, tried.requests]);
  for (const secret of Object.values(secrets)) expect(on.door.log()).not.toContain(secret);
});
