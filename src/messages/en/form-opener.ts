/** Words of a card whose button opens a form, where the form itself cannot be opened at once. */
export const formOpener = {
  text: (title: string) => `The form “${title}” opens in its own window. Nothing is changed until you save it.`,
  button: 'Open the form',
  /** Shown where the form came back to be corrected. */
  asYouLeftIt: 'Nothing was saved. The form holds what you typed, and says what to mend.',
};
