import type { setup as english } from '../en/setup.ts';
import { de } from './elision.ts';

export const setup: typeof english = {
  title: 'Locataire partenaire',
  submit: 'Enregistrer',
  cancel: 'Annuler',
  intro: 'Le locataire partenaire tel que Microsoft le connaît, et les canaux de votre organisation.',
  fields: {
    id: 'Identifiant du locataire',
    name: 'Nom',
    partnerType: 'Type de partenaire',
    anniversaryMonth: 'Mois anniversaire',
    manager: 'Responsable',
    fraudChannels: 'Canaux des alertes de fraude Azure',
    removeFraudChannels: 'Retirer des canaux de fraude de l’autre plateforme',
    adminChannel: 'Canal des administrateurs',
    expertsChannel: 'Canal des experts',
    customers: 'Noms des clients',
    removeElsewhere: 'Retirer ce qui est sur l’autre plateforme',
    allowUnnamed: 'Alertes sans locataire partenaire',
  },
  allowUnnamed: 'Elles peuvent aller aux administrateurs',
  posts: {
    fraudChannels: 'des alertes de fraude',
    adminChannel: 'ce qui concerne les administrateurs',
    expertsChannel: 'les questions posées',
  },
  hints: {
    id: 'L’identifiant du locataire Microsoft Entra (un GUID). Portail Azure → Microsoft Entra ID → Vue d’ensemble.',
    anniversaryMonth:
      'L’entrée de l’organisation dans le programme CSP. Microsoft vérifie le contact chaque année ce mois-là.',
    manager: 'Reçoit les rapports, et est informé quand des rappels restent sans réponse.',
    fraudChannels: 'Là où sont vos agents d’administration. Les alertes de fraude Azure y sont aussi publiées.',
    adminChannel: 'Pour tous les locataires : rappels et avertissements destinés aux administrateurs.',
    expertsChannel: 'Pour tous les locataires : les questions auxquelles je ne sais pas répondre.',
    customers:
      'Les cartes des alertes les affichent, et « prendre Fabrikam » les trouve : une ligne pour chacun, avec son identifiant de locataire ou son domaine, comme « fabrikam.com = Fabrikam ».',
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
    id: 'Ce n’est pas un identifiant de locataire. Il ressemble à 12345678-90ab-cdef-1234-567890abcdef.',
    idTaken: 'Un locataire partenaire porte déjà cet identifiant. Modifiez plutôt celui-là.',
    idChanged: 'L’identifiant d’un locataire partenaire ne peut pas être modifié. Ajoutez plutôt un autre locataire.',
    retired:
      'Le locataire partenaire de cet identifiant a été retiré. « configurer » et son nom indiquent s’il peut être rétabli ; après 30 jours, seule une importation le peut.',
    unnamed: (senders) =>
      `Ces expéditeurs ne nomment aucun locataire partenaire : ${senders}. S’il y en a deux, je ne peux pas savoir à qui sont leurs alertes : elles iraient aux administrateurs et non à un canal. Faites-leur d’abord nommer le locataire, ou acceptez ci-dessous.`,
    nameTaken:
      'Un autre locataire partenaire porte ce nom, ou un nom d’apparence identique. Choisissez un nom qui les distingue.',
    customerId: (lines) =>
      `Ni identifiant de locataire ni domaine avant « = » : ${lines}. Une ligne s’écrit « fabrikam.com = Fabrikam ».`,
    customerNameless: (lines) => `Sans nom après « = » : ${lines}.`,
    customerName: (lines) => `Ce n’est pas un nom, sans adresse et sans < ni > : ${lines}.`,
    customerLong: (lines, limit) => `Un nom a au plus ${limit} caractères : ${lines}.`,
    customerTwice: (lines) => `Deux fois ici, avec des noms différents : ${lines}.`,
    tooManyCustomers: (limit) => `Un locataire partenaire a au plus ${limit} noms de clients.`,
  },
  conflict: (who, what) => [
    'Non enregistré : entre-temps, ',
    ...[who].flat(),
    ` a modifié cette fiche (${what}). Vos saisies sont conservées ci-dessous. Comparez-les à cette modification ; un nouvel enregistrement la remplace.`,
  ],
  saved: {
    title: 'Locataire partenaire enregistré',
    summary: (tenant) => `Le locataire partenaire ${tenant} est enregistré.`,
    next: 'Étape suivante : enregistrer son contact de sécurité.',
    mixedScripts:
      'Attention : un mot du nom mêle les lettres de plusieurs alphabets. De telles lettres peuvent imiter un autre nom.',
    senders: (names) =>
      `Il y a maintenant plusieurs locataires partenaires : les alertes de ces expéditeurs vont aux administrateurs : ${names}. Indiquez à qui elles sont : pour une source, par « tenant » dans le fichier des sources, puis redémarrez-moi ; pour les autres, par « partnerTenantId ».`,
  },
  choose: {
    title: 'Configurer',
    text: 'Quel locataire partenaire voulez-vous modifier ?',
    edit: 'Modifier',
    add: 'Ajouter un locataire partenaire',
    retire: 'Retirer un locataire partenaire',
    retired: (when) => ['Retiré le ', when, '. Il peut être rétabli pendant 30 jours.'],
  },
  retire: {
    choose: 'Retirer un locataire partenaire',
    chooseText: 'Quel locataire partenaire n’est plus le vôtre ? Une question suivra.',
    title: (tenant) => `Retirer ${tenant} ?`,
    question: (tenant, until) => [
      `Plus personne n’est relancé au sujet ${de(tenant)}. Ses alertes ouvertes continuent d’être relancées. Les nouvelles vont aux administrateurs, et aussi à ses canaux jusqu’au `,
      until,
      '. Jusque-là, vous pouvez le rétablir, et les alertes qui ne nomment aucun locataire partenaire vont aux administrateurs. Ses canaux et tous les administrateurs sont prévenus. Son historique reste.',
    ],
    ownRights:
      'Vous êtes administrateur par le Microsoft Entra de ce locataire, qui ne sera plus interrogé : seuls ADMINS et d’autres locataires partenaires désigneront alors les administrateurs.',
    channels: 'Ses canaux',
    sources: 'Sources dont il est le « tenant »',
    submit: 'Retirer',
    last: (tenant) =>
      `${tenant} est le dernier locataire partenaire et ne peut pas être retiré. Ajoutez-en d’abord un autre.`,
  },
  restore: {
    done: (tenant) => `${tenant} est rétabli : ses alertes vont de nouveau à ses canaux, et je relance à son sujet.`,
    tooLate: (tenant) =>
      `${tenant} a été retiré il y a plus de 30 jours : seule une importation peut le rétablir (docs/register.md).`,
    nameTaken: (tenant) =>
      `Un autre locataire partenaire s’appelle maintenant ${tenant}, ou porte un nom d’apparence identique. Renommez-le d’abord, puis rétablissez celui-ci.`,
  },
};
