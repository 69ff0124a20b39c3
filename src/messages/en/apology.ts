/** People read these words when something went wrong on our side. */
export const apology = {
  /** Shown above the answer to a message that was too long to be read in full. */
  cutInForm: 'Your text is a little too long for this button. When the form opens, please check how the text ends.',
  cut: 'Your message is longer than 2,000 characters. I read the first 1,500 and the last 500. If the rest matters, please send a shorter message.',
  /** Shown above the answer to a message with a file. */
  files: 'I cannot read files. Please write what matters in the message itself.',
  title: 'That did not work',
  bug: (reference: string) =>
    `Something went wrong on my side, and I logged the error. Please try again. If it happens again, give your administrator this reference: ${reference}.`,
  /** People read this when the answer itself cannot be shown. */
  unshown: (reference: string) =>
    `I could not show you the answer. If you asked me to change something, the change may have been saved. Check the history before you try again. Reference: ${reference}.`,
  /** Shown above an answer that a platform took only later. */
  late: 'Sorry, this answer was delayed.',
  slowTitle: 'Still working on it',
  slow: (reference: string) =>
    `This is taking longer than usual. I will send the result when it is done. If nothing happens within a minute, check the history before you try again, because your change may have been saved. Reference: ${reference}.`,
  slowRead: (reference: string) =>
    `This is taking longer than usual. I will send the answer when it is ready. If you get no answer within a minute, please ask again. Reference: ${reference}.`,
  unwritable: (reference: string) =>
    `I cannot save anything right now, so nothing was changed. Please tell your administrator that the bot cannot write to its storage, then try again. Reference: ${reference}.`,
  full: (reference: string) =>
    `My storage is full, so nothing was changed. Please resolve alerts that you have dealt with, or ask your administrator to raise the STATE_LIMIT setting, then try again. Reference: ${reference}.`,
};
