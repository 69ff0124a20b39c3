import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { linesOf } from '../../adapters/commands/command.ts';

const command = join(import.meta.dirname, '../../adapters/commands/ask.ts');
const Answer = z.strictObject({
  answer: z.string().nullable(),
  suggestions: z.array(z.string()),
  lang: z.enum(['en', 'fr']),
  ms: z.number().nonnegative(),
});

/** Runs the command without any setting; what it says on both outputs. */
async function ask(input: Buffer | string, ...args: string[]) {
  const child = spawn(process.execPath, [command, ...args], { env: { PATH: process.env.PATH ?? '' } });
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
    'who is our security contact\r\n\r\n  \nqui peut modifier le contact de sécurité ?\nbye',
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
  const child = spawn(process.execPath, [command], { env: { PATH: process.env.PATH ?? '' } });
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
  const { out } = await ask('qui est notre contact de sécurité ?\n', '--text');
  expect(out).toMatch(/contact de sécurité/);
  expect(out).toMatch(/Source\u00a0: https:\/\/learn\.microsoft\.com/);
  expect(out).not.toMatch(/[{}]/);
});

it('names no page of Microsoft’s below what it says of the bot itself', async () => {
  const { out } = await ask('how do I snooze a reminder\n', '--text');
  expect(out).toContain('Source: the documents that come with this bot.');
  expect(out).not.toContain('learn.microsoft.com');
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
