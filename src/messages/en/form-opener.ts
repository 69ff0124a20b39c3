/** Words of a card whose button opens a form, where the form itself cannot be opened at once. */
export const formOpener = {
  text: (title: string) => `The form “${title}” opens in its own window. Nothing changes until you save.`,
  button: 'Open the form',
  /** Shown where the form came back to be corrected. */
  asYouLeftIt: 'Nothing was saved. The form still has what you typed, and shows what to correct.',
};
