/**
 * How long each kind of row is kept where people use it, so that the state stays small. The setting `RETENTION_DAYS` says how long
 * the archive keeps alerts and the history afterwards.
 */
export const retention = {
  /** The hours for which a resolved alert stays before it is archived, since it is still on people's screens and may be reopened. */
  resolvedAlertHours: 24,
  /** The days for which a resolved alert stays while one of its cards does not show yet that it is over: its channel may come back. */
  unshownAlertDays: 30,
  /** The days for which an entry of the history stays before it is archived, since open forms are compared with it. */
  historyDays: 31,
  /** The days for which a reminder, and a finding that is over, is kept: as long as the weekly digest and people's screens show it. */
  reminderDays: 35,
  /** The days for which misses of the FAQ and answered questions are kept. */
  faqQuestionDays: 90,
  /** The days for which counts of the FAQ are kept. They say nothing about any person. */
  faqCountDays: 400,
  /** The minutes for which an answer is kept, to be repeated when the same request comes again. It may be a whole card. */
  answerMinutes: 10,
  /** Hours for which the message is stored from which somebody began to raise an alert: people leave forms open. */
  chosenHours: 24,
  /** The hours for which a delivered note is kept: people may still have it on their screens. */
  noteHours: 48,
  /** Days for which the notice of a change is stored: while people may press **Not us**, and the notice is edited to say so. */
  noticeDays: 31,
  /** Days for which somebody whom Entra called a Global Administrator gets the messages of admins. */
  provenAdminDays: 90,
  /** Days after the last look that found somebody disabled or deleted in Entra for which that is stored. */
  leaverDays: 90,
  /** The days for which a segment of the archive that was dropped can be brought back. */
  droppedSegmentDays: 7,
} as const;
