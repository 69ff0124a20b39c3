import type { FindingCode } from '../../domain/finding/finding.ts';
import type { PortalPart } from '../../domain/tenant/contact-fields.ts';
import type { Text } from '../../view/view.ts';
import type { findings as english } from '../en/findings.ts';

/** Returns a function that writes a sentence around the things that it is about: around one, or around several. */
const around =
  (...forms: readonly (readonly [before: string, after: string])[]) =>
  (what: Text): Text => {
    const few = [what].flat();
    const [before = '', after = ''] = forms[few.length > 1 ? forms.length - 1 : 0] ?? [];
    return [before, ...few, after];
  };

const listed = (words: readonly string[]) =>
  [words.slice(0, -1).join(', '), ...words.slice(-1)].filter(Boolean).join(' et ');
const portalParts: Record<PortalPart, string> = {
  name: 'l’ancien nom',
  email: 'l’ancienne adresse e-mail',
  phone: 'l’ancien téléphone',
};
const moreToFix = (count: number) => (count === 1 ? '1 autre point à régler' : `${count} autres points à régler`);
const days = (count: number) => (count === 1 ? 'un jour' : `${count} jours`);

const ofSeveral: Partial<Record<FindingCode, string>> = {
  alertOverdue: 'alertes ont dépassé leur délai',
  contactMissing: 'contacts de sécurité manquent',
  channelUnreachable: 'canaux sont injoignables',
  channelOpened: 'canaux d’alerte sont lisibles par plus de personnes',
  someoneLeft: 'personnes ont quitté l’organisation',
  fieldMissing: 'champs obligatoires sont vides',
  calendarStale: 'calendriers d’astreinte sont illisibles',
  calendarZone: 'calendriers ont un fuseau horaire inconnu',
};

export const findings: typeof english = {
  titles: {
    alertOverdue: 'Une alerte a dépassé son délai',
    contactMissing: 'Aucun contact de sécurité',
    channelUnreachable: 'Un canal est injoignable',
    channelOpened: 'Plus de personnes peuvent lire un canal d’alerte',
    mailDead: 'L’adresse e-mail ne peut rien recevoir',
    someoneLeft: 'Une personne a quitté l’organisation',
    fieldMissing: 'Un champ obligatoire est vide',
    notOnFile: 'Aucun contact enregistré chez Microsoft',
    nobodyOnCall: 'Personne n’est d’astreinte',
    calendarStale: 'Un calendrier d’astreinte est illisible',
    calendarZone: 'Fuseau horaire inconnu dans un calendrier',
    unattested: 'À comparer avec l’Espace partenaires',
    unconfirmed: 'Pas de confirmation récente',
    anniversary: 'Le mois anniversaire approche',
    phoneUnattested: 'Disponibilité 24 h/24 à confirmer',
    complianceUnconfirmed: 'Contact de conformité à confirmer',
    unproven: 'Rien ne prouve que le contact est joignable',
    singlePoint: 'Un seul canal ou une seule personne',
    oneAdmin: 'Un seul administrateur général',
    personalEmail: 'L’adresse e-mail semble personnelle',
  },
  details: {
    alertOverdue: () => 'Personne n’a acquitté cette alerte en 24 heures. Acquittez-la maintenant.',
    contactMissing: () =>
      'Microsoft exige que chaque partenaire CSP désigne un contact de sécurité. Ajoutez le vôtre maintenant.',
    channelUnreachable: {
      archived: around(
        ['Le canal ', ' est archivé. Restaurez-le ou choisissez-en un autre.'],
        ['Les canaux ', ' sont archivés. Restaurez-les ou choisissez-en d’autres.'],
      ),
      notMember: {
        slack: around(
          ['Je ne suis pas dans le canal ', '. Tapez-y /invite suivi de mon nom, ou choisissez-en un autre.'],
          [
            'Je ne suis pas dans les canaux ',
            '. Dans chacun, tapez /invite suivi de mon nom, ou choisissez-en d’autres.',
          ],
        ),
        teams: around(
          [
            'Je ne suis pas dans le canal ',
            '. Ajoutez-moi de nouveau à son équipe et mentionnez-moi une fois dans le canal, ou choisissez-en un autre.',
          ],
          [
            'Je ne suis pas dans les canaux ',
            '. Ajoutez-moi de nouveau à leurs équipes et mentionnez-moi une fois dans chacun, ou choisissez-en d’autres.',
          ],
        ),
      },
      missing: around(
        ['Je ne trouve plus le canal ', '. Ajoutez-moi de nouveau à ce canal ou choisissez-en un autre.'],
        ['Je ne trouve plus les canaux ', '. Ajoutez-moi de nouveau à ces canaux ou choisissez-en d’autres.'],
      ),
      noRight: around(
        [
          'Je n’ai pas le droit de publier dans le canal ',
          '. Autorisez les applications à y publier ou choisissez-en un autre.',
        ],
        [
          'Je n’ai pas le droit de publier dans les canaux ',
          '. Autorisez les applications à y publier ou choisissez-en d’autres.',
        ],
      ),
      notConfigured: (platform) =>
        around(
          [`Je ne suis pas connecté à ${platform} et ne peux pas publier dans le canal `, '. Choisissez-en un autre.'],
          [
            `Je ne suis pas connecté à ${platform} et ne peux pas publier dans les canaux `,
            '. Choisissez-en d’autres.',
          ],
        ),
      platform: (platform) =>
        around([`Je ne peux rien publier dans ${platform} pour le moment, donc pas dans `, '. Je continue d’essayer.']),
      other: around(
        [
          'Je n’ai pas pu publier mon dernier message dans le canal ',
          '. Je continue d’essayer. Si cela dure, choisissez un autre canal.',
        ],
        [
          'Je n’ai pas pu publier mes derniers messages dans les canaux ',
          '. Je continue d’essayer. Si cela dure, choisissez d’autres canaux.',
        ],
      ),
      unknown: around(
        ['Je ne peux pas publier dans le canal ', '. Ajoutez-moi de nouveau ou choisissez un autre canal.'],
        ['Je ne peux pas publier dans les canaux ', '. Ajoutez-moi de nouveau ou choisissez d’autres canaux.'],
      ),
    },
    channelOpened: {
      all: around(
        [
          'Toute l’organisation peut désormais lire le canal ',
          '. Rendez ce canal privé, choisissez-en un autre ou acceptez que tous le lisent.',
        ],
        [
          'Toute l’organisation peut désormais lire les canaux ',
          '. Rendez ces canaux privés, choisissez-en d’autres ou acceptez que tous les lisent.',
        ],
      ),
      others: around(
        [
          'Des invités ou des personnes d’autres organisations peuvent désormais lire le canal ',
          '. Retirez ces personnes, choisissez un autre canal ou acceptez qu’elles le lisent.',
        ],
        [
          'Des invités ou des personnes d’autres organisations peuvent désormais lire les canaux ',
          '. Retirez ces personnes, choisissez d’autres canaux ou acceptez qu’elles les lisent.',
        ],
      ),
    },
    mailDead: (domain) => [
      'Le domaine ',
      ...[domain].flat(),
      ' n’existe pas ou refuse tout message. Corrigez l’adresse.',
    ],
    someoneLeft: around(['Compte désactivé, à remplacer : ', '.'], ['Comptes désactivés, à remplacer : ', '.']),
    groupGone: (groups) => [
      'Vide ou supprimé dans Slack : ',
      ...[groups].flat(),
      '. Ajoutez des membres au groupe, ou désignez une autre personne.',
    ],
    adminsLeft: () =>
      'Plus aucun administrateur général connu n’est actif. Demandez à la personne qui gère le bot d’en désigner un autre dans le paramètre ADMINS.',
    fieldMissing: around(['À remplir : ', '.']),
    notOnFile: () =>
      'Microsoft n’a aucun contact enregistré. Saisissez le contact dans l’Espace partenaires, puis confirmez-le ici.',
    nobodyOnCall: () =>
      'Personne ne figure au calendrier d’astreinte pour les prochaines 24 heures, et la liste des personnes d’astreinte est vide.',
    calendarStale: (calendar, isCopied, why) =>
      isCopied
        ? `${calendar} : j’utilise la dernière copie depuis un jour. ${why}`
        : `${calendar} : je n’ai pas encore pu lire ce calendrier et j’utilise la liste des personnes d’astreinte. ${why}`,
    calendarTrouble: {
      unknown: 'Vérifiez que son serveur répond, ou saisissez l’adresse de nouveau.',
      status: (code) =>
        `Son serveur répond par le code ${code}. Ouvrez l’adresse dans un navigateur, ou saisissez-la de nouveau.`,
      unreachable: 'Son serveur est injoignable. Ouvrez l’adresse dans un navigateur, ou saisissez-la de nouveau.',
      timeout: 'Son serveur met plus de dix secondes à répondre.',
      internal: 'L’adresse se trouve dans un réseau interne, auquel je n’accède pas. Saisissez-en une autre.',
      redirect:
        'L’adresse redirige vers un autre hôte, et je ne suis pas les redirections. Saisissez l’adresse finale.',
      tooLarge: 'Il dépasse 5 Mo. Publiez une période plus courte.',
      tooMuch: 'Il contient trop d’événements. Publiez une période plus courte.',
      notCalendar:
        'Cette adresse ne mène pas à un calendrier, mais peut-être à une page de connexion. Publiez le calendrier de nouveau et saisissez la nouvelle adresse.',
      people: 'Slack ou Teams ne m’a pas indiqué qui figure dans le calendrier. Je redemande toutes les 15 minutes.',
      bug: 'Je n’ai pas réussi à le lire et j’ai consigné l’erreur. Demandez à la personne qui gère le bot de chercher calendar.failed dans le journal.',
    },
    calendarZone: (zones) =>
      `J’ignore les événements de ce calendrier, car je ne connais pas le fuseau horaire ${zones}. Choisissez-en un autre dans le calendrier.`,
    unattested: (ago) =>
      `Le contact a été modifié dans le bot il y a ${days(ago)}. Depuis, personne n’a vérifié que l’Espace partenaires affiche le même contact.`,
    neverAttested: () => 'Personne n’a encore vérifié que l’Espace partenaires affiche le même contact.',
    unconfirmed: (ago) => `Depuis ${days(ago)}, personne n’a confirmé que le contact est toujours exact.`,
    neverConfirmed: () => 'Personne n’a encore confirmé ce contact.',
    anniversary: (month) =>
      `En ${month}, Microsoft vérifie que le contact existe. Confirmez-le et comparez-le avec l’Espace partenaires.`,
    phoneUnattested: () =>
      'Confirmez que quelqu’un répond au téléphone jour et nuit. La confirmation est valable un an.',
    complianceUnconfirmed: () =>
      'Microsoft demande aussi un contact de conformité : un utilisateur qui a le rôle Administrateur de conformité dans l’Espace partenaires. Confirmez que c’est le cas.',
    unproven: () => 'Personne n’a acquitté d’exercice ni d’alerte depuis 90 jours. Lancez un exercice.',
    missedDrill: () =>
      'Personne n’a acquitté le dernier exercice. Prévenez les personnes d’astreinte et lancez-en un autre.',
    oneChannel: () => 'Choisissez un deuxième canal. L’idéal est d’en avoir un dans Slack et un dans Teams.',
    onePerson: () => 'Désignez une autre personne d’astreinte, ou choisissez un groupe comme contact.',
    oneAdmin: () =>
      'Je ne connais qu’une personne qui a ce rôle. Si son compte est bloqué ou compromis, personne d’autre ne peut agir. Donnez ce rôle à une autre personne dans Microsoft Entra, ou demandez à la personne qui gère le bot d’en désigner une dans le paramètre ADMINS.',
    personalEmail: () =>
      'Une personne peut être absente ou changer de poste. Microsoft recommande une liste de distribution.',
  },
  brief: {
    alertOverdue: 'une alerte a dépassé son délai',
    contactMissing: 'aucun contact de sécurité',
    channelUnreachable: 'un canal est injoignable',
    channelOpened: 'plus de personnes peuvent lire un canal d’alerte',
    mailDead: 'l’adresse e-mail ne peut rien recevoir',
    someoneLeft: 'une personne a quitté l’organisation',
    groupGone: 'un groupe d’utilisateurs est vide',
    'fieldMissing.channels': 'aucun canal d’alerte',
    'fieldMissing.lastName': 'nom de famille manquant',
    notOnFile: 'aucun contact enregistré chez Microsoft',
    nobodyOnCall: 'personne d’astreinte',
    calendarStale: 'un calendrier est illisible',
    calendarZone: 'fuseau horaire inconnu dans un calendrier',
    unattested: 'contact à comparer avec l’Espace partenaires',
    unconfirmed: 'pas de confirmation récente',
    anniversary: 'le mois anniversaire approche',
    phoneUnattested: 'disponibilité 24 h/24 à confirmer',
    complianceUnconfirmed: 'contact de conformité à confirmer',
    unproven: 'rien ne prouve qu’il est joignable',
    'singlePoint.channel': 'un seul canal',
    'singlePoint.person': 'une seule personne',
    oneAdmin: 'un seul administrateur général',
    personalEmail: 'adresse e-mail personnelle',
    attestation: 'contact à comparer avec l’Espace partenaires',
    confirmation: 'pas encore confirmé',
    onCall: 'personne d’astreinte',
  },
  oldInPortal: (parts) =>
    `l’Espace partenaires affiche peut-être encore ${listed(parts.map((part) => portalParts[part]))}`,
  changeInPortal: () => 'Faites-y le même changement, puis appuyez sur « Fait dans l’Espace partenaires ».',
  nextStep: 'Prochaine étape :',
  next: {
    alertOverdue: 'acquitter l’alerte dont le délai est dépassé',
    contactMissing: 'ajouter le contact de sécurité',
    channelUnreachable: 'choisir un canal qui fonctionne',
    channelOpened: 'vérifier qui peut lire le canal',
    mailDead: 'corriger l’adresse e-mail',
    someoneLeft: 'remplacer la personne partie',
    groupGone: 'remplacer le groupe d’utilisateurs vide',
    'fieldMissing.channels': 'choisir un canal d’alerte',
    'fieldMissing.lastName': 'ajouter le nom de famille',
    notOnFile: 'saisir le contact dans l’Espace partenaires',
    nobodyOnCall: 'désigner une personne d’astreinte',
    calendarStale: 'corriger le calendrier d’astreinte',
    calendarZone: 'corriger le fuseau horaire du calendrier',
    unattested: 'comparer avec l’Espace partenaires',
    unconfirmed: 'confirmer que tout est toujours exact',
    anniversary: 'vérifier le contact avant la date anniversaire',
    phoneUnattested: 'confirmer la disponibilité 24 h/24',
    complianceUnconfirmed: 'confirmer le contact de conformité',
    unproven: 'lancer un exercice',
    'singlePoint.channel': 'ajouter un deuxième canal',
    'singlePoint.person': 'désigner une deuxième personne',
    oneAdmin: 'ajouter un deuxième administrateur général',
    personalEmail: 'utiliser une adresse e-mail partagée',
    attestation: 'comparer avec l’Espace partenaires',
    confirmation: 'confirmer que tout est exact',
    onCall: 'désigner une personne d’astreinte',
  },
  moreToFix,
  stands: (tenant, state) => `${tenant} : ${state}`,
  state: (worst, more, off) =>
    [
      worst ?? 'aucun point à régler',
      ...(more === 0 ? [] : [moreToFix(more)]),
      ...(off === 0 ? [] : [off === 1 ? '1 reporté' : `${off} reportés`]),
    ].join(' ; '),
  buttons: {
    'anniversary.contact.confirm': 'Confirmer pour l’année',
    'anniversary.contact.attest': 'Vérifié dans l’Espace partenaires',
    channelUnreachable: 'Changer les canaux',
    channelOpened: 'Changer les canaux',
    mailDead: 'Corriger l’adresse',
    someoneLeft: 'Remplacer la personne',
    nobodyOnCall: 'Définir l’astreinte',
    calendarStale: 'Changer le calendrier',
    calendarZone: 'Changer le calendrier',
    'fieldMissing.channels': 'Choisir des canaux',
    'fieldMissing.lastName': 'Ajouter le nom',
    'singlePoint.channel': 'Ajouter un canal',
    'singlePoint.person': 'Ajouter une personne',
    personalEmail: 'Changer l’adresse e-mail',
  },
  single: { channel: 'Un seul canal', person: 'Une seule personne', both: 'Un seul canal et une seule personne' },
  groupGone: 'Un groupe d’utilisateurs est vide',
  ofField: (title, field) => `${title} (${field})`,
  several: (title, count, code) => (ofSeveral[code] ? `${count} ${ofSeveral[code]}` : `${title} (${count})`),
  and: ' et ',
  others: (count) => (count === 1 ? 'et 1 autre' : `et ${count} autres`),
  more: (count) => (count === 1 ? 'et 1 autre point' : `et ${count} autres points`),
  count: (count) =>
    count === 0 ? 'aucun point à régler' : count === 1 ? '1 point à régler' : `${count} points à régler`,
  fields: { channels: 'canaux d’alerte', lastName: 'nom de famille' },
};
