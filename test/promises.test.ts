import { relative, resolve } from 'node:path';
import type { Node } from 'typescript/unstable/ast';
import {
  isAssignmentOperator,
  isAwaitExpression,
  isBinaryExpression,
  isCallExpression,
  isExpressionStatement,
  isVoidExpression,
} from 'typescript/unstable/ast/is';
import { API, type Checker, type Type } from 'typescript/unstable/sync';
import { expect, it } from 'vitest';

/** Promises that nobody waits for, on purpose: file and what is called. */
const beside = [
  // Timers, and looks in the background.
  'src/delivery/worker.ts: world.timers.wait(ms).then',
  'src/outgoing/worker.ts: world.timers.wait(ms).then',
  'adapters/teams/api/readiness.ts: probe',
  'adapters/compose/outgoing.ts: cancel().then(()=>worker.retry()).catch',
  'adapters/compose/outgoing.ts: flush',
  'adapters/http/forward.ts: endUnlessActing',
  'adapters/process/watches.ts: check',
  'adapters/process/standstill-thread.ts: onStandstill',
  'adapters/webhook/auth/entra.ts: again.catch',
  'adapters/microsoft/api/exchange.ts: timers.wait(ms).then',
  'adapters/compose/replaceable.ts: timers.wait(ms).then',
  // What is also waited for elsewhere.
  'adapters/chat/ttl-cache.ts: made.value.catch',
  'adapters/local/local-mode.ts: starting.then(howToOpen).then',
  'adapters/teams/api/http-once.ts: read(response).then',
  // The end of the replica does it once more.
  'adapters/store/postgres/replica.ts: forget',
  // Settings that were reloaded.
  'adapters/process/shutdown.ts: reload',
  'adapters/run-bot.ts: noteFiles(next,before,store,log).catch',
  // The process begins and ends.
  'adapters/process/shutdown.ts: stop(signal).then',
  'adapters/main.ts: main().catch',
];

/** Where a promise is thrown away, with or without `void`. By its type, so that what a library returns counts too. */
function floating(): string[] {
  const api = new API();
  try {
    const [project] = api.updateSnapshot({ openProjects: [resolve('tsconfig.json')] }).getProjects();
    if (!project) throw new Error('tsconfig.json is gone');
    const { program, checker } = project;
    return program
      .getSourceFileNames()
      .map((name) => ({ name, file: relative('.', name).replaceAll('\\', '/') }))
      .filter(({ file }) => /^(src|adapters)\//.test(file))
      .flatMap(({ name, file }) => promisesIn(program.getSourceFile(name), checker).map((call) => `${file}: ${call}`));
  } finally {
    api.close();
  }
}

function promisesIn(file: Node | undefined, checker: Checker): string[] {
  const nodes = file ? thrownAway(file) : [];
  const types = checker.getTypeAtLocation(nodes);
  return nodes.filter((_, at) => isPromise(types[at], checker)).map(called);
}

function isPromise(type: Type | undefined, checker: Checker): boolean {
  const either = type ? checker.typeToString(type).split(' | ') : [];
  return either.some((one) => one.startsWith('Promise<'));
}

/** Expressions whose value goes nowhere. */
function thrownAway(node: Node): Node[] {
  const found: Node[] = [];
  if (isVoidExpression(node) || (isExpressionStatement(node) && !isKept(node.expression))) found.push(node.expression);
  node.forEachChild((child) => void found.push(...thrownAway(child)));
  return found;
}

function isKept(node: Node): boolean {
  return isAwaitExpression(node) || (isBinaryExpression(node) && isAssignmentOperator(node.operatorToken.kind));
}

function called(node: Node): string {
  return (isCallExpression(node) ? node.expression : node).getText().replaceAll(/\s+/g, '');
}

it('every promise is awaited, returned or kept, but for those that are meant to run beside', () => {
  expect(floating().toSorted()).toEqual(beside.toSorted());
});
