/**
 * Reads a Dockerfile, as far as ours goes: whatever it does not know, it refuses. A parser would accept more, and whoever runs
 * the steps has to know each of them anyway. https://docs.docker.com/reference/dockerfile/
 */

/** One instruction: its name in capitals, its flags (`--from=build`) by name, and all that follows. */
interface Instruction {
  name: string;
  flags: Readonly<Record<string, string>>;
  rest: string;
}

/** What is made of one `FROM`, and the instructions that follow it. */
export interface Stage {
  base: string;
  name: string;
  instructions: readonly Instruction[];
}

const flagsOf: Readonly<Record<string, readonly string[]>> = {
  COPY: ['from', 'chown'],
  HEALTHCHECK: ['interval', 'timeout', 'start-period', 'retries'],
  ...Object.fromEntries(
    'RUN WORKDIR USER ENV LABEL VOLUME EXPOSE STOPSIGNAL ENTRYPOINT CMD'.split(' ').map((name) => [name, []]),
  ),
};

/** Returns the stages of a Dockerfile. Throws for what it does not know. */
export function readDockerfile(text: string): Stage[] {
  const variables: Record<string, string> = {};
  const stages: { base: string; name: string; instructions: Instruction[] }[] = [];
  for (const line of logicalLines(text)) {
    const [, name = '', rest = ''] = /^([A-Z]+) +(.+)$/s.exec(line) ?? [];
    const last = stages.at(-1);
    if (name === 'ARG' && !last) Object.assign(variables, pairs(rest));
    else if (name === 'FROM') stages.push(stageOf(rest, variables, stages.length));
    else if (last && flagsOf[name]) last.instructions.push(instructionOf(name, rest, flagsOf[name]));
    else throw new Error(`This reader does not know: ${line}`);
  }
  return stages;
}

/** Lines without comments, each joined with those that go on behind a backslash. */
function logicalLines(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => !/^\s*(#|$)/.test(line))
    .join('\n')
    .replace(/\\\n\s*/g, '')
    .split('\n');
}

function stageOf(
  rest: string,
  variables: Readonly<Record<string, string>>,
  index: number,
): Stage & { instructions: [] } {
  const [, variable = '', name = String(index)] = /^\$\{(\w+)\}(?: AS (\w+))?$/.exec(rest) ?? [];
  const base = variables[variable];
  if (!base) throw new Error(`This reader does not know: FROM ${rest}`);
  return { base, name, instructions: [] };
}

function instructionOf(name: string, rest: string, known: readonly string[]): Instruction {
  const [before = ''] = /^(--\S+ +)*/.exec(rest) ?? [];
  const flags = Object.fromEntries(
    Array.from(before.matchAll(/--([a-z-]+)=(\S+)/g), ([, flag = '', value = '']) => [flag, value]),
  );
  const strange = Object.keys(flags).filter((flag) => !known.includes(flag));
  if (strange.length > 0) throw new Error(`This reader does not know ${name} --${strange.join(', --')}`);
  return { name, flags, rest: rest.slice(before.length) };
}

/** Returns `NAME=value NAME="value with spaces"` by name. Throws for anything else. */
export function pairs(text: string): Record<string, string> {
  const found = Array.from(text.matchAll(/([\w.]+)=(?:"([^"]*)"|(\S+))\s*/g));
  if (found.map(([all]) => all).join('') !== text) throw new Error(`This reader does not know: ${text}`);
  return Object.fromEntries(found.map(([, name = '', quoted, plain]) => [name, quoted ?? plain ?? '']));
}

/** Returns a command in exec form, `["node", "x"]`. Throws for the shell form, in which a shell would get the signals. */
export function execForm(text: string): string[] {
  const parsed: unknown = JSON.parse(text);
  if (!Array.isArray(parsed) || !parsed.every((part) => typeof part === 'string'))
    throw new Error(`No exec form: ${text}`);
  return parsed;
}

/** Returns the paths that a `.dockerignore` lets in, of the form that ours has: nothing but what is named. Throws for another. */
export function admitted(text: string): string[] {
  const [all, ...exceptions] = logicalLines(text);
  if (all !== '*' || !exceptions.every((line) => /^![\w./-]+$/.test(line)))
    throw new Error('This reader knows only a .dockerignore of * and exceptions.');
  return exceptions.map((line) => line.slice(1));
}
