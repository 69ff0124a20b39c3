import type { contactForm as english } from '../en/contact-form.ts';
import { de } from './elision.ts';

const personNotFound = (names: string) => `Je ne trouve pas ${names}. Choisissez une personne dans la liste.`;
const channelNotFound = (names: string) => `Je ne trouve pas ${names}. Choisissez un canal dans la liste.`;

export const contactForm: typeof english = {
  recorded: (value) => `Valeur enregistrée : ${value}`,
  titles: {
    'contact.update': { alone: 'Contact de sécurité', of: 'Contact' },
    'contact.phone': { alone: 'Changer le numéro', of: 'Téléphone' },
    'contact.email': { alone: 'Changer l’adresse e-mail', of: 'E-mail' },
    'contact.channels': { alone: 'Changer les canaux', of: 'Canaux' },
    'contact.onCallPeople': { alone: 'Astreinte', of: 'Astreinte' },
  },
  titleOf: (title, tenant) => `${title} : ${tenant}`,
  submit: 'Enregistrer',
  cancel: 'Annuler',
  intro: (tenant) =>
    `Ce formulaire modifie la fiche ${de(tenant)} ici, dans le bot, mais pas dans l’Espace partenaires.`,
  lookAlike: (address, read) =>
    `${address} (se lit « ${read} ». Attention : de telles lettres peuvent imiter un autre nom)`,
  lastVerified: (text) => ['Ce contact a été confirmé pour la dernière fois ', ...[text].flat(), '.'],
  neverVerified: 'Personne n’a encore confirmé ce contact.',
  sections: { microsoft: 'Chez Microsoft', here: 'Ici' },
  fields: {
    kind: 'Personne ou groupe ?',
    firstName: 'Prénom',
    groupName: 'Nom du groupe',
    middleName: 'Deuxième prénom',
    lastName: 'Nom de famille',
    email: 'Adresse e-mail',
    phone: 'Téléphone 24 h/24, 7 j/7',
    channels: 'Canaux d’alerte',
    removeChannels: 'Retirer des canaux de l’autre plateforme',
    onCall: 'Personnes d’astreinte',
    removeOnCall: 'Retirer des personnes d’astreinte de l’autre plateforme',
    onCall2: 'Astreinte de second niveau',
    removeOnCall2: 'Retirer du second niveau des personnes de l’autre plateforme',
    onCallGroups: 'Groupes d’utilisateurs d’astreinte',
    onCall2Groups: 'Groupes d’utilisateurs du second niveau',
    onCallCalendar: 'Calendrier d’astreinte',
    onCall2Calendar: 'Calendrier du second niveau',
    calendarNames: 'Noms dans les calendriers',
    locale: 'Langue de l’équipe',
    timezone: 'Fuseau horaire de l’équipe',
    allowPublic: 'Canaux lisibles par d’autres',
  },
  labels: {
    kind: 'Type',
    firstName: 'Prénom',
    middleName: 'Deuxième prénom',
    lastName: 'Nom de famille',
    email: 'Adresse e-mail',
    phone: 'Téléphone 24 h/24, 7 j/7',
    channels: 'Canaux',
    onCall: 'D’astreinte',
    onCall2: 'Astreinte de second niveau',
    onCallCalendar: 'Calendrier d’astreinte',
    onCall2Calendar: 'Calendrier du second niveau',
    calendarNames: 'Noms dans les calendriers',
    locale: 'Langue',
    timezone: 'Fuseau horaire',
  },
  hints: {
    kind: 'Microsoft accepte les deux. Un groupe est préférable, car plusieurs personnes peuvent répondre.',
    groupName:
      'Microsoft demande ce nom dans deux champs, prénom et deuxième prénom. Je vous indiquerai quoi saisir dans chacun.',
    email: 'Microsoft préfère une liste de distribution de vos responsables de la sécurité.',
    phone: 'Commencez par + et l’indicatif du pays, par exemple +33 1 99 00 12 34. Microsoft peut appeler la nuit.',
    channels: 'Je publie les alertes de sécurité dans ces canaux. Je dois en être membre.',
    onCall: 'Je mentionne ces personnes quand une alerte est urgente.',
    onCallGroups:
      'Noms de groupes d’utilisateurs Slack, par exemple @soc, ou leurs identifiants. Je mentionne tous leurs membres. L’appartenance à un groupe ne donne aucun droit.',
    onCall2Groups: 'Comme ci-dessus, pour le second niveau.',
    onCall2:
      'Je mentionne aussi ces personnes quand une alerte de gravité élevée n’est pas acquittée dans les 15 minutes.',
    onCallCalendar:
      'Saisissez l’adresse secrète d’un calendrier iCalendar, par exemple de PagerDuty, Opsgenie, Grafana OnCall, Outlook ou Google. Quand le calendrier n’indique personne, j’utilise la liste ci-dessus.',
    onCall2Calendar: 'Comme ci-dessus, pour le second niveau.',
    calendarNames:
      'Si un calendrier cite des personnes sans les inviter, écrivez une ligne par nom, par exemple « Ada L. = ada@contoso.com ».',
    timezone: 'Tapez le début du nom d’une ville en anglais, par exemple Brussels pour Bruxelles.',
  },
  onCallMore: (command) =>
    `Je mentionne ces personnes quand une alerte est urgente. Pour le second niveau, les calendriers et les groupes d’utilisateurs, tapez « ${command} », puis appuyez sur « Modifier la liste ».`,
  kinds: { person: 'Une personne', group: 'Un groupe ou une équipe' },
  channelsQuestion: {
    title: 'Changer les canaux d’alerte ?',
    text: 'Dès l’enregistrement, je publierai les alertes dans les canaux choisis ici. Je préviens les anciens canaux, les nouveaux et tous les administrateurs.',
    yes: 'Changer les canaux',
    no: 'Garder les canaux',
  },
  allowPublic: 'Oui, publier dans ces canaux même si d’autres personnes les lisent',
  posts: 'des alertes',
  problems: {
    required: 'Remplissez ce champ.',
    choose: 'Choisissez une option.',
    tooLong: (limit) => `Raccourcissez ce texte : ${limit} caractères au plus.`,
    tooMany: (limit) => `Choisissez-en ${limit} au plus, Slack et Teams confondus.`,
    name: 'Ce n’est pas un nom. Saisissez un nom seul, sans adresse et sans < ni >.',
    lastName: 'Saisissez le nom de famille.',
    email: 'Ce n’est pas une adresse e-mail. Saisissez une adresse comme securite@contoso.fr.',
    phone: 'Ce n’est pas un numéro de téléphone, ou il manque l’indicatif du pays. Commencez par + et l’indicatif.',
    phoneLength: {
      short: 'Ce numéro de téléphone est trop court. Vérifiez ses chiffres.',
      long: 'Ce numéro de téléphone est trop long. Vérifiez ses chiffres.',
    },
    phoneWrong: 'Ce numéro de téléphone n’existe pas. Vérifiez ses chiffres.',
    national: (typed, full) =>
      `Il manque l’indicatif du pays à « ${typed} ». Est-ce le ${full} ? Si oui, appuyez sur « Enregistrer ».`,
    timezone: 'Je ne connais pas ce fuseau horaire. Choisissez-en un dans la liste, par exemple Europe/Paris.',
    calendar:
      'Ce n’est pas l’adresse d’un calendrier. Saisissez-en une qui commence par https:// ou webcal://, avec le nom d’un hôte sur internet.',
    calendarLine: (line) =>
      `Je ne peux pas lire « ${line} ». Écrivez une ligne par nom, par exemple « Ada L. = ada@contoso.com ».`,
    calendarPerson: (person) =>
      `« ${person} » ne correspond à personne que je connaisse, ou à plusieurs personnes. Saisissez l’adresse e-mail de la personne.`,
    tooManyNames: (limit) => `Saisissez ${limit} noms au plus.`,
    unnamedPerson: 'une personne que vous avez choisie',
    personLeft: (names, many) =>
      `${many ? 'Ces personnes ne sont pas membres' : 'Cette personne n’est pas membre'} de l’organisation : ${names}. Choisissez quelqu’un d’autre.`,
    personUnreadable: (names) => personNotFound(`« ${names} »`),
    personUnknown: {
      slack: personNotFound,
      teams: (names) =>
        `Je ne trouve pas ${names} dans Teams. Demandez-leur de m’écrire « bonjour » une fois, ou ajoutez-moi à une équipe dont ils font partie, puis enregistrez de nouveau.`,
    },
    groupUnknown: (names) =>
      `Je ne trouve pas le groupe d’utilisateurs ${names}. Saisissez son identifiant, par exemple S0123ABC456 : dans Slack, ouvrez « Personnes et groupes d’utilisateurs », le groupe, puis « Copier l’ID du groupe ».`,
    groupEmpty: (names) =>
      `Le groupe d’utilisateurs ${names} n’a aucun membre. Ajoutez-y d’abord des personnes, dans Slack.`,
    personUnsure: (names) => `Je n’ai pas pu vérifier ${names}. Enregistrez de nouveau dans une minute.`,
    channelUnreadable: (names) => channelNotFound(`« ${names} »`),
    unnamedChannel: { slack: 'un canal privé que vous avez choisi', teams: 'un canal que vous avez choisi' },
    channelNotJoined: {
      slack: (names, many) =>
        `Je ne suis pas encore dans ${names}. Dans ${many ? 'chacun de ces canaux' : 'ce canal'}, tapez /invite suivi de mon nom, puis enregistrez de nouveau.`,
      teams: (names, many) =>
        `Je ne suis plus dans ${names}. Ajoutez-moi de nouveau à ${many ? 'leurs équipes' : 'son équipe'} et mentionnez-moi une fois dans ${many ? 'chaque canal' : 'le canal'}, puis enregistrez de nouveau.`,
    },
    channelLocked: (platform) =>
      `${platform} ne me laisse pas consulter les canaux : je ne peux pas vérifier les vôtres. Réessayer ne sert à rien. Prévenez la personne qui gère le bot. Sa page /readyz indique ce qui manque.`,
    channelNotFound: {
      slack: channelNotFound,
      teams: (names, many) =>
        `Je ne suis pas encore relié à ${names}. Mentionnez-moi une fois dans ${many ? 'chacun de ces canaux' : 'ce canal'}, puis enregistrez de nouveau.`,
    },
    channelArchived: (names, many) =>
      many
        ? `Les canaux ${names} sont archivés. Choisissez-en d’autres.`
        : `Le canal ${names} est archivé. Choisissez-en un autre.`,
    channelUnsure: (names) => `Je n’ai pas pu vérifier ${names}. Enregistrez de nouveau dans une minute.`,
    openChannel: (names, posts) =>
      `Lisible par toute l’organisation : ${names}. Cochez « Canaux lisibles par d’autres » ci-dessous si vous voulez y publier ${posts}, ou choisissez d’autres canaux.`,
    externalChannel: (names, posts) =>
      `Lisible par des invités ou par des personnes d’autres organisations : ${names}. Cochez « Canaux lisibles par d’autres » ci-dessous si vous voulez y publier ${posts}, ou choisissez d’autres canaux.`,
    allowPublic: 'Cochez cette case, ou choisissez d’autres canaux ci-dessus.',
  },
  toCorrect: (count, labels) => {
    const named = labels.length === 0 ? '' : ` : ${labels.map((one) => `« ${one} »`).join(', ')}`;
    return `${count === 1 ? '1 champ' : `${count} champs`} à corriger${named}`;
  },
  conflict: (who, what) => [
    'Rien n’est enregistré. Entre-temps, ',
    ...[who].flat(),
    ` a modifié le contact (${what}). Votre saisie est conservée ci-dessous. Comparez-la avec cette modification. Si vous enregistrez de nouveau, votre saisie la remplacera.`,
  ],
  gone: 'Ce locataire partenaire n’existe plus ici. Recommencez.',
  stale: 'Ce formulaire a expiré. Ouvrez-le de nouveau.',
  saved: {
    title: 'Enregistré ici. Dernière étape : l’Espace partenaires',
    summary:
      'Le contact de sécurité est enregistré ici. Dernière étape : saisissez les mêmes valeurs dans l’Espace partenaires.',
    path: 'Paramètres (engrenage) → Paramètres du compte → Mon profil → Informations légales → Contact de sécurité → Mettre à jour',
    sameTitle: 'Rien n’a changé',
    doneTitle: 'Enregistré',
    doneSummary: 'Le contact de sécurité est enregistré. Il n’y a rien à faire dans l’Espace partenaires.',
    doneText: 'Il n’y a rien à faire dans l’Espace partenaires : son formulaire ne contient aucun de ces champs.',
    stillOpen:
      'Toujours à faire : personne n’a confirmé que l’Espace partenaires affiche le même nom, la même adresse e-mail et le même téléphone. Si c’est le cas, appuyez sur « Fait dans l’Espace partenaires ».',
    unchanged: 'Vous n’avez rien changé.',
    stays: 'Vous n’avez rien changé. La valeur actuelle reste :',
    merged: (who, what) => [
      'Entre-temps, ',
      ...[who].flat(),
      ` a aussi modifié le contact (${what}). Ses modifications et les vôtres sont conservées.`,
    ],
    olderForm:
      'Vous n’avez rien changé. Quelqu’un d’autre a modifié le contact depuis que vous avez ouvert ce formulaire, et cette modification est conservée.',
    change: (before, after) => [...[before].flat(), ' → ', ...[after].flat()],
    otherAddress: (host) => `une nouvelle adresse chez ${host}`,
    nothing: '(vide)',
    personal: (email) => [
      'À vérifier : ',
      email,
      ' semble être l’adresse d’une seule personne. Microsoft préfère une liste de distribution, car une personne peut être absente ou changer de poste.',
    ],
    noChannel:
      'Aucun canal n’est choisi : seuls les administrateurs reçoivent les alertes de sécurité. Choisissez-en un avec « Modifier ».',
    noMail: (domain) => `Vérifiez l’adresse. Le domaine ${domain} n’existe pas ou n’a pas de serveur de messagerie.`,
    lastName:
      'Le formulaire de l’Espace partenaires demande aussi un nom de famille. Microsoft n’indique pas quoi saisir pour un groupe. Je suggère le nom de votre société, toujours écrit de la même façon.',
    portalFields: {
      groupName: 'Prénom et deuxième prénom',
      firstName: 'Prénom',
      middleName: 'Deuxième prénom',
      lastName: 'Nom de famille',
      email: 'Adresse e-mail',
      phone: 'Téléphone',
    },
  },
};
