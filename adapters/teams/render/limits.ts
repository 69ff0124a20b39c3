/**
 * What a card may be at most, for tests over every view; nothing is cut.
 * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages
 */
export const limits = {
  /** Teams takes 100 KB in UTF-16 for a whole message, 28 KB in older clients. */
  cardBytes: 25 * 1024,
  /** More are not shown. */
  actions: 6,
  /** Of a confirm's buttons and of ours, so that they fit at 320 px. */
  actionTitle: 40,
} as const;
