/**
 * Does what `docker build` and `docker run` would do with the Dockerfile, in folders of this machine: a stage is a folder, a path
 * in it is below that folder, and the base image is this process's Node. So there is no isolation, and nothing of Docker is tested.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, posix, resolve } from 'node:path';
import { machine } from '../adapters/process/child.ts';
import { admitted, execForm, pairs, readDockerfile, type Stage } from './dockerfile.ts';

const context = resolve(import.meta.dirname, '../..');
/** Only root may give files to other users, and start programs as them. */
export const asRoot = process.getuid?.() === 0;

/** What a container of the image begins with. */
export interface Image {
  root: string;
  env: Record<string, string>;
  workdir: string;
  user: { uid: number; gid: number };
  entrypoint: string[];
  command: string[];
  healthcheck: string[];
  volumes: string[];
  stopSignal: string;
}

/** Runs all steps of the Dockerfile in new folders below the machine's one for temporary files. */
export function buildImage(): { image: Image; bases: string[]; remove(): void } {
  const stages = readDockerfile(readFileSync(join(context, 'Dockerfile'), 'utf8'));
  const top = mkdtempSync(join(tmpdir(), 'image-'));
  chmodSync(top, 0o755);
  // Another user may be unable to reach the one that runs this.
  const node = join(top, 'node');
  copyFileSync(process.execPath, node);
  const built = new Map<string, Image>();
  for (const stage of stages) built.set(stage.name, buildStage(stage, join(top, stage.name), node, built));
  const image = [...built.values()].at(-1);
  if (!image) throw new Error('The Dockerfile has no stage.');
  // Another user than root cannot give the program away, and makes it read-only for itself.
  if (!asRoot) spawnSync('chmod', ['-R', 'a-w', join(image.root, 'app')]);
  return {
    image,
    bases: stages.map(({ base }) => base),
    remove() {
      if (!asRoot) spawnSync('chmod', ['-R', 'u+w', top]);
      rmSync(top, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

function buildStage(stage: Stage, root: string, node: string, others: ReadonlyMap<string, Image>): Image {
  const image: Image = {
    root,
    env: {},
    workdir: '/',
    user: { uid: 0, gid: 0 },
    entrypoint: [],
    command: [],
    healthcheck: [],
    volumes: [],
    stopSignal: '',
  };
  mkdirSync(join(root, 'usr/local/bin'), { recursive: true });
  symlinkSync(node, join(root, 'usr/local/bin/node'));
  for (const { name, flags, rest } of stage.instructions) {
    if (name === 'WORKDIR') {
      image.workdir = posix.resolve(image.workdir, rest);
      mkdirSync(join(root, image.workdir), { recursive: true });
    } else if (name === 'COPY' && flags.from)
      copyFromStage(image, others.get(flags.from), flags.chown, rest.split(/\s+/));
    else if (name === 'COPY') copyFromContext(image, flags.chown, rest.split(/\s+/));
    else if (name === 'RUN') runStep(image, rest);
    else if (name === 'ENV') Object.assign(image.env, pairs(rest));
    else if (name === 'USER') image.user = userOf(rest);
    else if (name === 'VOLUME') image.volumes.push(rest);
    else if (name === 'STOPSIGNAL') image.stopSignal = rest;
    else if (name === 'ENTRYPOINT') image.entrypoint = execForm(rest);
    else if (name === 'CMD') image.command = execForm(rest);
    else if (name === 'HEALTHCHECK') image.healthcheck = execForm(rest.replace(/^CMD +/, ''));
  }
  return image;
}

function userOf(text: string): Image['user'] {
  const [uid = Number.NaN, gid = 0] = text.split(':').map(Number);
  if (!Number.isInteger(uid))
    throw new Error(`Not a number, so orchestrators cannot tell that it is not root: ${text}`);
  return { uid, gid };
}

/** `COPY` out of the context of the build: the folders and files that `.dockerignore` lets in. */
function copyFromContext(image: Image, chown: string | undefined, paths: readonly string[]): void {
  const allowed = admitted(readFileSync(join(context, '.dockerignore'), 'utf8'));
  const target = join(image.root, posix.resolve(image.workdir, paths.at(-1) ?? ''));
  mkdirSync(target, { recursive: true });
  for (const path of paths[0] === '.' ? allowed : paths.slice(0, -1)) {
    if (!allowed.includes(path)) throw new Error(`${path} is not in the context of the build.`);
    // A clone without packed branches has no such file.
    if (path.startsWith('.git/') && !existsSync(join(context, path))) continue;
    cpSync(join(context, path), join(target, path), { recursive: true, verbatimSymlinks: true });
    give(join(target, path), chown);
  }
}

/** `COPY --from`: moves what stands there, which is quicker, and a stage is used only once. */
function copyFromStage(
  image: Image,
  stage: Image | undefined,
  chown: string | undefined,
  paths: readonly string[],
): void {
  const [from = '', to = '', ...more] = paths;
  if (!stage || more.length > 0) throw new Error(`COPY --from=... ${paths.join(' ')}`);
  const target = join(image.root, posix.resolve(image.workdir, to));
  mkdirSync(target, { recursive: true });
  rmdirSync(target);
  renameSync(join(stage.root, from), target);
  give(target, chown);
}

function give(path: string, chown = '0:0'): void {
  const { uid, gid } = userOf(chown);
  if (asRoot) spawnSync('chown', ['-hR', `${uid}:${gid}`, path]);
}

function runStep(image: Image, command: string): void {
  // Absolute paths would be this machine's.
  if (/(^|[\s'"=])\/\w/.test(command)) throw new Error(`A step names an absolute path: ${command}`);
  const ran = spawnSync('sh', ['-ec', command], {
    cwd: join(image.root, image.workdir),
    env: envOf(image, network()),
    encoding: 'utf8',
    ...idsOf(image),
  });
  if (ran.status !== 0) throw new Error(`${command}\n${ran.stdout}${ran.stderr}`);
}

/** What a step needs of this machine to reach the registry. What npm has already is not fetched again. */
function network(): Record<string, string> {
  const named = Object.entries(process.env).filter(([name]) => /^(NODE_EXTRA_CA_CERTS|(https?|no)_proxy)$/i.test(name));
  return { ...machine(), ...Object.fromEntries(named), npm_config_prefer_offline: 'true' };
}

const idsOf = ({ user }: Image) => (asRoot ? user : {});

/** Variables of the image, with its paths below its folder; its own programs are found first. */
function envOf(image: Image, more: Readonly<Record<string, string>>): Record<string, string> {
  const own = Object.entries(image.env).map(([name, value]) => [name, inside(image, value)]);
  return { ...Object.fromEntries(own), ...more, PATH: `${join(image.root, 'usr/local/bin')}:${process.env.PATH}` };
}

function inside({ root }: Image, text: string): string {
  return text.startsWith('/') ? join(root, text) : text;
}

/** Starts a program in the image, with these variables beside its own. */
export function startIn(
  image: Image,
  command: readonly string[],
  settings: Readonly<Record<string, string>>,
): ChildProcess {
  const [program = '', ...args] = command.map((part) => inside(image, part));
  return spawn(program, args, { cwd: join(image.root, image.workdir), env: envOf(image, settings), ...idsOf(image) });
}
