import { expect, it } from 'vitest';
import { dayIn, nodeCheck } from '../../../adapters/doctor/upkeep-checks.ts';
import { folder } from '../process/child.ts';
import { doctor } from './doctor-run.ts';

const changelog =
  '# Node.js 24 ChangeLog\n\n## 2026-09-08, Version 24.21.0 (LTS), @x\n\n* in Version 24.2.0 of\n\n## 2026-08-20, Version 24.2.10 (LTS), @x\n\n## 2026-08-01, Version 24.2.0 (Current), @y\n\n## 2026-07-01, Version 24.2.1 (Current), @y\n';
const at = (day: string) => Date.parse(day);

it('a Node that came out more than 90 days ago is a hint, and not a failure', () => {
  const day = dayIn(changelog, 'v24.21.0');
  expect(nodeCheck('v24.21.0', day, at('2026-12-07'))).toEqual({
    state: 'ok',
    detail: 'Node v24.21.0 runs the bot, and came out 90 days ago.',
    fix: '',
  });
  expect(nodeCheck('v24.21.0', day, at('2026-12-08'))).toEqual({
    state: 'off',
    detail: 'Node v24.21.0 runs the bot, and came out 91 days ago.',
    fix: 'Look for a newer one: docs/operate.md, “Update Node”.',
  });
});

it('the day is that of the very version, and where nobody knows it, nothing is said', () => {
  const days = ['v24.2.0', 'v24.2.1', 'v24.2.10', '24.21.0', 'v24.2', 'v4.2.0'].map((one) => dayIn(changelog, one));
  expect(days).toEqual(['2026-08-01', '2026-07-01', '2026-08-20', '2026-09-08', null, null]);
  expect(dayIn('', 'v24.2.0')).toBeNull();
  expect(nodeCheck('v24.21.0', '2026-12-09', at('2026-12-08'))).toMatchObject({
    state: 'ok',
    detail: expect.stringContaining('came out 0 days ago'),
  });
  expect(nodeCheck('v24.2.1', null, at('2026-12-08'))).toMatchObject({ state: 'off', fix: '' });
});

it('doctor says how old the Node is that runs it', async () => {
  const { check } = await doctor({ STATE_DIR: folder() }, '--offline');
  expect(check('node')?.detail).toContain(`Node ${process.version} runs the bot`);
});
