/** Prints how many ms the FAQ takes to load, once what the bot has loaded anyway is there. Runs in a process of its own. */
import 'zod';

const start = performance.now();
const { faqFiles } = await import('../../adapters/faq/faq.ts');
faqFiles()();
process.stdout.write(String(performance.now() - start));
