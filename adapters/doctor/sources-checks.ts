import { quietSince, type StoredSource } from '../../src/domain/alert/source.ts';
import { settingsOf } from '../webhook/sources/sources-file.ts';
import type { ConfiguredSource } from '../webhook/sources/sources-schema.ts';
import { type RuleUse, ruleUses, secretWarnings, tenantWarnings } from '../webhook/sources/warnings.ts';
import { count, type ExaminationResult, failed, fine, off, quoted } from './check.ts';
import type { Subject } from './subject.ts';

/** Checks the sources' file: `sources` for the file, and `source:<name>` for each source in it. */
export async function sourcesChecks({ sources: found, state, now }: Subject): Promise<ExaminationResult> {
  if (found.kind === 'not set') return off('SOURCES is not set.');
  if (found.kind === 'wrong')
    return failed(
      `The bot does not start with this file. ${found.problems.join(' ')}`,
      'Correct the file that SOURCES names: docs/senders/README.md.',
    );
  const known = await state();
  const reader = known.kind === 'read' ? known.reader : null;
  const rows = (await reader?.list('sources')) ?? [];
  const ruleRows = (await reader?.list('rules')) ?? [];
  const tenants = await reader?.list('tenants');
  return [
    fine(`${count(found.sources.length, 'source')} in the file.`),
    ...found.sources.map((one) => {
      const { name } = one.source;
      const row = rows.find(({ id }) => id === name) ?? null;
      const uses = ruleUses(one.source, ruleRows.find(({ id }) => id === name) ?? null, new Date(now()).toISOString());
      const warnings = [...secretWarnings(one, found.sources), ...(tenants ? tenantWarnings(one, tenants) : [])];
      return { name: `source:${name}`, ...sourceCheck(one, row, warnings, rulesText(uses)) };
    }),
  ];
}

/** Returns which rules may be taken out of the file; empty for none. */
function rulesText(uses: readonly RuleUse[]): string {
  return uses
    .flatMap(({ path, line, isUnused, isOver }) => [
      ...(isOver ? [` The window of ${path} is over: ${quoted(line, 200)}.`] : []),
      ...(isUnused && !isOver ? [` ${path} has applied to nothing for 90 days: ${quoted(line, 200)}.`] : []),
    ])
    .join('');
}

function sourceCheck(one: ConfiguredSource, row: StoredSource | null, warnings: readonly string[], rules: string) {
  const heard = `${heardOf(row)}${rules}`;
  if (row?.silentAt !== undefined)
    return failed(
      `Nothing has come since ${quietSince(row)}, for longer than its expectEvery.`,
      'See whether its product still sends, and to this address: docs/senders/README.md.',
    );
  if (warnings.length > 0)
    return failed(
      `${warnings.map((why) => `${why[0]?.toUpperCase()}${why.slice(1)}.`).join(' ')} ${heard}`,
      'Correct it in the sources’ file, and start the bot again: docs/senders/README.md.',
    );
  const exposed = settingsOf(one).weak ? ' Its token stands in the URL, which proxies may log.' : '';
  return fine(`${heard}${exposed}`);
}

function heardOf(row: StoredSource | null): string {
  if (row === null || row.heardAt === null)
    return row !== null && row.refused > 0
      ? `Nothing of it was taken yet; ${count(row.refused, 'request')} in its name did not prove to be its own.`
      : 'Nothing has come from it yet.';
  return `It was heard last at ${row.heardAt}.`;
}
