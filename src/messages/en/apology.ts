/** When something went wrong on our side. */
export const apology = {
  /** Above the answer to a text that was longer than what is read of one. */
  cut: 'Your message is longer than 2,000 characters. I read its first 1,500 and its last 500; please shorten it if the rest matters.',
  title: 'That did not work',
  bug: (reference: string) =>
    `Something went wrong on my side, and it was logged. Please try again; if it happens again, give your administrator this reference: ${reference}.`,
  slow: (reference: string) =>
    `That took too long, so I stopped waiting. It may still have been saved: look at the history before you try again. Reference: ${reference}.`,
  slowRead: (reference: string) =>
    `That took too long, so I stopped waiting. Please ask again in a moment. Reference: ${reference}.`,
  unwritable: (reference: string) =>
    `I cannot save anything at the moment, so nothing was changed. Please tell your administrator that the bot’s disk refuses writes, then try again. Reference: ${reference}.`,
  full: (reference: string) =>
    `My storage is full, so nothing was changed. Please resolve alerts that are over, or tell your administrator to raise the setting STATE_LIMIT, then try again. Reference: ${reference}.`,
};
