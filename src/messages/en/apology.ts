/** People read these words when something went wrong on our side. */
export const apology = {
  /** Shown above the answer to a message that was too long to be read in full. */
  cutInForm: 'Your text is a little too long for the button below: please check its end in the form.',
  cut: 'Your message is longer than 2,000 characters. I read its first 1,500 and its last 500; please shorten it if the rest matters.',
  /** Shown above the answer to a message with a file. */
  files: 'I cannot read files: only what you write counts.',
  title: 'That did not work',
  bug: (reference: string) =>
    `Something went wrong on my side, and it was logged. Please try again; if it happens again, give your administrator this reference: ${reference}.`,
  /** People read this when the answer itself cannot be shown. */
  unshown: (reference: string) =>
    `I could not show you the answer. If you asked me to change something, it may have been changed: look at the history before you try again. Reference: ${reference}.`,
  /** Shown above an answer that a platform took only later. */
  late: 'This answer comes late: it could not be given when you asked.',
  slowTitle: 'This takes longer',
  slow: (reference: string) =>
    `That took too long for me to wait here. You get the outcome as soon as I have it. If it has not come in a minute, look at the history before you try again: it may have been saved. Reference: ${reference}.`,
  slowRead: (reference: string) =>
    `That took too long for me to wait here. You get the answer as soon as I have it. If it has not come in a minute, please ask again. Reference: ${reference}.`,
  unwritable: (reference: string) =>
    `I cannot save anything at the moment, so nothing was changed. Please tell your administrator that the bot’s storage refuses writes, then try again. Reference: ${reference}.`,
  full: (reference: string) =>
    `My storage is full, so nothing was changed. Please resolve alerts that are over, or tell your administrator to raise the setting STATE_LIMIT, then try again. Reference: ${reference}.`,
};
