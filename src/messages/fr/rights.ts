import type { rights as english } from '../en/rights.ts';

export const rights: typeof english = {
  whoMayTitle: 'Qui peut utiliser ce bot',
  nothingDoneTitle: 'Rien n’a été modifié',
  tooOftenTitle: 'Trop de demandes en peu de temps',
  title: 'Action non autorisée',
  unsureTitle: 'Vérification impossible',
  outdatedTitle: 'Ce n’est plus à jour',
  olderThanRestore: (madeAt, at) => [
    'Rien n’a été fait. C’est peut-être plus ancien que la restauration de mes données, le ',
    at,
    ' : la sauvegarde datait du ',
    madeAt,
    ', et je ne sais rien de ce qui s’est passé entre les deux.',
  ],
  cardTooOld:
    'Je ne connais plus ce bouton : la carte est sans doute ancienne. Envoyez-moi « aide » pour voir ce que je sais faire.',
  guest:
    'Les invités ne peuvent pas utiliser ce bot : il est réservé aux membres de l’organisation. Adressez-vous à un collègue qui en est membre.',
  bot: 'Les autres bots ne peuvent pas utiliser ce bot.',
  'other organisation':
    'Ce bot est réservé aux membres de l’organisation qui l’héberge. Adressez-vous à votre interlocuteur dans cette organisation.',
  deactivated: 'Votre compte est désactivé : je ne peux pas vous répondre. Adressez-vous à votre administrateur.',
  'not found':
    'Je ne trouve pas votre compte dans cette organisation : je ne peux pas vous répondre. Adressez-vous à votre administrateur.',
  unsure: 'Je n’ai pas pu vérifier qui vous êtes ; rien n’a été fait. Réessayez dans une minute.',
  unsureOfRole: 'Je n’ai pas pu vérifier votre rôle ; rien n’a été modifié. Réessayez dans une minute.',
  locked: (platform, reason) =>
    `Je ne peux pas vérifier qui vous êtes ; rien n’a été fait : ${platform} ne me laisse pas consulter les profils (${reason}). Réessayer ne sert à rien. Prévenez la personne qui héberge le bot : sa page /readyz indique ce qui manque.`,
  lockedOfRole: (platform) =>
    `Je ne peux pas vérifier votre rôle ; rien n’a été modifié : ${platform} ne me laisse pas voir qui est membre des canaux du contact. Réessayer ne sert à rien. Prévenez la personne qui héberge le bot : sa page /readyz indique ce qui manque.`,
  needsAdmin:
    'Seul un administrateur général peut le faire. Pour le contact lui-même, Microsoft applique la même règle dans l’Espace partenaires.',
  needsResponder: 'Seuls les membres des canaux du contact et les administrateurs généraux peuvent le faire.',
  activateRole:
    'Si vous avez ce rôle par Privileged Identity Management, activez-le d’abord. Microsoft Entra peut mettre quelques minutes à le confirmer.',
  roleNeverSeen:
    'Je n’ai encore vu personne de votre locataire avec ce rôle. S’il manquait une autorisation, ce serait pareil : la personne qui héberge le bot peut le vérifier avec « doctor ».',
  unlinked: (id) =>
    `Si vous êtes administrateur général : je ne sais pas quel compte Microsoft Entra est le vôtre. La personne qui héberge le bot ajoute "${id}" avec son ID d’objet sous "people" dans le fichier indiqué par MICROSOFT.`,
  whoCanHelp: (people) => ['Qui peut vous aider : ', ...[people].flat(), '.'],
  unmet: 'des administrateurs que je n’ai pas encore rencontrés ; la personne qui héberge le bot les connaît',
  nobodyCanHelp:
    'Aucun administrateur n’est encore connu : la personne qui héberge le bot en désigne un dans le paramètre ADMINS.',
  ownId: (id) => `Votre identité, pour le paramètre ADMINS : ${id}`,
};
