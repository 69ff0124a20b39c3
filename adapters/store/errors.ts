/** What an operator can do about a damaged state. */
export const restoreIt = 'Restore a backup with: npm run restore -- FILE (it keeps the damaged state as a copy)';

/** A file of the state is not as it was written. Nothing was changed. */
export class StateDamaged extends Error {
  override name = 'StateDamaged';
  readonly file: string;
  /** The damage begins here, in bytes. */
  readonly offset: number;
  readonly what: string;
  constructor(file: string, offset: number, what: string, advice = restoreIt) {
    super(`${file} is damaged at byte ${offset}: ${what}. Nothing was changed. ${advice}.`);
    this.file = file;
    this.offset = offset;
    this.what = what;
  }
}

/** A file of the state is not there. Nothing was changed. */
export class StateMissing extends StateDamaged {
  constructor(file: string, also = '', advice = restoreIt) {
    super(file, 0, 'it is missing');
    this.message = `${file} is missing${also}. Nothing was changed. ${advice}.`;
  }
}

/** Nothing was stored yet where the state should be. */
export class NoState extends Error {
  override name = 'NoState';
  constructor(place: string) {
    super(`There is no state in ${place}.`);
  }
}

/** The state was written by a newer version of the bot. Nothing was changed. */
export class StateTooNew extends Error {
  override name = 'StateTooNew';
  constructor(file: string, found: number, known: number) {
    super(
      `${file} has state version ${found}, and this version of the bot knows only ${known}. Nothing was changed. ` +
        'Install the newer version of the bot again, or restore an older backup with: npm run restore -- FILE.',
    );
  }
}

/** A file that should be restored is something else. Nothing was changed. */
export class NoBackup extends Error {
  override name = 'NoBackup';
  constructor(file: string) {
    super(`${file} is no backup of this bot. Nothing was changed. Choose another file.`);
  }
}

/** A backup cannot go on as the state of a bot that moved. Nothing was changed. */
export class CannotMove extends Error {
  override name = 'CannotMove';
  constructor(why: string, step: string) {
    super(`${why}. Nothing was changed. ${step}; or restore without --moved.`);
  }
}

/** Somebody copied a backup into the place of the state. Nothing was changed. */
export class StateIsBackup extends Error {
  override name = 'StateIsBackup';
  constructor(file: string) {
    super(`${file} is a backup. Nothing was changed. Move it elsewhere, and use: npm run restore -- FILE.`);
  }
}

/** Another process owns the state folder. */
export class StateInUse extends Error {
  override name = 'StateInUse';
  constructor(dir: string) {
    super(`The state folder ${dir} is in use by another process: is the bot already running? Stop it first.`);
  }
}

/**
 * The owner's lock file was removed or replaced while it ran. A change that was not answered yet may be lost; one that
 * was is on disk.
 */
export class StateTaken extends Error {
  override name = 'StateTaken';
  constructor(dir: string) {
    super(
      `The file lock.db in ${dir} was removed or replaced, so another process may own this state now. This one writes nothing more and ends. ` +
        'Leave lock.db alone while the bot runs, and start the bot again, once.',
    );
  }
}

/** The disk failed to flush, so nobody knows what it holds: whether the changes under way are durable shows at the next start. */
export class FlushFailed extends Error {
  override name = 'FlushFailed';
}

/** Somebody else may write where the state or a backup would be. Nothing was changed. */
export class FolderNotOurs extends Error {
  override name = 'FolderNotOurs';
  constructor(dir: string, why: string) {
    super(`The folder ${dir} is not safe: ${why}. Nothing was changed.`);
  }
}

/** A restore into the folder was interrupted after it had begun to take effect. Nothing was changed. */
export class RestoreUnfinished extends Error {
  override name = 'RestoreUnfinished';
  constructor(dir: string) {
    super(
      `A restore into ${dir} was interrupted. The next start of the bot finishes it: start the bot, and try again.`,
    );
  }
}

/** A row of the database is not as it was written. Nothing was changed. */
export class RowDamaged extends StateDamaged {
  constructor(row: string, what: string) {
    super(row, 0, what);
    this.message = `${row} in the database is damaged: ${what}. Nothing was changed. ${restoreIt}.`;
  }
}

/** A replica, or another command, changes this state. Nothing was changed. */
export class ReplicaActs extends Error {
  override name = 'ReplicaActs';
  /** `url` is the replica's address; null for a command. */
  constructor(url: string | null) {
    super(
      `${url === null ? 'Another command' : `The replica at ${url}`} acts on this database. Nothing was changed. ` +
        'Stop every replica first, and wait ten seconds after one that was killed.',
    );
  }
}

/** Another replica acts, or may act by now: this one changes nothing more, calls nobody, and ends. */
export class LeaseLost extends Error {
  override name = 'LeaseLost';
}
