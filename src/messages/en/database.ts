const prevention = 'Whoever runs the database can prevent this with synchronous replication: docs/postgres.md.';

/** Messages to admins: the database refuses writes, cannot be reached, or lost writes that it had confirmed. */
export const database = {
  full: {
    title: 'I cannot save anything: the database',
    summary: 'My database takes no writes: new alerts are refused.',
    text: 'The database that keeps my state takes no writes. New alerts are refused, and their senders are asked to send them again later. Nobody can acknowledge, resolve or change anything, and no reminder comes. What was saved is safe.',
    remedy: 'Whoever runs that database makes room on its disk, or ends its read-only state.',
  },
  away: {
    title: 'I cannot save anything: the database',
    summary: 'My database cannot be used: new alerts are refused.',
    text: (why: string) =>
      `The database that keeps my state cannot be used (${why}). New alerts are refused, and their senders are asked to send them again later. Nobody can acknowledge, resolve or change anything, and no reminder comes. What was saved is safe.`,
    remedy: 'Whoever runs that database looks whether its server runs, and whether I can reach it. I go on by myself.',
  },
  room: {
    title: 'My database takes writes again',
    summary: 'My database takes writes again.',
    text: 'I can save again.',
  },
  putBack: {
    title: 'My database had lost writes',
    summary: (writes: number) =>
      writes === 1
        ? 'My database had lost a write that it had confirmed. I made it again.'
        : `My database had lost ${writes} writes that it had confirmed. I made them again.`,
    text: 'This happens when another server takes the place of one that had not passed all on to it. Nothing is missing.',
    prevention,
  },
  lost: {
    title: 'My database lost alerts',
    summary: (alerts: number) =>
      alerts === 1
        ? 'My database lost an alert that it had confirmed.'
        : `My database lost ${alerts} alerts that it had confirmed.`,
    text: 'This happens when another server takes the place of one that had not passed all on to it. I could not store them again. What people did in the same seconds may be missing too. These alerts are missing here, by the ids of their senders:',
    alert: (id: string, source: string) => `“${id}” from ${source}`,
    more: (count: number) => (count === 1 ? 'and 1 more' : `and ${count} more`),
    remedy: 'Please look at them where they come from, and ask their senders to send them again.',
    prevention,
  },
};
