import { failed } from '../doctor/check.ts';
import { type Diagnosis, diagnose, reportOf } from '../doctor/doctor.ts';
import { ConfigProblems, environment } from '../settings/config.ts';
import { defineCommand, jsonOption } from './command.ts';

/** How long (ms) after the answer the process ends at the latest. */
const lingerMs = 500;

/** `security-contact doctor` says what is right and wrong with the bot, and what to do. */
export const command = defineCommand({
  about: `Looks at the settings, the state folder and its disk or the database and its replicas, the clock, Slack, Teams, the name
server, the public address, the sources, what is asked of Microsoft, the last backup and the last drill, and says what to do about
each thing that is wrong.
It takes about ten seconds at most, changes nothing, posts nothing, and may run beside the bot.
What each line means: docs/operate.md, “Doctor”.`,
  options: { offline: { type: 'boolean', help: 'asks no other machine' }, json: jsonOption },
  examples: ['security-contact doctor', 'security-contact doctor --offline --json'],
  async run({ values }) {
    const found = await diagnosisHere(values.offline);
    // A pending request of a library must not keep the process running.
    setTimeout(() => process.exit(), lingerMs).unref();
    const coloured = process.stdout.isTTY === true && !process.env.NO_COLOR;
    return { text: reportOf(found, coloured), json: found, failed: !found.ok };
  },
});

/** Resolves with what doctor finds. Where .env cannot be read that is all: without its settings the rest would be about another bot. */
async function diagnosisHere(offline: boolean): Promise<Diagnosis> {
  try {
    return await diagnose(environment(), offline, Date.now);
  } catch (error) {
    if (!(error instanceof ConfigProblems)) throw error;
    const fix =
      'Run doctor as the user of the bot, or give that user the right to read .env. Nothing else was looked at.';
    return { ok: false, checks: [{ name: 'settings:.env', ...failed(error.problems.join(' '), fix) }] };
  }
}
