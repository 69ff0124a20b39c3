import type { setup as english } from '../en/setup.ts';

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
    removeElsewhere: 'Retirer ce qui est sur l’autre plateforme',
  },
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
    nameTaken:
      'Un autre locataire partenaire porte ce nom, ou un nom d’apparence identique. Choisissez un nom qui les distingue.',
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
    sources: (names) =>
      `Il y a maintenant plusieurs locataires partenaires : je refuse les alertes de ces sources : ${names}. Dans le fichier des sources, indiquez par « tenant » à qui elles sont, et redémarrez-moi.`,
  },
  choose: {
    title: 'Configurer',
    text: 'Quel locataire partenaire voulez-vous modifier ?',
    edit: 'Modifier',
    add: 'Ajouter un locataire partenaire',
  },
};
