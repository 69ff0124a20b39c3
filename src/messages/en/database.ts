const prevention =
  'The person who runs the database can prevent such losses with synchronous replication (see docs/postgres.md).';
const stopped =
  'I am refusing new alerts and asking senders to try again later. Nobody can acknowledge, resolve or change anything, and I am sending no reminders. Everything that was saved before is safe.';

/** Messages to admins: the database refuses writes, cannot be reached, or lost writes that it had confirmed. */
export const database = {
  full: {
    title: 'I cannot save anything in my database',
    summary: 'I cannot write to my database, so I am refusing new alerts.',
    text: `I cannot write to the database that holds my data. ${stopped}`,
    remedy:
      'Ask the person who runs the database to free up disk space, or to take the database out of read-only mode.',
  },
  away: {
    title: 'I cannot use my database',
    summary: 'I cannot use my database, so I am refusing new alerts.',
    text: (why: string) => `I cannot use the database that holds my data (${why}). ${stopped}`,
    remedy:
      'Ask the person who runs the database to check that its server is running and that I can reach it. I will then continue without a restart.',
  },
  room: {
    title: 'I can write to my database again',
    summary: 'I can write to my database again.',
    text: 'I can save again.',
  },
  putBack: {
    title: 'My database lost changes, and I saved them again',
    summary: (writes: number) =>
      writes === 1
        ? 'My database lost a change that it had reported as saved. I have saved it again.'
        : `My database lost ${writes} changes that it had reported as saved. I have saved them again.`,
    text: 'A database can lose changes when a standby server takes over before it has received everything. I saved the lost changes again, so nothing is missing now.',
    prevention,
  },
  lost: {
    title: 'My database lost alerts',
    summary: (alerts: number) =>
      alerts === 1
        ? 'My database lost an alert that it had reported as saved.'
        : `My database lost ${alerts} alerts that it had reported as saved.`,
    text: 'A database can lose alerts when a standby server takes over before it has received everything. I could not recover the alerts below. Changes that people made at the same time may also be missing. The missing alerts, each with the ID that its sender gave it:',
    alert: (id: string, source: string) => `“${id}” from ${source}`,
    more: (count: number) => (count === 1 ? 'and 1 more' : `and ${count} more`),
    remedy: 'Please look at these alerts in the products that sent them, and have them sent again.',
    prevention,
  },
};
