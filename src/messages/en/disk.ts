/** Admins read these words when the disk of the state folder fills up, and when that is over. */
export const disk = {
  low: {
    title: 'My disk is nearly full',
    summary: (megabytes: number) => `My disk is nearly full: ${megabytes} MB are left.`,
    text: (megabytes: number) =>
      `${megabytes} MB are left on the disk of my state folder. Once it is full I can save nothing: new alerts are refused, and nobody can acknowledge or change anything.`,
  },
  full: {
    title: 'I cannot save anything: the disk',
    summary: 'My disk is full or takes no writes: new alerts are refused.',
    text: 'The disk of my state folder is full or takes no writes. New alerts are refused, and their senders are asked to send them again later. Nobody can acknowledge, resolve or change anything, and no reminder comes. What was saved is safe.',
  },
  room: {
    title: 'My disk has room again',
    summary: (megabytes: number) => `My disk has room again: ${megabytes} MB are free.`,
    text: (megabytes: number) => `I can save, and ${megabytes} MB are free on the disk of my state folder.`,
  },
  again: 'I can save again.',
  remedy:
    'Whoever runs me makes room on that disk: old backups first, then what begins with “before-version-” or “replaced-” in the state folder.',
};
