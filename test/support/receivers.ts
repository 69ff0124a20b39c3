/** Receivers that do what a test says: take, refuse, fail, answer late, or never. */
import { eventTypes } from '../../src/domain/outgoing/event.ts';
import type { OutgoingEvent, Receiver, Receivers, SendResult } from '../../src/ports/receivers.ts';
import { aBot } from './a-bot.ts';
import { quickStore } from './memory-store.ts';
import { slackChannel } from './partner.ts';
import { minute } from './time.ts';
import type { FakeWorld } from './world.ts';

export const sent: SendResult = { kind: 'sent', reference: null, keyId: null };
export const down: SendResult = { kind: 'failed', why: 'ECONNREFUSED', retryAfterMs: null, maybeDone: false };
export const timeout: SendResult = { kind: 'failed', why: 'timeout', retryAfterMs: null, maybeDone: true };
export const refused: SendResult = { kind: 'refused', status: 400, line: 'no such field' };
export const tooMany = (retryAfterMs: number | null): SendResult => ({
  kind: 'failed',
  why: '429',
  retryAfterMs,
  maybeDone: false,
});

export interface Got extends OutgoingEvent {
  receiver: string;
  /** The milliseconds by which the clock was moved on when it came. */
  passed: number;
}

/** One that wants everything, unless a test says otherwise. */
export function receiver(
  name: string,
  more: Partial<Omit<Receiver, 'when'>> & { when?: Partial<Receiver['when']> } = {},
): Receiver {
  const when = { tenants: null, severities: null, sources: null, afterMs: 10 * minute, ...more.when };
  return { name, events: eventTypes, values: false, follows: false, address: `${name} 1`, ...more, when };
}

/** A pager, which rings when nobody acknowledged a high alert. */
export const pager = (more: Parameters<typeof receiver>[1] = {}): Receiver =>
  receiver('pager', { events: ['alert.unacknowledged', 'drill.unacknowledged'], follows: true, ...more });

export interface FakeReceivers extends Receivers {
  /** Those of the file. */
  all: Receiver[];
  /** Everything that was sent to them, in order. */
  got: Got[];
  /** What comes of the next calls, by receiver: a result, or what resolves with one. */
  answers: Map<string, (event: OutgoingEvent) => SendResult | Promise<SendResult>>;
  /** The types of what a receiver got, in order. */
  typesFor(name: string): string[];
  /** The most calls that one receiver had at once. */
  most: number;
}

export function fakeReceivers(passed: () => number, ...all: Receiver[]): FakeReceivers {
  const busy = new Map<string, number>();
  const fake: FakeReceivers = {
    all,
    got: [],
    answers: new Map(),
    most: 0,
    list: () => fake.all,
    async send(name, event) {
      const calls = (busy.get(name) ?? 0) + 1;
      busy.set(name, calls);
      fake.most = Math.max(fake.most, calls);
      fake.got.push({ ...event, receiver: name, passed: passed() });
      try {
        return (await fake.answers.get(name)?.(event)) ?? sent;
      } finally {
        busy.set(name, (busy.get(name) ?? 1) - 1);
      }
    },
    typesFor: (name) => fake.got.filter((one) => one.receiver === name).map(({ type }) => type),
  };
  return fake;
}

/** A bot with these receivers, whose alerts go to one channel. */
export async function aBotWith(...all: Receiver[]) {
  const bot = await aBot({ store: quickStore() });
  const fake = withReceivers(bot.world, ...all);
  await bot.channelsAre(slackChannel);
  bot.world.settings.stormLimit = 1_000;
  await bot.start();
  const rows = () => bot.stored('outgoing');
  /** Time passes, and who has something to do gets to it. */
  async function advance(ms: number): Promise<void> {
    await bot.world.time.advance(ms);
    for (let round = 0; round < 10; round++) await bot.world.time.advance(0);
  }
  return {
    ...bot,
    receivers: fake,
    rows,
    advance,
    waiting: async () => (await rows()).filter(({ state }) => state !== 'sent'),
  };
}

export function withReceivers(world: Pick<FakeWorld, 'receivers' | 'time'>, ...all: Receiver[]): FakeReceivers {
  const fake = fakeReceivers(() => world.time.passed(), ...all);
  world.receivers = fake;
  return fake;
}
