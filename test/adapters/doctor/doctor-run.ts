/** Runs doctor as people do. */
import { existsSync } from 'node:fs';
import { expect } from 'vitest';
import { z } from 'zod';
import type { DoctorCheck } from '../../../adapters/doctor/check.ts';
import { command, type Settings } from '../process/child.ts';

const Answer = z.strictObject({
  ok: z.boolean(),
  checks: z.array(
    z.strictObject({ name: z.string(), state: z.enum(['ok', 'off', 'failed']), detail: z.string(), fix: z.string() }),
  ),
});

/** What a check may repeat: where something is, who the bot is, and a word that is too short to be a secret. */
const shown =
  /^(CWD|STATE_DIR|ADMINS|SOURCES|RECEIVERS|MICROSOFT|HOST|PORT|METRICS_\w+|PUBLIC_URL|SLACK_API_URL|DRILL_SCHEDULE|NODE_\w+|MicrosoftApp(Id|TenantId|Type)|To\w+)$/;
const isShown = (name: string, value: string) =>
  shown.test(name) || value.length < 8 || (name.endsWith('_FILE') && existsSync(value));

/** Resolves with what doctor says with `--json`, by name, and how it ended. Fails for what the contract does not allow, and for a secret in it. */
export async function doctor(settings: Settings, ...args: string[]) {
  // At the usual port somebody else's bot may run.
  const { code, out, err } = await command('doctor', { PORT: '1', ...settings }, '--json', ...args).ended;
  expect(err).toBe('');
  const { ok, checks } = Answer.parse(JSON.parse(out));
  expect(code).toBe(ok ? 0 : 1);
  expect(ok).toBe(checks.every(({ state }) => state !== 'failed'));
  const names = checks.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
  for (const { name, state, detail, fix } of checks) {
    expect(detail, name).not.toBe('');
    if (state === 'failed') expect(fix, name).toMatch(/\w/);
    if (state === 'ok') expect(fix, name).toBe('');
  }
  for (const [name, value] of Object.entries(settings))
    if (!isShown(name, value)) for (const part of value.split(/\s+/)) expect(out, name).not.toContain(part);
  const byName = new Map(checks.map((check): [string, DoctorCheck] => [check.name, check]));
  return {
    ok,
    code,
    out,
    names,
    check: (name: string) => byName.get(name),
    failed: checks.filter(({ state }) => state === 'failed').map(({ name }) => name),
  };
}
