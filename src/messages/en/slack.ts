/** Only the Slack adapter needs these words. */
export const slack = {
  /** Stands at a field that is wrong. */
  error: (problem: string) => `Error: ${problem}`,
  /** Shown below a sign in a heading without other words, so that no sign alone carries the meaning. */
  tone: { good: 'OK', warning: 'Attention', danger: 'Problem' },
  /** A window that shows a card has this title. It has at most 24 characters, and so has `close`. */
  window: 'Security contact',
  close: 'Close',
  loading: 'One moment, I am getting the data …',
  starting: 'I am starting up and not connected to Slack yet. Please try again in a minute.',
  /** `reason` is Slack's code for why it refuses the bot's token. */
  lockedOut: (reason: string) =>
    `Slack is refusing my connection (${reason}), so nothing was done. Trying again will not help. Please tell the person who runs the bot. The bot’s page /readyz shows what is wrong.`,
  ending: 'I am restarting. Please try again in a minute.',
  /** Shown below an answer that has more than Slack takes. */
  shortened: 'This is too long for Slack, so only part of it is shown.',
  formNeedsPress: 'This needs a form. Press the button to open it.',
  /** People read this when Slack did not say whether the form opened. */
  formUnsure: 'If no form has opened, Slack was too slow or busy. Press the button to open it.',
  formFailed: 'The form could not be opened, because Slack was too slow or busy. Press the button to try again.',
};
