/** A program that answers for monitoring as a running bot does: in states that a real one takes minutes to reach. */
import { onTestFinished } from 'vitest';
import { listening } from '../../support/loopback.ts';

/** Resolves with its port. */
export async function playedBot(state: { ready: boolean; checks: Record<string, string>; metrics: string }) {
  const { ready, checks, metrics } = state;
  const server = await listening(async ({ url }, response) => {
    if (url === '/metrics') return void response.end(metrics);
    if (url === '/readyz') return void response.writeHead(ready ? 200 : 503).end(JSON.stringify({ ready, checks }));
    response.end('{"status":"alive"}');
  });
  onTestFinished(server.stop);
  return new URL(server.origin).port;
}
