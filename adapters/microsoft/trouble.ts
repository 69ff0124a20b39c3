/** Gathers in memory how each signal's requests end, and hands it to the core once a minute: no request waits for the store. */
import {
  type Failing,
  type HeardOfMicrosoft,
  type HeardSignal,
  recordTroubles,
  settledMs,
} from '../../src/delivery/microsoft-trouble.ts';
import type { MicrosoftSignal, TroubleKind } from '../../src/domain/microsoft-trouble.ts';
import { ifUnwritable } from '../../src/ports/store.ts';
import type { World } from '../../src/ports/world.ts';
import { GraphError, signInCommand } from './api/graph-error.ts';
import { signalsOf } from './file/microsoft-file.ts';
import type { MicrosoftTenant } from './file/tenant.ts';
import { isAboutPerson } from './roles/ask-entra.ts';

/** How long (ms) failures last until they count as silence, and for how long where all of them are a break that Microsoft asks for. */
const silentMs = settledMs;
const throttledMs = 3_600_000;

/** The part of a tenant that tells it from others. */
type NamedTenant = Pick<MicrosoftTenant, 'id' | 'name'>;

/** Where the signals report to how their requests end. */
export interface Troubles {
  failed(tenant: NamedTenant, signal: MicrosoftSignal, error: GraphError): void;
  answered(tenant: NamedTenant, signal: MicrosoftSignal): void;
  /** Stores and tells what was reported. Call it once a minute. What the store refuses waits for the next call. */
  flush(world: World): Promise<void>;
}

/** Failures of one kind that follow each other, in `uptimeMs`. */
interface Streak {
  kind: TroubleKind;
  code: string;
  firstMs: number;
  lastMs: number;
  isThrottled: boolean;
}

/** Returns what the signals of these tenants report to. */
export function createTroubles(tenants: readonly MicrosoftTenant[], { uptimeMs }: Pick<World, 'uptimeMs'>): Troubles {
  const asked = tenants.flatMap((tenant) => signalsOf(tenant).map((signal) => ({ tenant, signal })));
  const signals = new Map<string, Streak | 'works'>();
  /** When a signal that was refused first worked again, by its key. */
  const workedMs = new Map<string, number>();
  let reach: Streak | 'answers' | null = null;
  /** Until then, an hour after a silence, a new one has to last for an hour: silence that comes and goes is told once. */
  let cautiousUntilMs = 0;

  const isLasting = ({ firstMs, lastMs, isThrottled }: Streak, isCautious = false) =>
    lastMs - firstMs >= (isThrottled || isCautious ? throttledMs : silentMs);
  const isWhole = () => isStreak(reach) && isLasting(reach, uptimeMs() < cautiousUntilMs);

  function reached(): void {
    if (isStreak(reach) && isLasting(reach)) cautiousUntilMs = uptimeMs() + throttledMs;
    reach = 'answers';
  }

  function stateOf(key: string): HeardSignal['state'] {
    const streak = signals.get(key) ?? 'unknown';
    if (typeof streak === 'string') return streak;
    const worked = workedMs.get(key);
    if (worked !== undefined) {
      if (uptimeMs() - streak.lastMs < settledMs) return 'unknown';
      signals.set(key, 'works');
      return 'works';
    }
    if (streak.kind === 'silent' && !isLasting(streak)) return 'unknown';
    return { kind: streak.kind, code: streak.code, ...failing(streak, uptimeMs()) };
  }

  function heard(): HeardOfMicrosoft {
    // Silence about one signal begins to count when Microsoft answers others.
    if (isWhole()) for (const [key, one] of signals) if (isStreak(one) && one.kind === 'silent') signals.delete(key);
    return {
      signals: asked.map(({ tenant, signal }) => ({
        ...{ tenantId: tenant.id, name: tenant.name, signal },
        state: stateOf(keyOf(tenant, signal)),
      })),
      reach: isStreak(reach) ? (isWhole() ? failing(reach, uptimeMs()) : null) : reach,
    };
  }

  return {
    failed(tenant, signal, error) {
      if (isAboutPerson(error)) return reached();
      const nowMs = uptimeMs();
      const key = keyOf(tenant, signal);
      const kind = troubleKindOf(error, signal, tenant);
      if (kind === 'silent') reach = continued(isStreak(reach) ? reach : null, { kind, error, nowMs });
      else if (error.status !== null) reached();
      if (kind === null) return;
      const before = signals.get(key);
      // A refusal lasts until it is answered.
      if (kind === 'silent' && isStreak(before) && before.kind !== 'silent') return;
      signals.set(key, continued(isStreak(before) ? before : null, { kind, error, nowMs }));
      workedMs.delete(key);
    },
    answered(tenant, signal) {
      const key = keyOf(tenant, signal);
      reached();
      const before = signals.get(key);
      if (isStreak(before) && before.kind !== 'silent') workedMs.set(key, workedMs.get(key) ?? uptimeMs());
      else signals.set(key, 'works');
    },
    flush: (world) => recordTroubles(heard(), world).catch(ifUnwritable(() => {})),
  };
}

/** Resolves or rejects as the request does, and reports how it ended. */
export async function reporting<T>(
  troubles: Pick<Troubles, 'failed' | 'answered'>,
  tenant: NamedTenant,
  signal: MicrosoftSignal,
  request: Promise<T>,
): Promise<T> {
  try {
    const answer = await request;
    troubles.answered(tenant, signal);
    return answer;
  } catch (error) {
    if (error instanceof GraphError) troubles.failed(tenant, signal, error);
    throw error;
  }
}

function keyOf({ id }: NamedTenant, signal: MicrosoftSignal): string {
  return `${id} ${signal}`;
}

function isStreak(value: Streak | string | null | undefined): value is Streak {
  return typeof value === 'object' && value !== null;
}

/** Returns the streak with one more failure; a new one where the kind or the code is another. */
function continued(
  before: Streak | null,
  { kind, error, nowMs }: { kind: TroubleKind; error: GraphError; nowMs: number },
): Streak {
  const code = kind === 'silent' ? '' : error.code;
  const isThrottled = error.kind === 'throttled';
  if (before?.kind !== kind || before.code !== code) return { kind, code, firstMs: nowMs, lastMs: nowMs, isThrottled };
  return { ...before, lastMs: nowMs, isThrottled: before.isThrottled && isThrottled };
}

function failing({ firstMs, lastMs }: Streak, nowMs: number): Failing {
  return { forMs: lastMs - firstMs, agoMs: nowMs - lastMs };
}

/** Returns what a failure is for admins; null for one that is about a single thing that was asked for, and says nothing of the signal. */
function troubleKindOf(
  { kind, code, step }: GraphError,
  signal: MicrosoftSignal,
  tenant: NamedTenant,
): TroubleKind | null {
  if (kind === 'unavailable' || kind === 'throttled') return 'silent';
  if (kind === 'notFound') return signal === 'mail' ? 'mailbox' : null;
  if (kind !== 'signIn') return kind;
  if (code === 'clock') return 'clock';
  // Entra: nobody has consented to a permission that the token is asked for.
  if (code === 'AADSTS65001') return 'permission';
  return step.includes(signInCommand(tenant)) ? 'signIn' : 'credential';
}
