import type { apology as english } from '../en/apology.ts';

export const apology: typeof english = {
  cutInForm: 'Votre texte est un peu trop long pour le bouton ci-dessous : vérifiez sa fin dans le formulaire.',
  cut: 'Votre message dépasse 2 000 caractères. J’en ai lu les 1 500 premiers et les 500 derniers ; raccourcissez-le si le reste compte.',
  /** Shown above the answer to a message with a file. */
  files: 'Je ne peux pas lire les fichiers : seul compte ce que vous écrivez.',
  title: 'Cela n’a pas fonctionné',
  bug: (reference) =>
    `Une erreur s’est produite de mon côté et a été enregistrée. Réessayez ; si elle se répète, donnez cette référence à votre administrateur : ${reference}.`,
  /** People read this when the answer itself cannot be shown. */
  unshown: (reference) =>
    `Je n’ai pas pu vous montrer la réponse. Si vous demandiez une modification, elle a peut-être été faite : consultez l’historique avant de réessayer. Référence : ${reference}.`,
  /** Shown above an answer that a platform took only later. */
  late: 'Cette réponse arrive en retard : elle n’a pas pu vous être donnée au moment de votre demande.',
  slowTitle: 'Un peu de patience',
  slow: (reference) =>
    `L’opération prend plus de temps que prévu. Vous aurez le résultat dès que je l’ai. S’il n’est pas là dans une minute, consultez l’historique avant de réessayer : elle a peut-être été enregistrée. Référence : ${reference}.`,
  slowRead: (reference) =>
    `La réponse prend plus de temps que prévu. Vous l’aurez dès que je l’ai. Si elle n’est pas là dans une minute, reposez la question. Référence : ${reference}.`,
  unwritable: (reference) =>
    `Je ne peux rien enregistrer pour le moment : rien n’a été modifié. Signalez à votre administrateur que le stockage du bot refuse l’écriture, puis réessayez. Référence : ${reference}.`,
  full: (reference) =>
    `Mon espace de stockage est plein : rien n’a été modifié. Résolvez les alertes terminées, ou demandez à votre administrateur d’augmenter le paramètre STATE_LIMIT, puis réessayez. Référence : ${reference}.`,
};
