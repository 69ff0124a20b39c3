import fs from 'node:fs';
import fsp, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { join, relative } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { folder } from './folder.ts';

/** Everything that a test's process does to the files below a folder, in order. */
export interface WatchedFs {
  /** `open db.json.tmp`, `write …`, `sync …`, `rename a > b`, `rm …`, `mkdir …`, `copy a > b`; the folder itself is `.`. Writes in a row count once. */
  log: string[];
  /** Lets that many more calls through; every later one fails, as for a process that was killed. */
  dieAfter(calls: number): void;
  end(): void;
  /** Without what only begins a file: what is left decides what a power cut leaves. */
  lasting(): string[];
}

/** Watches until the test ends. */
export async function watchedFs(dir: string): Promise<WatchedFs> {
  const log: string[] = [];
  let calls = 0;
  let last = Number.POSITIVE_INFINITY;
  const files = new WeakMap<object, string>();
  const descriptors = new Map<number, string>();
  const named = (path: unknown) => relative(dir, String(path)) || '.';

  function note(what: string): void {
    if (++calls > last) throw Object.assign(new Error(`killed before: ${what}`), { code: 'EKILLED' });
    if (!(what.startsWith('write ') && log.at(-1) === what)) log.push(what);
  }

  function watch(name: 'rename' | 'rm' | 'rmdir' | 'mkdir' | 'copyFile', text: (args: unknown[]) => string): void {
    const real: (...args: unknown[]) => Promise<unknown> = fsp[name].bind(fsp) as never;
    vi.spyOn(fsp, name).mockImplementation((async (...args: unknown[]) => {
      note(text(args));
      return real(...args);
    }) as never);
  }

  watch('rename', ([from, to]) => `rename ${named(from)} > ${named(to)}`);
  watch('copyFile', ([from, to]) => `copy ${named(from)} > ${named(to)}`);
  watch('rm', ([path]) => `rm ${named(path)}`);
  watch('rmdir', ([path]) => `rmdir ${named(path)}`);
  watch('mkdir', ([path]) => `mkdir ${named(path)}`);

  const open = fsp.open.bind(fsp);
  vi.spyOn(fsp, 'open').mockImplementation(async (path, flags, mode) => {
    const name = named(path);
    if (flags !== 'r' && flags !== undefined) note(`open ${name}`);
    const handle = await open(path, flags, mode);
    files.set(handle, name);
    descriptors.set(handle.fd, name);
    return handle;
  });

  const any = await open(join(folder(), 'any'), 'w');
  const handles: FileHandle = Object.getPrototypeOf(any);
  await any.close();
  for (const [name, as] of [
    ['writeFile', 'write'],
    ['write', 'write'],
    ['truncate', 'truncate'],
    ['sync', 'sync'],
    ['datasync', 'sync'],
  ] as const) {
    const real: (...args: unknown[]) => Promise<unknown> = handles[name] as never;
    vi.spyOn(handles, name).mockImplementation(async function (this: FileHandle, ...args: unknown[]) {
      note(`${as} ${files.get(this)}`);
      return Reflect.apply(real, this, args);
    } as never);
  }

  const writeSync = fs.writeSync.bind(fs) as (...args: unknown[]) => number;
  vi.spyOn(fs, 'writeSync').mockImplementation(((fd: number, ...args: unknown[]) => {
    const name = descriptors.get(fd);
    if (name !== undefined) note(`write ${name}`);
    return writeSync(fd, ...args);
  }) as never);

  const end = () => {
    vi.restoreAllMocks();
    syncBuiltinESMExports();
  };
  syncBuiltinESMExports();
  onTestFinished(end);
  return {
    log,
    end,
    lasting: () =>
      log.filter((what, at) => !/^(open|truncate) /.test(what) && log[at + 1] !== what.replace(/^rm/, 'open')),
    dieAfter(more) {
      last = calls + more;
    },
  };
}
