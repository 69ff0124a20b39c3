import type { Reporter, TestModule, Vitest } from 'vitest/node';
import { skippedPrograms } from './programs.ts';

/** The last line of a run in which tests were skipped: how many, why, and what to do. */
export default class ReportSkipped implements Reporter {
  #byName = false;

  onInit({ config }: Vitest): void {
    this.#byName = config.testNamePattern !== undefined;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) => [...module.children.allTests('skipped')]).length;
    const missing = skippedPrograms();
    if (this.#byName || skipped === 0 || missing.length === 0) return;
    process.stdout.write(`\n${skipped} tests skipped: ${missing.join(', ')} not installed. Install: npm run tools\n`);
  }
}
