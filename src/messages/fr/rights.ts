import type { rights as english } from '../en/rights.ts';

export const rights: typeof english = {
  whoMayTitle: 'Qui peut utiliser ce bot',
  nothingDoneTitle: 'Rien n’a été modifié',
  tooOftenTitle: 'Trop de demandes en peu de temps',
  title: 'Action non autorisée',
  unsureTitle: 'Vérification impossible',
  outdatedTitle: 'Cet élément n’est plus à jour',
  olderThanRestore: (madeAt, at) => [
    'Rien n’a été fait. Mes données ont été restaurées le ',
    at,
    ' à partir d’une sauvegarde du ',
    madeAt,
    '. Cet élément date peut-être d’avant la restauration, et je ne sais pas ce qui s’est passé entre les deux.',
  ],
  cardTooOld: 'Ce bouton ne fonctionne plus, car la carte est trop ancienne. Envoyez-moi « aide » pour recommencer.',
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
    `Je ne peux pas vérifier qui vous êtes ; rien n’a été fait. ${platform} ne me laisse pas consulter les profils (${reason}). Réessayer ne sert à rien. Prévenez la personne qui gère le bot. Sa page /readyz indique ce qui manque.`,
  lockedOfRole: (platform) =>
    `Je ne peux pas vérifier votre rôle ; rien n’a été modifié. ${platform} ne me laisse pas voir qui est membre des canaux du contact. Réessayer ne sert à rien. Prévenez la personne qui gère le bot. Sa page /readyz indique ce qui manque.`,
  needsAdmin:
    'Seul un administrateur général peut faire cela. Microsoft applique la même règle au contact dans l’Espace partenaires.',
  needsResponder: 'Seuls les membres des canaux du contact et les administrateurs généraux peuvent faire cela.',
  activateRole:
    'Si vous avez ce rôle via Privileged Identity Management, activez-le d’abord. Microsoft Entra peut mettre quelques minutes à le confirmer.',
  roleNeverSeen:
    'Je ne connais encore personne qui ait ce rôle dans votre locataire. Il me manque peut-être une autorisation. La personne qui gère le bot peut le vérifier avec « npm run doctor ».',
  unlinked: (id) =>
    `Êtes-vous administrateur général ? Je ne sais pas quel compte Microsoft Entra est le vôtre. Demandez à la personne qui gère le bot d’ajouter "${id}" et l’ID d’objet de votre compte sous "people" dans le fichier indiqué par le paramètre MICROSOFT.`,
  whoCanHelp: (people) => ['Pour obtenir de l’aide : ', ...[people].flat(), '.'],
  unmet: 'demandez leurs noms à la personne qui gère le bot',
  nobodyCanHelp:
    'Je ne connais encore aucun administrateur. Demandez à la personne qui gère le bot d’en désigner un dans le paramètre ADMINS.',
  ownId: (id) => `Votre identifiant pour le paramètre ADMINS : ${id}`,
};
