import { csvOf, jsonOf, reportedOf } from '../../src/alerts/report/report-file.ts';
import { aMonth, monthOf } from '../../src/domain/alert/report.ts';
import { clock } from '../process/timers.ts';
import { defineCommand, jsonOption, UsageError } from './command.ts';
import { oneTenant } from './one-tenant.ts';
import { theState } from './the-state.ts';

/** `security-contact report` prints how the alerts of a month were answered. */
export const command = defineCommand({
  about: 'Prints the alerts of a month of one tenant, and how fast they were answered. The bot may run meanwhile.',
  options: {
    month: { type: 'string', value: 'YYYY-MM', help: 'the month, in UTC; without it this month' },
    tenant: { type: 'string', value: 'ID-OR-NAME', help: 'the partner tenant; needed when there are several' },
    format: { type: 'string', choices: ['csv', 'json'], help: 'csv unless it is said' },
    json: { ...jsonOption, help: 'the same as --format json; an error is JSON too, as {"error":"…"}' },
  },
  examples: ['security-contact report', 'security-contact report --month 2026-10 --tenant Contoso --format json'],
  async run({ values: { month = monthOf(clock.now()), tenant: wanted = '', format, json } }) {
    if (!aMonth.test(month))
      throw new UsageError('--month must be a month like 2026-11, with 01 to 12 after the year.');
    if (month > monthOf(clock.now())) throw new UsageError(`The month ${month} has not begun.`);
    if (format === 'csv' && json) throw new UsageError('--format csv and --json exclude each other.');
    const reported = await (await theState()).read(async (reader, archive) => {
      const tenant = oneTenant(await reader.list('tenants'), wanted);
      const store = { read: async <T>(what: (from: typeof reader) => Promise<T>) => what(reader) };
      return reportedOf(tenant, month, { store, archive });
    });
    return { text: format === 'json' || json ? jsonOf(reported, clock.now()) : csvOf(reported) };
  },
});
