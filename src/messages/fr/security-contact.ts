import type { securityContact as english } from '../en/security-contact.ts';
import { de } from './elision.ts';

const confirmedFacts = {
  confirmed: 'que vous avez confirmé ce contact',
  attested: 'que l’Espace partenaires affiche le même contact',
  phoneAttested: 'que quelqu’un répond au téléphone jour et nuit',
  complianceAttested: 'qu’un utilisateur a le rôle Administrateur de conformité dans l’Espace partenaires',
};

const numbers: Readonly<Record<number, string>> = { 2: 'deux', 3: 'trois', 4: 'quatre', 5: 'cinq' };

export const securityContact: typeof english = {
  title: 'Contact de sécurité',
  titleOf: (tenant) => `Contact de sécurité : ${tenant}`,
  summary: (tenant, name) => `Le contact de sécurité ${de(tenant)} est ${name}.`,
  summaryNone: (tenant) => `Aucun contact de sécurité n’est enregistré pour ${tenant}.`,
  none: (tenant) =>
    `Aucun contact de sécurité n’est enregistré pour ${tenant}. Microsoft exige un contact de chaque partenaire CSP. Un administrateur général peut l’ajouter maintenant.`,
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
    phone24x7: 'Disponibilité 24 h/24 confirmée',
    channels: 'Canaux',
    onCall: 'D’astreinte',
    changed: 'Dernière modification',
    confirmed: 'Dernière confirmation',
    attested: 'Vérification dans l’Espace partenaires',
    proven: 'Dernière preuve de joignabilité',
    compliance: 'Contact conformité confirmé',
  },
  byAt: (who, when) => ['par ', who, ', le ', when],
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
      ? 'Rien à régler.'
      : `Rien à régler pour l’instant. ${off === 1 ? '1 point est reporté' : `${off} points sont reportés`}.`,
  missing: {
    attestation: {
      title: 'Comparer avec l’Espace partenaires',
      detail:
        'Depuis la dernière modification, personne n’a confirmé que l’Espace partenaires affiche le même contact.',
    },
    confirmation: { title: 'Confirmer le contact', detail: 'Personne n’a encore confirmé ce contact.' },
    onCall: { title: 'Désigner une personne d’astreinte', detail: 'Elle est mentionnée quand une alerte est urgente.' },
  },
  whoMayChange: (people) => ['Modification réservée aux administrateurs généraux : ', ...[people].flat(), '.'],
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
    changePhone: 'Changer le téléphone',
    changeEmail: 'Changer l’adresse',
    changeChannels: 'Canaux',
    onCall: 'Astreinte',
    details: 'Détails',
  },
  attestForm: {
    title: 'Vérifié chez Microsoft ?',
    submit: 'Confirmer',
    cancel: 'Pas encore',
    intro: (tenant) => `L’Espace partenaires devrait maintenant afficher ces valeurs pour ${tenant} :`,
    label: 'Qu’avez-vous vérifié ?',
    hint: 'Ne cochez que ce que vous avez vérifié. Votre nom et l’heure sont enregistrés.',
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
    text: 'Rien n’est enregistré tant que vous n’appuyez pas sur le bouton.',
  },
  attestQuestion: {
    title: 'Espace partenaires à jour ?',
    text: 'L’Espace partenaires affiche-t-il maintenant le même contact de sécurité ? Votre nom et l’heure sont enregistrés.',
    yes: 'Oui, le même',
    no: 'Pas encore',
  },
  phoneQuestion: {
    title: 'Joignable 24 h/24, 7 j/7 ?',
    text: 'Quelqu’un répond-il à ce téléphone jour et nuit ? Votre nom et l’heure sont enregistrés.',
    yes: 'Oui, jour et nuit',
    no: 'Pas encore',
  },
  complianceQuestion: {
    title: 'Contact conformité ?',
    text: 'Un utilisateur a-t-il le rôle Administrateur de conformité dans l’Espace partenaires ? Votre nom et l’heure sont enregistrés.',
    yes: 'Oui, confirmer',
    no: 'Pas encore',
  },
  keepQuestion: {
    title: 'Y laisser les alertes ?',
    text: 'Les alertes de sécurité restent dans des canaux désormais lisibles par plus de personnes. Votre nom et l’heure sont enregistrés.',
    yes: 'Accepter',
    no: 'Pas encore',
  },
  all: {
    title: 'Contacts de sécurité',
    summary: (count) => `Les contacts de sécurité de ${count} locataires partenaires.`,
    question: (count) => (count === 1 ? 'Est-il toujours exact ?' : `Les ${numbers[count] ?? count} sont-ils exacts ?`),
    yes: 'Oui, tout est exact',
    without: (names) => `Non inclus : ${names}. Il n’y a pas encore de contact, ou vous ne pouvez pas le confirmer.`,
    confirmed: (names) => `Merci. J’ai enregistré votre confirmation pour : ${names}.`,
    changed: (names) =>
      `Ces contacts ont changé depuis la question, je n’ai donc rien enregistré : ${names}. Vérifiez de nouveau.`,
  },
  channelsKept: 'J’ai enregistré que les alertes restent dans ces canaux.',
  recorded: (facts) =>
    `Merci. J’ai enregistré ${facts.map((fact, n) => `${n === 0 ? '' : n === facts.length - 1 ? ' et ' : ', '}${confirmedFacts[fact]}`).join('')}.`,
  askedAgain: (when) => [' Je vous le redemanderai le ', when, '.'],
  repeated: 'C’était déjà enregistré.',
  changedMeanwhile:
    'Quelqu’un a modifié le contact depuis l’affichage de cette carte : rien n’a été enregistré. Vérifiez le contact, puis réessayez.',
};
