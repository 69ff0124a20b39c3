import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { linesOf } from '../../adapters/commands/lines.ts';

const command = join(import.meta.dirname, '../../adapters/security-contact.mjs');
const Answer = z.strictObject({
  answer: z.string().nullable(),
  also: z.array(z.string()).optional(),
  offered: z.array(z.string()).min(1).max(3).optional(),
  intent: z.string().optional(),
  suggestions: z.array(z.string()),
  lang: z.enum(['en', 'fr']),
  ms: z.number().nonnegative(),
});

/** Runs the command without any setting; what it says on both outputs. */
async function ask(input: Buffer | string, ...args: string[]) {
  const child = spawn(process.execPath, [command, 'ask', ...args], { env: { PATH: process.env.PATH ?? '' } });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => {
    said.out += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    said.err += chunk.toString();
  });
  child.stdin.end(input);
  const code = await new Promise((done) => child.on('close', done));
  return { ...said, code };
}
const answers = (out: string) =>
  out
    .trimEnd()
    .split('\n')
    .map((line) => Answer.parse(JSON.parse(line)));

it('answers line by line, blank ones too, in order, and says nothing else', async () => {
  const { out, err, code } = await ask(
    'who may see the security contact\r\n\r\n  \nqui peut modifier le contact de sécurité ?\nbye',
  );
  expect([code, err]).toEqual([0, '']);
  expect(answers(out).map(({ answer, lang }) => [answer, lang])).toEqual([
    ['who-can-view', 'en'],
    [null, 'en'],
    [null, 'en'],
    ['who-can-update', 'fr'],
    [null, 'en'],
  ]);
  expect(answers(out)[0]?.suggestions[0]).toBe('who-can-view');
});

/** What people ask about their own record, with the verb that answers it. */
const ofOurs = [
  ['who is our security contact?', 'qui est notre contact de sécurité ?', 'show'],
  ['who is on call tonight?', "qui est d'astreinte ce soir ?", 'show'],
  ['when was our contact last confirmed?', 'quand notre contact a-t-il été confirmé pour la dernière fois ?', 'show'],
  ['who may approve a change of our contact here?', 'qui peut valider une modification de notre contact ici ?', 'show'],
  [
    'who changed the contact last, and what was there before?',
    "qui a changé notre contact la dernière fois, et qu'y avait-il avant ?",
    'history',
  ],
  ['is our record complete and right?', 'notre fiche est-elle complète et exacte ?', 'check'],
  ['when is the next reminder?', 'quand arrive le prochain rappel ?', 'reminders'],
  ['which alerts are open right now?', 'quelles alertes sont ouvertes en ce moment ?', 'alerts'],
  [
    'how many alerts did we have this month, and how fast did we answer them?',
    'quel est notre temps de réponse moyen ce trimestre ?',
    'report',
  ],
] as const;

it('names the verb that answers a question about the own record, in both languages', async () => {
  const { out } = await ask(ofOurs.map(([en, fr]) => `${en}\n${fr}`).join('\n'));
  expect(answers(out).map(({ answer, intent, lang }) => [answer, intent, lang])).toEqual(
    ofOurs.flatMap(([, , verb]) => [
      [null, verb, 'en'],
      [null, verb, 'fr'],
    ]),
  );
  // Programs know the 28 topics only, whatever the question is about.
  for (const { suggestions } of answers(out)) expect(suggestions).toHaveLength(28);
});

it('takes a bare verb that reads the own record for a question about it, and other verbs for none', async () => {
  const reading = ['show', 'history', 'check', 'reminders', 'alerts', 'report'];
  const french = ['afficher', 'historique', 'verifier', 'rappels', 'alertes', 'rapport'];
  const verbs = [...reading, ...french, 'help', 'update', 'raise', 'setup', 'stop'];
  const told = answers((await ask(verbs.join('\n'))).out);
  expect(told.map(({ intent }) => intent)).toEqual([...reading, ...reading, ...Array(5).fill(undefined)]);
  expect(told.filter(({ answer }) => answer !== null)).toEqual([]);
});

it('answers both questions of a line', async () => {
  const { out } = await ask('Who can change the security contact? And how fast must we answer alerts?\n');
  expect(answers(out)).toMatchObject([{ answer: 'who-can-update', also: ['respond-how-fast'] }]);
});

it('takes a line of JSON, with the entry that was answered before', async () => {
  const question = 'and who can do that?';
  const lines = [{ question, after: 'how-to-update' }, { question }, { question, after: null }].map((line) =>
    JSON.stringify(line),
  );
  const [after, alone, ...same] = answers((await ask([...lines, question].join('\n'))).out);
  expect(after?.answer).toBeNull();
  expect(after?.suggestions.slice(0, 3)).toContain('who-can-update');
  expect(after?.suggestions).not.toEqual(alone?.suggestions);
  expect(same.map(({ suggestions }) => suggestions)).toEqual([alone?.suggestions, alone?.suggestions]);
});

it.each([
  '{"question":',
  '{"after":"what-is"}',
  '{"question":1}',
  '{}',
  '[1]',
  '{who may change it}',
  '{"question":"who may see the security contact","after":"gone"}',
])('takes the line %s for what it can be', async (line) => {
  const { out, err, code } = await ask(`${line}\n`);
  expect([code, err, answers(out).length]).toEqual([0, '', 1]);
});

it('takes nothing, bytes that are no text, and a line of a megabyte', async () => {
  expect((await ask('')).out).toBe('');
  const bytes = Buffer.concat([
    Buffer.from([0xff, 0xfe, 0x0a]),
    Buffer.alloc(1_000_000, 'x'),
    Buffer.from('\nwho may change it\n'),
  ]);
  expect(answers((await ask(bytes)).out)).toHaveLength(3);
});

it('answers ten thousand lines', async () => {
  const { out, code } = await ask('which phone number for the security contact?\n'.repeat(10_000));
  expect([code, out.trimEnd().split('\n').length]).toEqual([0, 10_000]);
});

it('answers each question as it comes, and ends quietly when its reader leaves', async () => {
  const child = spawn(process.execPath, [command, 'ask'], { env: { PATH: process.env.PATH ?? '' } });
  const closed = new Promise((done) => child.on('close', done));
  child.stdin.on('error', () => {});
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  child.stdin.write('who may change the security contact\n');
  const first = await new Promise<Buffer>((done) => child.stdout.once('data', done));
  expect(answers(first.toString())[0]?.answer).toBe('who-can-update');
  child.stdout.destroy();
  child.stdin.write('and who may see it\n'.repeat(20_000));
  expect([await closed, err]).toEqual([0, '']);
});

it('prints with --text what a person would read, in their language', async () => {
  const { out } = await ask('qui peut voir le contact de sécurité ?\n', '--text');
  expect(out).toMatch(/contact de sécurité/);
  expect(out).toMatch(/Source\u00a0: https:\/\/learn\.microsoft\.com/);
  expect(out).not.toMatch(/[{}]/);
});

it('names no page of Microsoft’s below what it says of the bot itself', async () => {
  const { out } = await ask('how do I snooze a reminder\n', '--text');
  expect(out).toContain('Source: the documents that come with this bot.');
  expect(out).not.toContain('learn.microsoft.com');
});

it('prints with --text both answers of two questions, and of the own record which verb to type', async () => {
  const both = await ask('Who can change the security contact? And how fast must we answer alerts?\n', '--text');
  expect(both.out.match(/not by AI or Microsoft/g)).toHaveLength(2);
  expect((await ask('which alerts are open right now?\n', '--text')).out).toContain('type “alerts”');
  expect((await ask('quelles alertes sont ouvertes en ce moment ?\n', '--text')).out).toMatch(
    /tapez-y «\s?alertes\s?»/,
  );
});

it('offers with --text nothing for what is far from everything', async () => {
  const { out } = await ask('how do I book a meeting room\n', '--text');
  expect(out.trim()).toBe('I do not know the answer to that. You can ask again in other words.');
});

async function lines(...chunks: Buffer[]): Promise<string[]> {
  async function* input() {
    yield* chunks;
  }
  const found: string[] = [];
  for await (const line of linesOf(input())) found.push(line);
  return found;
}

it('keeps a letter whole that two chunks share, and a line that ends with the input', async () => {
  const [first, second] = [Buffer.from('caf'), Buffer.from('é\nlast')];
  expect(await lines(Buffer.concat([first, second.subarray(0, 1)]), second.subarray(1))).toEqual(['café', 'last']);
  expect(await lines(Buffer.from([0x61, 0x0a, 0xe2]))).toEqual(['a', '\uFFFD']);
});
