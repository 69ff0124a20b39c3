/** Prints how many ms the FAQ takes to load, once what the bot has loaded anyway is there. Runs in a process of its own. */
import 'zod';

const start = performance.now();
const { faqLoader } = await import('../../adapters/faq/faq.ts');
faqLoader().faq();
process.stdout.write(String(performance.now() - start));
