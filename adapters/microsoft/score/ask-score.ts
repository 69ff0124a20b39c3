import type { PortalAnswer } from '../../../src/domain/finding/portal.ts';
import { beginAsking, type PortalOutcome, recordPortal } from '../../../src/findings/portal.ts';
import { ifUnwritable } from '../../../src/ports/store.ts';
import type { World } from '../../../src/ports/world.ts';
import type { Log } from '../../process/log.ts';
import type { Graph } from '../api/graph.ts';
import { GraphError } from '../api/graph-error.ts';
import type { MicrosoftTenant } from '../file/tenant.ts';
import { reporting, type Troubles } from '../trouble.ts';
import { readRequirements, readSecurityScore } from './read-score.ts';

type ScoreGraph = Pick<Graph, 'request'>;

/** What asking needs. `troubles` hears how the requests end. */
type ScoreWorld = Pick<World, 'store' | 'clock'> & { log: Log; troubles: Pick<Troubles, 'failed' | 'answered'> };
type ScoreTenant = Pick<MicrosoftTenant, 'id' | 'name' | 'score' | 'alerts'>;

const scorePath = '/beta/security/partner/securityScore';

/**
 * Returns the signal that asks Microsoft whether a security contact is on file. `run` is to be called each minute: it sends
 * two requests for each tenant that is due, every six hours. What fails leaves what is known as it is.
 */
export function createScore(tenants: readonly ScoreTenant[], graphOf: (id: string) => ScoreGraph, world: ScoreWorld) {
  const asked = tenants.filter(({ score }) => score);

  async function ask(tenant: ScoreTenant): Promise<void> {
    if (!(await beginAsking(tenant.id, world))) return;
    await recordPortal(tenant.id, await answerOf(tenant, graphOf(tenant.id), world), world);
  }

  return {
    /** Rejects for a bug alone; the other tenants are asked all the same. What the store refuses waits for the next call. */
    async run(): Promise<void> {
      const unwritten = ifUnwritable(() => {});
      await Promise.all(asked.map((tenant) => ask(tenant).catch(unwritten)));
    },
  };
}

type ScoreResponse = { body: unknown } | GraphError;

/**
 * Asks for the requirements first, since the finding goes by them: where they are refused, nothing else is asked. A score
 * that is refused is no reason to lose them.
 */
async function answerOf(tenant: ScoreTenant, graph: ScoreGraph, world: ScoreWorld): Promise<PortalOutcome> {
  const requirements = await tried(tenant, graph, world, `${scorePath}/requirements`);
  if ('kind' in requirements) {
    const { kind, retryAfterMs } = requirements;
    if (kind === 'throttled') return { breakMs: retryAfterMs };
    return kind === 'unavailable' ? nothing : { refused: true };
  }
  const score = await tried(tenant, graph, world, scorePath);
  return {
    ...readRequirements(requirements.body),
    score: 'kind' in score ? null : readSecurityScore(score.body),
  };
}

const nothing: PortalAnswer = { onFile: 'unknown', averageHours: null, score: null };

async function tried(
  tenant: ScoreTenant,
  graph: ScoreGraph,
  { log, troubles }: ScoreWorld,
  path: string,
): Promise<ScoreResponse> {
  const { name, alerts } = tenant;
  const request = graph.request('score', 'GET', path, { as: alerts?.by ?? 'app' });
  try {
    return { body: await reporting(troubles, tenant, 'score', request) };
  } catch (error) {
    if (!(error instanceof GraphError)) throw error;
    const { kind, code, step } = error;
    log.warn({ event: 'score.failed', tenant: name, kind, code, path, step }, 'score not read');
    return error;
  }
}
