import type { apology as english } from '../en/apology.ts';

export const apology: typeof english = {
  cutInForm: 'Votre texte est un peu trop long pour le bouton ci-dessous. Vérifiez-en la fin dans le formulaire.',
  cut: 'Votre message dépasse 2 000 caractères. J’en ai lu les 1 500 premiers et les 500 derniers. Si le reste est important, envoyez un message plus court.',
  /** Shown above the answer to a message with a file. */
  files: 'Je ne peux pas lire les fichiers. Écrivez l’essentiel dans le message.',
  title: 'Cela n’a pas fonctionné',
  bug: (reference) =>
    `Une erreur s’est produite de mon côté ; je l’ai consignée dans le journal. Réessayez. Si elle se reproduit, donnez cette référence à la personne qui gère le bot : ${reference}.`,
  /** People read this when the answer itself cannot be shown. */
  unshown: (reference) =>
    `Je n’ai pas pu afficher la réponse. Si vous avez demandé une modification, elle est peut-être déjà enregistrée. Consultez l’historique avant de réessayer. Référence : ${reference}.`,
  /** Shown above an answer that a platform took only later. */
  late: 'Cette réponse arrive en retard.',
  slowTitle: 'Un peu de patience',
  slow: (reference) =>
    `Cela prend plus de temps que d’habitude. Vous recevrez le résultat dès que possible. Si vous ne l’avez pas dans une minute, consultez l’historique avant de réessayer : votre modification est peut-être enregistrée. Référence : ${reference}.`,
  slowRead: (reference) =>
    `Cela prend plus de temps que d’habitude. Vous recevrez la réponse dès que possible. Si vous ne l’avez pas dans une minute, reposez la question. Référence : ${reference}.`,
  unwritable: (reference) =>
    `Je ne peux rien enregistrer pour le moment : rien n’a été modifié. Signalez à la personne qui gère le bot que je ne peux pas écrire dans mon espace de stockage, puis réessayez. Référence : ${reference}.`,
  full: (reference) =>
    `Mon espace de stockage est plein : rien n’a été modifié. Résolvez les alertes déjà traitées, ou demandez à la personne qui gère le bot d’augmenter le paramètre STATE_LIMIT, puis réessayez. Référence : ${reference}.`,
};
