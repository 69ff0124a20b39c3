/** Prometheus' own checker of rules, expressions and metrics. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const absent = 'This test needs promtool. Debian: apt-get install prometheus';

/** Runs promtool. Resolves with its exit code, and with all that it said. */
export async function promtool(args: readonly string[], input = ''): Promise<{ code: number; said: string }> {
  const child = spawn('promtool', [...args]);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      said += chunk;
    });
  const ended = Promise.race([
    once(child, 'close'),
    once(child, 'error').then(() => {
      throw new Error(absent);
    }),
  ]);
  // Where there is no such program, nobody reads.
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  const [code] = await ended;
  return { code, said };
}
