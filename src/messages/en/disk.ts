/** Admins read these words when the disk of the state folder fills up, and when that is over. */
export const disk = {
  low: {
    title: 'My disk is nearly full',
    summary: (megabytes: number) => `My disk is nearly full, with ${megabytes} MB left.`,
    text: (megabytes: number) =>
      `The disk that holds my data has ${megabytes} MB left. Once it is full, I cannot save anything. I will refuse new alerts, and nobody will be able to acknowledge or change anything.`,
  },
  full: {
    title: 'I cannot save anything on my disk',
    summary: 'My disk is full or read-only, so I am refusing new alerts.',
    text: 'The disk that holds my data is full or read-only. I am refusing new alerts and asking senders to try again later. Nobody can acknowledge, resolve or change anything, and I am sending no reminders. Everything that was saved before is safe.',
  },
  room: {
    title: 'My disk has free space again',
    summary: (megabytes: number) => `My disk has free space again: ${megabytes} MB.`,
    text: (megabytes: number) => `I can save again, and the disk that holds my data has ${megabytes} MB of free space.`,
  },
  again: 'I can save again.',
  remedy:
    'Ask the person who runs the bot to free up space on this disk. Delete old backups first. Then, in the state folder, delete everything whose name begins with “before-version-” or “replaced-”.',
};
