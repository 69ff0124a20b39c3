import type { formOpener as english } from '../en/form-opener.ts';

export const formOpener: typeof english = {
  text: (title) => `Le formulaire « ${title} » s’ouvre dans sa propre fenêtre. Rien ne change avant l’enregistrement.`,
  button: 'Ouvrir le formulaire',
  asYouLeftIt: 'Rien n’a été enregistré. Le formulaire contient ce que vous avez saisi et dit quoi corriger.',
};
