import { randomUUID } from 'node:crypto';
import { type ReceiverState, receiverStates } from '../../src/outgoing/receiver-states.ts';
import type { OutgoingEvent } from '../../src/ports/receivers.ts';
import { freely } from '../http/outgoing.ts';
import { clock, createTimers } from '../process/timers.ts';
import { meaningOf, meaningOfStatus } from '../receivers/in-words.ts';
import { openReceivers } from '../receivers/open-receivers.ts';
import { environment, modeOf, settingsFor } from '../settings/config.ts';
import { given, Settings } from '../settings/settings.ts';
import { NoState } from '../store/errors.ts';
import { readSources, settingsOf } from '../webhook/sources/sources-file.ts';
import { CommandError, type CommandOutput, defineCommand, jsonOption, UsageError } from './command.ts';
import { theState } from './the-state.ts';

/** `security-contact receiver` sends a test event to a receiver, or lists the receivers. */
export const command = defineCommand({
  about: `try NAME: sends one event that is marked as a test to the receiver NAME, and prints what came back.
A pager opens an incident, and a ticket system may open a ticket.
list: says of each receiver how many events wait for it, when it took one last, and what it refused last.
The bot may run meanwhile.`,
  positionals: ['try|list', '[NAME]'],
  options: { json: jsonOption },
  examples: ['security-contact receiver try pager', 'security-contact receiver list'],
  async run({ positionals: [what, name] }) {
    if (what === 'try' && name !== undefined) return tryReceiver(name);
    if (what === 'list' && name === undefined) return list();
    throw new UsageError(what === 'try' ? 'Missing: NAME.' : 'Say try NAME, or list.');
  },
});

/** Reads the receivers' file; without its secrets where `withSecrets` is false. Throws FileProblems. */
function opened(withSecrets: boolean) {
  const env = environment();
  const { RECEIVERS, SOURCES, DEFAULT_LOCALE } = settingsFor(
    Settings.pick({ RECEIVERS: true, SOURCES: true, DEFAULT_LOCALE: true }),
    env,
  );
  if (!RECEIVERS)
    throw new CommandError('RECEIVERS is not set: it names the receivers’ file, see docs/receivers/README.md.');
  const sources = SOURCES ? readSources(SOURCES, null, clock.now()).map(settingsOf) : [];
  const about = { env: withSecrets ? env : null, sources, isLocal: modeOf(given(env)) === 'local' };
  return { file: openReceivers(RECEIVERS, about), locale: DEFAULT_LOCALE };
}

async function tryReceiver(name: string): Promise<CommandOutput> {
  const { file, locale } = opened(true);
  const names = file.settings.map((one) => one.name);
  if (!names.includes(name))
    throw new CommandError(`The receivers’ file has no receiver ${name}, only: ${names.join(', ')}.`);
  const timers = createTimers();
  const quiet = () => {};
  const log = { debug: quiet, info: quiet, warn: quiet, error: quiet };
  const world = { ...freely, clock, timers, log, locale, uptimeMs: () => performance.now(), hide: quiet };
  try {
    const { result, status, line } = await file.connect(world).answered(name, testEvent(name));
    const path = file.configured.find((one) => one.receiver.name === name)?.reference ?? null;
    const meaning = meaningOfStatus(status);
    const said = { receiver: name, outcome: result.kind, status, answer: line };
    const reference = result.kind === 'sent' ? result.reference : null;
    const text = [
      result.kind === 'sent' ? `${name} took the test event.` : `${name} did not take the test event.`,
      ...(status === null
        ? [`No answer: ${meaningOf(line, 10)}`]
        : [`Status: ${status}${meaning === null ? '' : `: ${meaning}`}`, `Answer: ${line || '(empty)'}`]),
      ...(reference === null ? [] : [`Reference: ${reference}`]),
      ...(result.kind === 'sent' && path && reference === null
        ? [`No reference at ${path.join('.')} in the answer.`]
        : []),
    ].join('\n');
    if (result.kind !== 'sent') throw new CommandError(text);
    return { text: `${text}\n`, json: { ...said, reference } };
  } finally {
    timers.stop();
  }
}

function testEvent(name: string): OutgoingEvent {
  return {
    ...{ id: `test-${randomUUID()}`, type: 'receiver.test', at: clock.now(), subject: `receivers/${name}` },
    ...{ installation: 'test', mayBeRepeat: false, keyId: null },
    // A ticket system may need these fields.
    facts: {
      ...{ number: 0, title: 'Test', description: 'Test', severity: 'informational', status: 'active' },
      ...{ source: 'test', sourceName: 'test', tenant: 'Test', customer: 'Test' },
    },
  };
}

async function list(): Promise<CommandOutput> {
  const { file } = opened(false);
  const receivers = { list: () => file.configured.map(({ receiver }) => ({ ...receiver, address: '' })) };
  const states = await (await theState())
    .read((reader) => receiverStates(reader, receivers, clock.now()))
    .catch((error: unknown): ReceiverState[] => {
      if (error instanceof NoState) return [];
      throw error;
    });
  const json = file.settings.map(({ name, format, events }) => {
    const state = states.find((one) => one.name === name);
    const { waiting = 0, waitingSeconds = 0, lastSentAt = null, lastRefused = null, failing = null } = state ?? {};
    return {
      name,
      format,
      events,
      waiting,
      waitingSeconds: Math.round(waitingSeconds),
      lastSentAt,
      lastRefused,
      failing,
    };
  });
  return { text: json.map(lineOf).join(''), json };
}

function lineOf(one: Omit<ReceiverState, 'waitingSeconds'> & { format: string; waitingSeconds: number }): string {
  const { name, format, waiting, waitingSeconds, lastSentAt, lastRefused, failing } = one;
  const parts = [
    `${name} (${format}): ${waiting === 0 ? 'nothing waits' : `${waiting} waiting, the oldest for ${waitingSeconds} s`}`,
    lastSentAt === null ? 'nothing sent yet' : `last sent ${lastSentAt}`,
    ...(lastRefused ? [`last refused ${lastRefused.at}: ${lastRefused.status} ${lastRefused.line}`.trimEnd()] : []),
    ...(failing ? [`failing since ${failing.since}: ${failing.why}`] : []),
  ];
  return `${parts.join('; ')}\n`;
}
