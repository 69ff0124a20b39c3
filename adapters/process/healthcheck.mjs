// The HEALTHCHECK of the Dockerfile. Exit code 0 while the process answers and its ticks complete (while it follows as a replica, its
// looks at the database), otherwise 1. An unreachable platform is no failure: the bot retries, and a restarted container could not
// reach it either.
const { PORT, METRICS_PORT, METRICS_HOST } = process.env;
const own = `127.0.0.1:${PORT}`;
const host = METRICS_HOST || '127.0.0.1';
const monitoring = METRICS_PORT ? `${host.includes(':') ? `[${host}]` : host}:${METRICS_PORT}` : own;

try {
  const [alive, ready] = await Promise.all([fetch(`http://${own}/healthz`), fetch(`http://${monitoring}/readyz`)]);
  const { checks } = await ready.json();
  process.exitCode = alive.ok && checks.ticks === undefined && checks.following === undefined ? 0 : 1;
} catch {
  process.exitCode = 1;
}
