/**
 * What the matcher that is shipped makes of one set of questions: `node test/faq/shipped.ts wordings-untaught` prints totals,
 * and `-v` each question that went wrong. Of the frozen sets it prints totals only: `--write` commits to them in
 * `frozen-figures.json` and `strangers-figures.json`.
 */
import { faqLoader } from '../../adapters/faq/faq.ts';
import { type QuestionSet, questionSets, questions } from '../support/questions.ts';
import { commitStrangers, commitWordings, frozenSets, strangersOf } from './committed.ts';
import { measure } from './measure.ts';
import { print, printByKind, printWrong } from './print.ts';
import { met } from './said.ts';

function report(set: QuestionSet, commits: boolean): void {
  const faq = faqLoader().faq();
  const all = met(faq, questions(set));
  if (set.startsWith('strangers')) {
    const figures = strangersOf(all);
    print(figures.totals);
    printByKind(figures.byKind);
    if (commits && set === 'strangers-frozen') commitStrangers(faq, figures);
  } else {
    const figures = measure(all);
    print(figures);
    if (commits && set === 'wordings-frozen') commitWordings(faq, figures);
  }
  if (process.argv.includes('-v') && !Object.hasOwn(frozenSets, set)) printWrong(all);
}

const asked = questionSets.find((set) => process.argv.includes(set)) ?? 'wordings-untaught';
report(asked, process.argv.includes('--write'));
