import type { apology as english } from '../en/apology.ts';

export const apology: typeof english = {
  cut: 'Votre message dépasse 2 000 caractères. J’en ai lu les 1 500 premiers et les 500 derniers ; raccourcissez-le si le reste compte.',
  title: 'Cela n’a pas fonctionné',
  bug: (reference) =>
    `Une erreur s’est produite de mon côté et a été enregistrée. Réessayez ; si elle se répète, donnez cette référence à votre administrateur : ${reference}.`,
  slow: (reference) =>
    `La réponse a pris trop de temps et je n’attends plus. L’enregistrement a peut-être eu lieu : consultez l’historique avant de réessayer. Référence : ${reference}.`,
  slowRead: (reference) =>
    `La réponse a pris trop de temps et je n’attends plus. Reposez la question dans un instant. Référence : ${reference}.`,
  unwritable: (reference) =>
    `Je ne peux rien enregistrer pour le moment : rien n’a été modifié. Signalez à votre administrateur que le disque du bot refuse l’écriture, puis réessayez. Référence : ${reference}.`,
  full: (reference) =>
    `Mon espace de stockage est plein : rien n’a été modifié. Résolvez les alertes terminées, ou demandez à votre administrateur d’augmenter le paramètre STATE_LIMIT, puis réessayez. Référence : ${reference}.`,
};
