import type { Text } from '../../view/view.ts';
import type { findings as english } from '../en/findings.ts';

const around =
  (before: string, after: string) =>
  (what: Text): Text => [before, ...[what].flat(), after];

const days = (count: number) => (count === 1 ? 'un jour' : `${count} jours`);

export const findings: typeof english = {
  titles: {
    alertOverdue: 'Une alerte est en retard',
    contactMissing: 'Aucun contact de sécurité',
    channelUnreachable: 'Un canal est injoignable',
    channelOpened: 'Un canal a de nouveaux lecteurs',
    mailDead: 'L’adresse e-mail ne reçoit rien',
    someoneLeft: 'Une personne est partie',
    fieldMissing: 'Un champ obligatoire est vide',
    notOnFile: 'Microsoft ne voit aucun contact',
    nobodyOnCall: 'Personne n’est d’astreinte',
    calendarStale: 'Un calendrier d’astreinte est illisible',
    calendarZone: 'Fuseau horaire inconnu dans un calendrier',
    unattested: 'Pas encore comparé à l’Espace partenaires',
    unconfirmed: 'Pas de confirmation récente',
    anniversary: 'Le mois anniversaire approche',
    phoneUnattested: 'Téléphone non attesté 24 h/24, 7 j/7',
    complianceUnconfirmed: 'Contact de conformité non attesté',
    unproven: 'Aucune preuve que le contact est joignable',
    singlePoint: 'Un seul canal ou une seule personne',
    oneAdmin: 'Un seul administrateur',
    personalEmail: 'L’adresse e-mail semble personnelle',
  },
  details: {
    alertOverdue: () => 'Personne ne l’a prise en charge en 24 heures. Prenez-la en charge maintenant.',
    contactMissing: () => 'Microsoft en exige un de chaque partenaire CSP. Ajoutez-le maintenant.',
    channelUnreachable: {
      archived: around('Archivé : ', '. Faites-le rétablir ou choisissez un autre canal.'),
      notMember: {
        slack: around(
          'Je ne suis pas dans ',
          '. Dans ce canal, tapez /invite suivi de mon nom, ou choisissez-en un autre.',
        ),
        teams: around(
          'Je ne suis pas dans ',
          '. Ajoutez-moi de nouveau à son équipe et mentionnez-moi une fois dans le canal, ou choisissez-en un autre.',
        ),
      },
      missing: around(
        'Je ne trouve plus ',
        ' : ce canal a été supprimé, ou j’en ai été retiré. Ajoutez-m’y à nouveau ou choisissez un autre canal.',
      ),
      noRight: around(
        'Je n’ai pas le droit de publier dans ',
        '. Autorisez les applications à y publier ou choisissez un autre canal.',
      ),
      notConfigured: (platform) =>
        around(`Je ne suis pas relié à ${platform}, donc je ne peux pas publier dans `, '. Choisissez un autre canal.'),
      platform: (platform) =>
        around(
          `${platform} ne me laisse publier nulle part pour le moment, donc pas non plus dans `,
          '. Je continue d’essayer.',
        ),
      other: around(
        'La dernière fois, je n’ai pas pu publier dans ',
        '. Je continue d’essayer ; si cela dure, choisissez un autre canal.',
      ),
      unknown: around('Je ne peux pas publier dans ', '. Ajoutez-m’y à nouveau ou choisissez un autre canal.'),
    },
    channelOpened: {
      all: around(
        'Toute l’organisation peut désormais lire ',
        '. Rendez ce canal privé, choisissez-en un autre ou acceptez-le.',
      ),
      others: around(
        'Des invités ou des personnes d’autres organisations peuvent désormais lire ',
        '. Retirez-les, choisissez un autre canal ou acceptez-le.',
      ),
    },
    mailDead: (domain) => [
      'Le domaine ',
      ...[domain].flat(),
      ' n’existe pas ou refuse tout message, constaté deux fois à un jour d’intervalle. Corrigez l’adresse.',
    ],
    someoneLeft: (people) => ['Compte inactif : ', ...[people].flat(), '. Désignez une autre personne.'],
    groupGone: (groups) => [
      'Personne dans ',
      ...[groups].flat(),
      ', ou groupe supprimé. Ajoutez-y des membres dans Slack, ou désignez une autre personne.',
    ],
    adminsLeft: () =>
      'Plus aucun administrateur général connu n’est actif. La personne qui exploite le bot en désigne un autre dans le paramètre ADMINS.',
    fieldMissing: (field) => ['Encore vide : ', ...[field].flat(), '.'],
    notOnFile: () =>
      'Selon Microsoft, le locataire partenaire n’a pas de contact de sécurité. Saisissez-le dans l’Espace partenaires, puis attestez-le ici.',
    nobodyOnCall: () =>
      'Personne ne figure au calendrier d’astreinte pour les prochaines 24 heures, et la liste des personnes d’astreinte est vide.',
    calendarStale: (calendar, isCopied, why) =>
      isCopied
        ? `Non lu depuis un jour : ${calendar}. La dernière copie compte en attendant. ${why}`
        : `Pas encore lu : ${calendar}. La liste compte en attendant. ${why}`,
    calendarTrouble: {
      unknown: 'Vérifiez que son serveur répond, ou saisissez l’adresse de nouveau.',
      status: (code) =>
        `Son serveur répond par le code ${code}. Ouvrez l’adresse dans un navigateur, ou saisissez-la de nouveau.`,
      unreachable: 'Son serveur est injoignable. Ouvrez l’adresse dans un navigateur, ou saisissez-la de nouveau.',
      timeout: 'Son serveur met plus de dix secondes à répondre.',
      internal: 'L’adresse mène à un réseau interne, où je ne lis rien. Saisissez-en une autre.',
      redirect: 'L’adresse renvoie vers un autre hôte, où je ne vais pas. Saisissez l’adresse qui s’y trouve.',
      tooLarge: 'Il dépasse 5 Mo. Publiez une période plus courte.',
      tooMuch: 'Il a plus d’événements que je n’en lis. Publiez une période plus courte.',
      notCalendar:
        'Il n’y a pas de calendrier à cette adresse, mais peut-être une page de connexion. Publiez-le de nouveau et saisissez la nouvelle adresse.',
      people: 'Slack ou Teams ne dit pas qui y figure. Je redemande toutes les 15 minutes.',
      bug: 'La lecture a échoué de mon côté et l’erreur a été enregistrée. Demandez à la personne qui exploite le bot de chercher calendar.failed dans le journal.',
    },
    calendarZone: (zones) =>
      `Ses événements ne comptent pas : ${zones} n’est pas un fuseau horaire que je connais. Choisissez-en un autre dans le calendrier.`,
    unattested: (ago) =>
      `Modifié ici il y a ${days(ago)}, et personne n’a attesté que la fiche de l’Espace partenaires est identique.`,
    neverAttested: () => 'Personne n’a encore attesté que la fiche de l’Espace partenaires est identique.',
    unconfirmed: (ago) => `Depuis ${days(ago)}, personne n’a indiqué que la fiche est toujours exacte.`,
    neverConfirmed: () => 'Personne n’a encore indiqué que cette fiche est exacte.',
    anniversary: (month) =>
      `En ${month}, Microsoft vérifie que le contact existe. Confirmez-le et comparez-le à l’Espace partenaires.`,
    phoneUnattested: () => 'Attestez qu’on y répond jour et nuit ; cela vaut pour un an.',
    complianceUnconfirmed: () =>
      'Microsoft demande aussi un utilisateur ayant le rôle Administrateur de conformité dans l’Espace partenaires.',
    unproven: () => 'Personne n’a pris en charge d’exercice ni d’alerte depuis 90 jours. Lancez un exercice.',
    missedDrill: () =>
      'Personne n’a pris en charge le dernier exercice. Lancez-en un autre et prévenez les personnes d’astreinte.',
    oneChannel: () => 'Il n’y a qu’un seul canal. Choisissez-en un second, si possible sur l’autre plateforme.',
    onePerson: () =>
      'Le contact est une seule personne, sans suppléant. Désignez une autre personne d’astreinte ou passez à un groupe.',
    oneAdmin: () =>
      'Personne ne verrait ce qu’un seul compte modifie, ni ne pourrait agir sans lui. Microsoft conseille au moins deux comptes d’accès d’urgence, eux aussi administrateurs généraux.',
    personalEmail: () => 'Une personne dort, voyage et change de poste. Microsoft conseille une liste de distribution.',
  },
  brief: {
    alertOverdue: 'une alerte est en retard',
    contactMissing: 'aucun contact de sécurité',
    channelUnreachable: 'un canal injoignable',
    channelOpened: 'un canal a de nouveaux lecteurs',
    mailDead: 'adresse e-mail inactive',
    someoneLeft: 'une personne est partie',
    groupGone: 'un groupe d’utilisateurs sans membre',
    'fieldMissing.channels': 'aucun canal d’alerte',
    'fieldMissing.lastName': 'nom de famille manquant',
    notOnFile: 'aucun contact vu par Microsoft',
    nobodyOnCall: 'personne d’astreinte',
    calendarStale: 'un calendrier illisible',
    calendarZone: 'fuseau inconnu dans un calendrier',
    unattested: 'pas comparé à l’Espace partenaires',
    unconfirmed: 'pas de confirmation récente',
    anniversary: 'mois anniversaire proche',
    phoneUnattested: 'téléphone non attesté',
    complianceUnconfirmed: 'contact de conformité non attesté',
    unproven: 'joignabilité non prouvée',
    'singlePoint.channel': 'un seul canal',
    'singlePoint.person': 'une seule personne',
    oneAdmin: 'un seul administrateur',
    personalEmail: 'adresse e-mail personnelle',
    attestation: 'pas comparé à l’Espace partenaires',
    confirmation: 'pas encore confirmé',
    onCall: 'astreinte non désignée',
  },
  stands: (tenant, worst, more, off) =>
    `${tenant} : ${[
      worst ?? 'rien à régler',
      ...(more === 0 ? [] : [more === 1 ? '1 autre point à régler' : `${more} autres points à régler`]),
      ...(off === 0 ? [] : [off === 1 ? '1 reporté' : `${off} reportés`]),
    ].join(', ')}`,
  buttons: {
    'anniversary.contact.confirm': 'Confirmer pour l’année',
    'anniversary.contact.attest': 'Attester pour l’année',
    channelUnreachable: 'Changer les canaux',
    mailDead: 'Corriger l’adresse',
    someoneLeft: 'Désigner un remplaçant',
    nobodyOnCall: 'Désigner l’astreinte',
    calendarStale: 'Changer le calendrier',
    calendarZone: 'Changer le calendrier',
    'fieldMissing.channels': 'Choisir des canaux',
    'fieldMissing.lastName': 'Ajouter le nom',
    'singlePoint.channel': 'Ajouter un canal',
    'singlePoint.person': 'Désigner un suppléant',
    personalEmail: 'Changer l’adresse',
  },
  single: { channel: 'Un seul canal', person: 'Une seule personne', both: 'Un seul canal, et une seule personne' },
  groupGone: 'Un groupe d’utilisateurs sans membre',
  ofField: (title, field) => `${title} : ${field}`,
  several: (title, count) => `${title} (${count})`,
  others: (count) => (count === 1 ? 'et 1 autre' : `et ${count} autres`),
  more: (count) => (count === 1 ? 'et 1 autre point' : `et ${count} autres points`),
  count: (count) => (count === 0 ? 'rien à régler' : count === 1 ? '1 point à régler' : `${count} points à régler`),
  fields: { channels: 'canaux', lastName: 'nom de famille' },
};
