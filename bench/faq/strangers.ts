import { faqLoader } from '../../adapters/faq/faq.ts';
import { type Strangers, strangersFigures, strangersOf } from '../../test/faq/committed.ts';
import { kindMeasures, type Share, strangersMeasures } from '../../test/faq/measure.ts';
import { met } from '../../test/faq/said.ts';
import { questions } from '../../test/support/questions.ts';

/** What strangers meet: a line for each measure, in all and by kind. The columns are the set that is tuned on, as it is answered in this run, and the frozen one as committed, before the matcher was rebuilt and after. */
export function strangersLines(inWords: (counted: Share) => string): string[][] {
  const { before, after } = strangersFigures();
  const columns = [strangersOf(met(faqLoader().faq(), questions('strangers-tuned'))), before, after];
  const cells = (shareOf: (one: Strangers) => Share | undefined) =>
    columns.map((one) => {
      const counted = one ? shareOf(one) : undefined;
      return counted ? inWords(counted) : '';
    });
  const totals = strangersMeasures.map((name) => [name, ...cells(({ totals }) => totals[name])]);
  const kinds = [...new Set(columns.flatMap((one) => Object.keys(one?.byKind ?? {})))].sort();
  const byKind = kinds.flatMap((kind) =>
    kindMeasures.map((name) => [`${kind}: ${name}`, ...cells(({ byKind }) => byKind[kind]?.[name])]),
  );
  return [...totals, ...byKind.filter(([, ...told]) => told.some((cell) => cell !== ''))];
}
