import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { beforeAll, expect, it, vi } from 'vitest';
import { webhookSecrets } from '../../../adapters/settings/settings.ts';
import { isSigned, sign, standardWebhooks } from '../../../adapters/webhook/auth/hmac.ts';
import { now, today } from '../../support/time.ts';

/** Whatever the settings take, also with bits to spare and with too little padding. */
const secret = fc
  .stringMatching(/^whsec_[A-Za-z0-9+/]{22,60}={0,2}$/)
  .filter((text) => webhookSecrets.safeParse(text).success);
const text = fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 300 }), fc.json());
const payloads = fc.tuple(text, fc.constantFrom(1, 50)).map(([some, times]) => some.repeat(times));
const at = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });
const runs = { numRuns: 1_000 };

// Both look at the clock, one after the other.
beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(today) });
  return () => vi.useRealTimers();
});

it('makes the same signatures as the official library', () => {
  fc.assert(
    fc.property(secret, text, at, payloads, (key, id, when, payload) => {
      expect(sign(key, id, when, payload)).toBe(new Webhook(key).sign(id, when, payload));
    }),
    runs,
  );
});

it('decides as the official library does, whatever the headers say, but takes no time that is more than digits', () => {
  const ahead = fc.oneof(fc.constant(0), fc.integer({ min: -400, max: 400 }));
  const spoil = fc.constantFrom<(signature: string) => string>(
    (good) => good,
    (good) => `v1,bm9wZQ== ${good}`,
    (good) => `v1a,x ${good} v1`,
    (good) => good.replace('v1,', 'v2,'),
    (good) => good.slice(0, -1),
    (good) => good.toLowerCase(),
    () => '',
    () => 'v1,',
  );
  const stamp = fc.constantFrom<(seconds: string) => string>(
    (good) => good,
    (good) => `${good}.9`,
    (good) => ` ${good}x`,
    () => 'soon',
  );
  fc.assert(
    fc.property(secret, text, ahead, payloads, spoil, stamp, (key, id, seconds, payload, spoiled, stamped) => {
      const when = new Date(now() + seconds * 1_000);
      // As it comes over the wire.
      const body = Buffer.from(payload);
      const headers = {
        'webhook-id': id,
        'webhook-timestamp': stamped(String(Math.floor(when.getTime() / 1_000))),
        'webhook-signature': spoiled(new Webhook(key).sign(id, when, body.toString())),
      };
      expect(standardWebhooks([key], now).check({ headers, body }).kind === 'refused').toBe(
        !(isSigned(headers) && libraryTakes(key, body, headers)),
      );
    }),
    runs,
  );
});

function libraryTakes(key: string, body: Buffer, headers: Record<string, string>): boolean {
  try {
    new Webhook(key).verify(body.toString(), headers, { jsonParse: false });
    return true;
  } catch {
    return false;
  }
}
