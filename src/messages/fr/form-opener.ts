import type { formOpener as english } from '../en/form-opener.ts';

export const formOpener: typeof english = {
  text: (title) =>
    `Le formulaire « ${title} » s’ouvre dans une fenêtre séparée. Rien ne change tant que vous n’avez pas enregistré.`,
  button: 'Ouvrir le formulaire',
  asYouLeftIt: 'Rien n’a été enregistré. Le formulaire a gardé votre saisie et indique ce qu’il faut corriger.',
};
