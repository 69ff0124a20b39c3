import type { securityContact as english } from '../en/security-contact.ts';
import { de } from './elision.ts';

const confirmedFacts = {
  confirmed: 'que ce contact est toujours exact',
  attested: 'que l’Espace partenaires affiche le même contact',
  phoneAttested: 'que quelqu’un répond au téléphone jour et nuit',
  complianceAttested: 'qu’un utilisateur a le rôle Administrateur de conformité dans l’Espace partenaires',
};

const numbers: Readonly<Record<number, string>> = { 2: 'deux', 3: 'trois', 4: 'quatre', 5: 'cinq' };

export const securityContact: typeof english = {
  title: 'Contact de sécurité',
  titleOf: (tenant) => `Contact de sécurité ${de(tenant)}`,
  summary: (tenant, name) => `Le contact de sécurité ${de(tenant)} est ${name}.`,
  summaryNone: (tenant) => `Aucun contact de sécurité n’est enregistré pour ${tenant}.`,
  none: (tenant) =>
    `Aucun contact de sécurité n’est enregistré pour ${tenant}. Microsoft exige que chaque partenaire CSP en désigne un. Un administrateur général peut l’ajouter maintenant.`,
  partnerTypes: {
    directBill: 'partenaire à facturation directe',
    indirectProvider: 'fournisseur indirect (distributeur)',
    indirectReseller: 'revendeur indirect',
  },
  kinds: { person: 'une personne', group: 'un groupe' },
  facts: {
    tenant: 'Locataire partenaire',
    name: 'Nom',
    email: 'Adresse e-mail',
    phone: 'Téléphone 24 h/24, 7 j/7',
    phone24x7: 'Disponibilité 24 h/24 confirmée',
    channels: 'Canaux',
    onCall: 'D’astreinte',
    changed: 'Dernière modification',
    confirmed: 'Dernière confirmation',
    attested: 'Vérification dans l’Espace partenaires',
    proven: 'Dernière preuve de joignabilité',
    compliance: 'Contact de conformité confirmé',
  },
  byAt: (who, when) => ['par ', who, ' le ', when],
  on: (when, who) => (who ? [when, ', par ', who] : [when]),
  states: {
    none: 'Pas encore de contact',
  },
  never: 'jamais',
  neverAttested: 'aucune depuis la dernière modification',
  emptyList: 'aucun',
  nobody: 'personne',
  daysAgo: (days) => (days === 0 ? 'aujourd’hui' : days === 1 ? 'hier' : `il y a ${days} jours`),
  complete: (off) =>
    off === 0
      ? 'Aucun point à régler.'
      : `Aucun point à régler pour l’instant. ${off === 1 ? '1 point est reporté' : `${off} points sont reportés`}.`,
  missing: {
    attestation: {
      title: 'Comparer avec l’Espace partenaires',
      detail:
        'Depuis la dernière modification, personne n’a confirmé que l’Espace partenaires affiche le même contact.',
    },
    confirmation: { title: 'Confirmer le contact', detail: 'Personne n’a encore confirmé ce contact.' },
    onCall: {
      title: 'Désigner une personne d’astreinte',
      detail: 'Je mentionne cette personne quand une alerte est urgente.',
    },
  },
  whoMayChange: (people) => [
    'Seuls les administrateurs généraux (',
    ...[people].flat(),
    ') peuvent modifier le contact.',
  ],
  buttons: {
    confirm: 'Toujours exact',
    update: 'Modifier',
    attest: 'Fait dans l’Espace partenaires',
    history: 'Historique',
    portal: 'Ouvrir l’Espace partenaires',
    show: 'Afficher le contact',
    add: 'Ajouter le contact',
    keepChannels: 'Accepter',
    phone24x7: 'Confirmer la disponibilité',
    compliance: 'Confirmer le rôle',
    changePhone: 'Changer le numéro',
    changeEmail: 'Changer l’adresse e-mail',
    changeChannels: 'Changer les canaux',
    onCall: 'Changer l’astreinte',
    details: 'Détails',
  },
  attestForm: {
    title: 'Vérifié chez Microsoft ?',
    submit: 'Confirmer',
    cancel: 'Pas encore',
    intro: (tenant) => `L’Espace partenaires devrait maintenant afficher ces valeurs pour ${tenant} :`,
    label: 'Qu’avez-vous vérifié ?',
    hint: 'Ne cochez que ce que vous avez vérifié. J’enregistre votre nom et l’heure.',
    facts: {
      attested: 'L’Espace partenaires affiche le même contact',
      phoneAttested: 'Quelqu’un répond au téléphone jour et nuit',
      complianceAttested: 'Un utilisateur a le rôle Administrateur de conformité',
    },
    changedMeanwhile:
      'Quelqu’un a modifié le contact depuis l’affichage de cette carte. Comparez les valeurs ci-dessous.',
    nothing: 'Cochez au moins une case, ou appuyez sur « Pas encore ».',
  },
  confirmQuestion: {
    title: (tenant) => `Le contact ${de(tenant)} est-il toujours exact ?`,
    text: 'Je n’enregistre rien tant que vous n’avez pas appuyé sur le bouton.',
  },
  attestQuestion: {
    title: 'L’Espace partenaires est-il à jour ?',
    text: 'L’Espace partenaires affiche-t-il maintenant le même contact de sécurité qu’ici ? J’enregistre votre nom et l’heure.',
    yes: 'Oui, le même',
    no: 'Pas encore',
  },
  phoneQuestion: {
    title: 'Le téléphone est-il joignable 24 h/24 ?',
    text: 'Quelqu’un répond-il à ce téléphone jour et nuit ? J’enregistre votre nom et l’heure.',
    yes: 'Oui, jour et nuit',
    no: 'Pas encore',
  },
  complianceQuestion: {
    title: 'Confirmer le contact de conformité ?',
    text: 'Le contact de conformité est un utilisateur qui a le rôle Administrateur de conformité dans l’Espace partenaires. Y en a-t-il un ? J’enregistre votre nom et l’heure.',
    yes: 'Oui, confirmer',
    no: 'Pas encore',
  },
  keepQuestion: {
    title: 'Laisser les alertes dans ces canaux ?',
    text: 'Les alertes de sécurité resteront dans des canaux que d’autres personnes peuvent désormais lire. J’enregistre votre nom et l’heure.',
    yes: 'Accepter',
    no: 'Pas encore',
  },
  all: {
    title: 'Contacts de sécurité',
    summary: (count) => `Voici les contacts de sécurité de ${count} locataires partenaires.`,
    question: (count) =>
      count === 1 ? 'Confirmer le contact ?' : `Confirmer les ${numbers[count] ?? count} contacts ?`,
    ask: (count) => `Confirmer les ${numbers[count] ?? count} contacts`,
    yes: 'Oui, tout est exact',
    without: (names) =>
      `Cette question ne concerne pas ${names} : il n’y a pas encore de contact, ou vous ne pouvez pas le confirmer.`,
    confirmed: (names) => `Merci. J’ai enregistré votre confirmation pour ${names}.`,
    changed: (names) =>
      `Ces contacts ont changé depuis la question : ${names}. Je n’ai donc rien enregistré pour eux. Vérifiez-les de nouveau.`,
  },
  channelsKept: 'C’est enregistré : les alertes restent dans ces canaux.',
  recorded: (facts) =>
    `Merci. J’ai enregistré ${facts.map((fact, n) => `${n === 0 ? '' : n === facts.length - 1 ? ' et ' : ', '}${confirmedFacts[fact]}`).join('')}.`,
  askedAgain: (when) => [' Prochaine demande de confirmation : le ', when, '.'],
  repeated: 'C’était déjà enregistré.',
  changedMeanwhile:
    'Quelqu’un a modifié le contact depuis l’affichage de cette carte : rien n’a été enregistré. Vérifiez le contact, puis réessayez.',
};
