// What HEALTHCHECK of the Dockerfile runs. It ends with 0 while the process answers and its ticks end, and with 1 otherwise. That
// a platform cannot be reached does not count: the bot tries again by itself, and another container could do no better.
const { PORT, METRICS_PORT, METRICS_HOST } = process.env;
const own = `127.0.0.1:${PORT}`;
const host = METRICS_HOST || '127.0.0.1';
const monitoring = METRICS_PORT ? `${host.includes(':') ? `[${host}]` : host}:${METRICS_PORT}` : own;

try {
  const [alive, ready] = await Promise.all([fetch(`http://${own}/healthz`), fetch(`http://${monitoring}/readyz`)]);
  const { checks } = await ready.json();
  process.exitCode = alive.ok && checks.ticks === undefined ? 0 : 1;
} catch {
  process.exitCode = 1;
}
