import type { securityContact as english } from '../en/security-contact.ts';
import { de } from './elision.ts';

const numbers: Readonly<Record<number, string>> = { 2: 'deux', 3: 'trois', 4: 'quatre', 5: 'cinq' };

export const securityContact: typeof english = {
  title: 'Contact de sécurité',
  titleOf: (tenant) => `Contact de sécurité : ${tenant}`,
  summary: (tenant, name) => `Le contact de sécurité ${de(tenant)} est ${name}.`,
  summaryNone: (tenant) => `Aucun contact de sécurité n’est enregistré pour ${tenant}.`,
  none: (tenant) =>
    `Aucun contact de sécurité n’est enregistré pour ${tenant}. Microsoft en exige un de chaque partenaire CSP ; un administrateur général peut l’ajouter maintenant.`,
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
    phone24x7: 'Téléphone attesté 24 h/24, 7 j/7',
    channels: 'Canaux',
    onCall: 'D’astreinte',
    changed: 'Dernière modification',
    confirmed: 'Dernière confirmation',
    attested: 'Conforme à l’Espace partenaires',
    proven: 'Dernière preuve de joignabilité',
    compliance: 'Contact de conformité',
  },
  byAt: (who, when) => ['par ', who, ', le ', when],
  on: (when, who) => (who ? [when, ', par ', who] : [when]),
  states: {
    none: 'Pas encore de contact',
  },
  never: 'jamais',
  neverAttested: 'non attesté depuis la dernière modification',
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
      detail: 'Personne n’a attesté que la fiche y est identique depuis la dernière modification.',
    },
    confirmation: { title: 'Confirmer le contact', detail: 'Personne n’a encore indiqué que cette fiche est exacte.' },
    onCall: { title: 'Désigner une personne d’astreinte', detail: 'Elle est mentionnée quand une alerte est urgente.' },
  },
  whoMayChange: (people) => ['Peuvent la modifier (administrateurs généraux) : ', ...[people].flat(), '.'],
  buttons: {
    confirm: 'Toujours exact',
    update: 'Modifier',
    attest: 'Fait dans l’Espace partenaires',
    history: 'Historique',
    portal: 'Ouvrir l’Espace partenaires',
    show: 'Afficher le contact',
    add: 'Ajouter le contact',
    keepChannels: 'Accepter',
    phone24x7: 'Attester le téléphone 24 h/24',
    compliance: 'Attester la conformité',
    changePhone: 'Changer le téléphone',
    changeEmail: 'Changer l’adresse',
    changeChannels: 'Canaux',
    onCall: 'Astreinte',
    details: 'Détails',
  },
  attestForm: {
    title: 'À jour chez Microsoft ?',
    submit: 'Confirmer',
    cancel: 'Pas encore',
    intro: (tenant) => `L’Espace partenaires doit maintenant afficher pour ${tenant} :`,
    label: 'Qu’est-ce qui est vrai ?',
    hint: 'Décochez ce qui ne l’est pas. Votre nom et l’heure sont enregistrés.',
    facts: {
      attested: 'L’Espace partenaires affiche la même chose',
      phoneAttested: 'On répond à ce téléphone jour et nuit',
      complianceAttested: 'Quelqu’un a le rôle Administrateur de conformité',
    },
    changedMeanwhile: 'Le contact a été modifié depuis l’affichage de cette carte. Comparez ces valeurs-ci.',
    nothing: 'Cochez au moins une case, ou appuyez sur « Pas encore ».',
    done: (facts) => `Merci. C’est enregistré : ${facts.join(' ; ')}.`,
  },
  confirmQuestion: {
    title: (tenant) => `Tout est-il encore exact pour ${tenant} ?`,
    text: 'Rien n’est enregistré tant que vous n’appuyez pas sur le bouton.',
  },
  attestQuestion: {
    title: 'Espace partenaires à jour ?',
    text: 'Vous attestez que l’Espace partenaires affiche désormais le même contact de sécurité. Votre nom et l’heure sont enregistrés.',
    yes: 'Attester',
    no: 'Pas encore',
  },
  phoneQuestion: {
    title: 'Joignable 24 h/24, 7 j/7 ?',
    text: 'Vous attestez qu’on répond à ce téléphone jour et nuit. Votre nom et l’heure sont enregistrés.',
    yes: 'Attester',
    no: 'Pas encore',
  },
  complianceQuestion: {
    title: 'Contact de conformité ?',
    text: 'Vous attestez qu’un utilisateur a le rôle Administrateur de conformité dans l’Espace partenaires. Votre nom et l’heure sont enregistrés.',
    yes: 'Attester',
    no: 'Pas encore',
  },
  keepQuestion: {
    title: 'Y laisser les alertes ?',
    text: 'Les alertes de sécurité restent dans des canaux que plus de personnes peuvent lire qu’avant. Votre nom et l’heure sont enregistrés.',
    yes: 'Accepter',
    no: 'Pas encore',
  },
  all: {
    title: 'Contacts de sécurité',
    summary: (count) => `Les contacts de sécurité de ${count} locataires partenaires.`,
    question: (count) => (count === 1 ? 'Toujours exact ?' : `Toujours exacts, les ${numbers[count] ?? count} ?`),
    yes: 'Oui, tout est exact',
    without: (names) => `Sans ${names} : pas encore de contact, ou vous ne pouvez pas le confirmer.`,
    confirmed: (names) => `Merci. J’ai enregistré votre confirmation pour : ${names}.`,
    changed: (names) => `Modifié depuis la question, donc rien n’a été enregistré : ${names}. Vérifiez de nouveau.`,
  },
  channelsKept: 'J’ai enregistré que les alertes restent dans ces canaux.',
  confirmed: 'Merci. J’ai enregistré que vous avez confirmé ce contact.',
  attested: 'Merci. J’ai enregistré que vous avez attesté que la fiche de l’Espace partenaires est identique.',
  phoneAttested: 'Merci. J’ai enregistré que le téléphone est joignable 24 h/24, 7 j/7.',
  complianceAttested: 'Merci. J’ai enregistré que le contact de conformité est en place.',
  repeated: 'C’était déjà enregistré ; rien n’a été fait deux fois.',
  changedMeanwhile:
    'Le contact a été modifié après l’affichage de cette carte : rien n’a été enregistré. Vérifiez la fiche actuelle, puis réessayez.',
};
