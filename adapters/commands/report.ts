/**
 * `npm run --silent report -- --month 2026-11` says how the alerts of a month were answered, on standard output. It may
 * run beside the bot.
 */
import { csvOf, jsonOf } from '../../src/alerts/report/report-file.ts';
import { aMonth, monthOf } from '../../src/domain/alert/report.ts';
import { alertsFor } from '../../src/store/alerts-of-month.ts';
import { clock } from '../process/timers.ts';
import { openAlerts } from '../store/embedded/archive/archive.ts';
import { readState } from '../store/embedded/folder/peek.ts';
import { CommandError, command, existingStateDir, oneTenant, optionsOf } from './command.ts';

const usage = 'Usage: npm run --silent report -- [--month 2026-11] [--tenant <id or name>] [--format csv|json]';

await command(async () => {
  const { month, tenant: wanted, format } = options();
  const dir = existingStateDir();
  const reader = await readState(dir);
  const tenant = oneTenant(await reader.list('tenants'), wanted);
  const world = { store: { read: async <T>(what: (from: typeof reader) => Promise<T>) => what(reader) } };
  const alerts = await alertsFor(tenant.id, month, { ...world, archive: openAlerts(dir) });
  process.stdout.write(format === 'json' ? jsonOf(month, alerts, tenant, clock.now()) : csvOf(month, alerts, tenant));
});

function options(): { month: string; tenant: string; format: string } {
  const text = { type: 'string' } as const;
  const found = optionsOf({ month: text, tenant: text, format: text }, usage);
  const { month = monthOf(clock.now()), tenant = '', format = 'csv' } = found;
  if (!aMonth.test(month))
    throw new CommandError(`--month must be a month like 2026-11, with 01 to 12 after the year.\n${usage}`);
  if (format !== 'csv' && format !== 'json') throw new CommandError(`--format must be csv or json.\n${usage}`);
  return { month, tenant, format };
}
