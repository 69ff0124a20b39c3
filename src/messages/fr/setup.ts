import type { setup as english } from '../en/setup.ts';

/** Quotes each of the lines; what stands for the others has a plus. */
const eachQuoted = (lines: string) =>
  lines
    .split(' · ')
    .map((line) => (line.startsWith('+') ? line : `« ${line} »`))
    .join(', ');

export const setup: typeof english = {
  title: 'Locataire partenaire',
  submit: 'Enregistrer',
  cancel: 'Annuler',
  intro:
    'Saisissez les informations du locataire partenaire telles qu’elles figurent dans l’Espace partenaires, et choisissez les canaux de votre organisation.',
  fields: {
    id: 'Identifiant du locataire',
    name: 'Nom',
    partnerType: 'Type de partenaire',
    anniversaryMonth: 'Mois anniversaire CSP',
    manager: 'Responsable',
    fraudChannels: 'Canaux des alertes de fraude Azure',
    removeFraudChannels: 'Alertes de fraude : retirer des canaux de l’autre plateforme',
    adminChannel: 'Canal des administrateurs',
    expertsChannel: 'Canal des experts',
    customers: 'Noms des clients',
    removeElsewhere: 'Retirer ce qui est sur l’autre plateforme',
    allowUnnamed: 'Alertes sans locataire partenaire',
  },
  allowUnnamed: 'Envoyer ces alertes aux administrateurs',
  posts: {
    fraudChannels: 'des alertes de fraude',
    adminChannel: 'les messages destinés aux administrateurs',
    expertsChannel: 'les questions posées',
  },
  hints: {
    id: 'L’identifiant du locataire Microsoft Entra (un GUID) se trouve dans le portail Azure, sous Microsoft Entra ID → Vue d’ensemble.',
    anniversaryMonth:
      'Choisissez le mois où votre organisation a rejoint le programme CSP. Microsoft vérifie le contact chaque année ce mois-là.',
    manager: 'Cette personne reçoit les rapports, et un message quand des rappels restent sans réponse.',
    fraudChannels:
      'Choisissez les canaux de vos agents d’administration. J’y publie aussi les alertes de fraude Azure.',
    adminChannel: 'J’y publie les rappels et les avertissements destinés aux administrateurs de tous les locataires.',
    expertsChannel: 'J’y publie les questions auxquelles je ne sais pas répondre, pour tous les locataires.',
    customers:
      'Les cartes d’alerte affichent ces noms, et vous pouvez taper par exemple « acquitter Fabrikam ». Écrivez une ligne par client, avec l’identifiant de locataire ou le domaine : « fabrikam.com = Fabrikam ».',
    manyCustomers: (count) =>
      `${count} sont enregistrés, trop pour être affichés ici. Une ligne comme « fabrikam.com = Fabrikam » en ajoute ou en modifie un, « fabrikam.com = » le retire.`,
    elsewhere: (name) =>
      `Actuellement ${name} sur l’autre plateforme ; laissez vide pour le conserver, ou cochez plus bas pour le retirer.`,
  },
  partnerTypes: {
    directBill: 'Partenaire à facturation directe',
    indirectProvider: 'Fournisseur indirect (distributeur)',
    indirectReseller: 'Revendeur indirect',
  },
  months: [
    'janvier',
    'février',
    'mars',
    'avril',
    'mai',
    'juin',
    'juillet',
    'août',
    'septembre',
    'octobre',
    'novembre',
    'décembre',
  ],
  unknownMonth: 'Inconnu',
  problems: {
    id: 'Saisissez l’identifiant du locataire sous la forme 12345678-90ab-cdef-1234-567890abcdef.',
    idTaken: 'Un locataire partenaire porte déjà cet identifiant. Modifiez plutôt ce locataire.',
    idChanged: 'L’identifiant d’un locataire partenaire ne peut pas être modifié. Ajoutez plutôt un autre locataire.',
    retired:
      'Le locataire partenaire qui porte cet identifiant a été retiré. Tapez « configurer » et son nom pour voir si vous pouvez le rétablir. Plus de 30 jours après le retrait, seule la personne qui gère le bot peut encore le faire, par une importation.',
    unnamed: (senders) =>
      `Certaines alertes n’indiquent aucun locataire partenaire (provenance : ${senders}). Avec deux locataires, je ne saurai pas auquel elles appartiennent et je les enverrai aux administrateurs. Configurez d’abord leurs sources pour qu’elles indiquent le locataire, ou cochez la case ci-dessous.`,
    nameTaken:
      'Un autre locataire partenaire porte ce nom, ou un nom d’apparence identique. Choisissez un nom qui les distingue.',
    customerId: (lines) =>
      `Il manque l’identifiant du locataire ou le domaine avant le signe = dans ${eachQuoted(lines)}. Une ligne s’écrit « fabrikam.com = Fabrikam ».`,
    customerNameless: (lines) => `Il manque le nom après le signe = dans ${eachQuoted(lines)}.`,
    customerName: (lines) => `Un nom ne peut contenir ni adresse, ni <, ni >. À corriger : ${eachQuoted(lines)}.`,
    customerLong: (lines, limit) => `Un nom a au plus ${limit} caractères. À raccourcir : ${eachQuoted(lines)}.`,
    customerTwice: (lines) =>
      `Un client figure deux fois, avec des noms différents. À corriger : ${eachQuoted(lines)}.`,
    tooManyCustomers: (limit) => `Un locataire partenaire a au plus ${limit} noms de clients.`,
  },
  conflict: (who, what) => [
    'Rien n’est enregistré. Entre-temps, ',
    ...[who].flat(),
    ` a modifié cette fiche (${what}). Votre saisie est conservée ci-dessous. Comparez-la avec cette modification. Si vous enregistrez de nouveau, votre saisie la remplacera.`,
  ],
  saved: {
    title: 'Locataire partenaire enregistré',
    summary: (tenant) => `Le locataire partenaire ${tenant} est enregistré.`,
    next: 'Prochaine étape : enregistrer le contact de sécurité de ce locataire.',
    mixedScripts:
      'Attention : un mot du nom mêle les lettres de plusieurs alphabets. De telles lettres peuvent imiter un autre nom.',
    senders: (names) =>
      `Il y a maintenant plusieurs locataires partenaires, et certaines alertes n’en indiquent aucun (provenance : ${names}). Je les envoie donc aux administrateurs. Pour changer cela, ajoutez « tenant » à leur source dans le fichier des sources et redémarrez-moi, ou envoyez « partnerTenantId ».`,
  },
  toDo: {
    title: (tenant) => `Reste à faire pour ${tenant}`,
    left: (count) => (count === 1 ? 'il reste 1 point à régler.' : `il reste ${count} points à régler.`),
    text: (count) =>
      count === 1
        ? 'Vous avez configuré ce locataire partenaire. Il reste un point à régler.'
        : `Vous avez configuré ce locataire partenaire. Il reste ${count} points à régler.`,
    adminChannel: {
      title: 'Choisir le canal des administrateurs',
      detail: 'J’y publie les rappels et les avertissements. Sans ce canal, chaque administrateur les reçoit en privé.',
      choose: 'Choisir un canal',
    },
    why: 'Vous recevez ce message parce que vous avez configuré ce locataire partenaire. Je ne l’envoie qu’une fois.',
  },
  choose: {
    title: 'Configurer',
    text: 'Quel locataire partenaire voulez-vous modifier ?',
    edit: 'Modifier',
    add: 'Ajouter un locataire partenaire',
    retire: 'Retirer un locataire partenaire',
    retired: (when, until) => ['Retiré le ', when, '. Vous pouvez le rétablir jusqu’au ', until, '.'],
  },
  retire: {
    choose: 'Retirer un locataire partenaire',
    chooseText: 'Quel locataire partenaire n’est plus le vôtre ? Je demanderai une confirmation.',
    title: (tenant) => `Retirer ${tenant} ?`,
    question: (_tenant, until) => [
      'Je n’enverrai plus de rappels pour ce locataire, sauf pour ses alertes ouvertes. Jusqu’au ',
      until,
      ', vous pourrez le rétablir, j’enverrai ses nouvelles alertes à ses canaux et aux administrateurs, et j’enverrai aux administrateurs les alertes qui n’indiquent aucun locataire partenaire. Je préviendrai de ce retrait ses canaux et tous les administrateurs. Je conserve son historique.',
    ],
    ownRights:
      'Votre rôle d’administrateur vient du Microsoft Entra de ce locataire, que je ne consulterai plus ensuite : seuls le paramètre ADMINS et vos autres locataires partenaires désigneront les administrateurs.',
    channels: 'Ses canaux',
    sources: 'Sources dont il est le « tenant »',
    submit: 'Retirer',
    last: (tenant) =>
      `${tenant} est le dernier locataire partenaire et ne peut pas être retiré. Ajoutez-en d’abord un autre.`,
  },
  restore: {
    done: (tenant) =>
      `${tenant} est rétabli. Je publie de nouveau ses alertes dans ses canaux, et les rappels reprennent.`,
    tooLate: (tenant) =>
      `${tenant} a été retiré il y a plus de 30 jours. Seule la personne qui gère le bot peut encore le rétablir, par une importation (voir docs/register.md).`,
    nameTaken: (tenant) =>
      `Un autre locataire partenaire s’appelle maintenant ${tenant}, ou porte un nom d’apparence identique. Renommez d’abord cet autre locataire, puis rétablissez le locataire retiré.`,
  },
};
