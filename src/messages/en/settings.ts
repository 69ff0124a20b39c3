/** Admins read these words when the settings were read again, or name other administrators. */
export const settings = {
  refused: {
    title: 'My new settings have mistakes',
    summary: (count: number) =>
      count === 1
        ? 'I did not reload my settings, since they have 1 mistake. I am keeping the old ones.'
        : `I did not reload my settings, since they have ${count} mistakes. I am keeping the old ones.`,
    whole: 'the whole setting',
    remedy:
      'Nothing has changed. Ask the person who runs the bot to look at the log, correct the mistakes and reload the settings again.',
  },
  mended: {
    title: 'My settings have no mistakes any more',
    summary: 'My settings have no mistakes any more, and I am using them now.',
  },
  admins: {
    title: 'My settings name other administrators',
    summary: (added: number, removed: number) =>
      `My settings name other administrators: ${added} added, ${removed} removed.`,
    added: 'Added',
    removed: 'Removed',
    whyFormer: 'You are receiving this because you were an administrator.',
    remedy: 'If you did not expect this, tell the person who runs the bot at once. The history shows the change.',
  },
};
