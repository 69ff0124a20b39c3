import type { securityContact as english } from '../en/security-contact.ts';

export const securityContact: typeof english = {
  title: 'Contact de sécurité',
  summary: (tenant, name) => `Le contact de sécurité de ${tenant} est ${name}.`,
  summaryNone: (tenant) => `Aucun contact de sécurité n’est enregistré pour ${tenant}.`,
  none: (tenant) =>
    `Aucun contact de sécurité n’est enregistré pour ${tenant}. Microsoft en exige un de chaque partenaire CSP ; un administrateur général peut l’ajouter maintenant.`,
  partnerTypes: {
    directBill: 'partenaire à facturation directe',
    indirectProvider: 'fournisseur indirect (distributeur)',
    indirectReseller: 'revendeur indirect',
  },
  kinds: { person: 'une personne', group: 'un groupe' },
  languages: { en: 'anglais', fr: 'français' },
  facts: {
    tenant: 'Locataire partenaire',
    name: 'Nom',
    email: 'Adresse e-mail',
    phone: 'Téléphone 24 h/24, 7 j/7',
    channels: 'Canaux',
    onCall: 'D’astreinte',
    speaks: 'Langue et fuseau horaire',
    changed: 'Dernière modification',
    confirmed: 'Dernière confirmation',
    attested: 'Identique dans l’Espace partenaires',
    phone24x7: 'Joignable jour et nuit',
    compliance: 'Contact de conformité',
  },
  byAt: (who, when) => ['par ', who, ', le ', when],
  by: (who) => ['par ', who],
  never: 'jamais',
  neverAttested: 'non attesté depuis la dernière modification',
  emptyList: 'aucun',
  daysAgo: (days) => (days === 0 ? 'aujourd’hui' : days === 1 ? 'hier' : `il y a ${days} jours`),
  toComplete: (count) => (count === 1 ? '1 point à compléter :' : `${count} points à compléter :`),
  complete: 'Tout est complet.',
  missing: {
    contact: {
      title: 'Il n’y a pas de contact de sécurité',
      detail: 'Sans contact, personne ne reçoit les messages de sécurité de Microsoft.',
    },
    channels: { title: 'Il n’y a pas de canal', detail: 'Les alertes ont besoin d’au moins un canal Slack ou Teams.' },
    attestation: {
      title: 'L’Espace partenaires indique peut-être autre chose',
      detail: 'Personne n’a attesté que l’Espace partenaires est identique depuis la dernière modification.',
    },
    confirmation: { title: 'Jamais confirmé', detail: 'Personne n’a encore indiqué que cette fiche est exacte.' },
    phone24x7: {
      title: 'Le téléphone ne répond peut-être pas la nuit',
      detail: 'Microsoft demande un téléphone joignable 24 h/24, 7 j/7. Personne ne l’a encore attesté.',
    },
    onCall: {
      title: 'Personne n’est d’astreinte',
      detail: 'Désignez au moins une personne à mentionner en cas d’urgence.',
    },
    compliance: {
      title: 'Le contact de conformité n’est pas attesté',
      detail:
        'Microsoft demande aussi un contact de conformité : un utilisateur ayant le rôle Administrateur de conformité dans l’Espace partenaires, que seul un administrateur général peut attribuer.',
    },
  },
  groupName:
    'Le formulaire de l’Espace partenaires exige un nom de famille, même pour un groupe ; Microsoft n’indique pas quoi saisir. Le nom du groupe va dans Prénom et dans Deuxième prénom.',
  ownCopy:
    'Ceci est le registre de votre organisation. Microsoft n’offre aucune API pour le contact de sécurité : seul un administrateur général peut modifier la fiche de Microsoft, à la main, dans l’Espace partenaires.',
  whoMayChange: (people) => ['Qui peut modifier : ', ...[people].flat(), '. Tous les membres peuvent consulter.'],
  buttons: {
    confirm: 'Toujours exact',
    update: 'Modifier',
    attest: 'Fait dans l’Espace partenaires',
    history: 'Historique',
    portal: 'Ouvrir l’Espace partenaires',
    show: 'Afficher le contact',
    add: 'Ajouter le contact',
    phone24x7: 'Il répond 24 h/24',
    compliance: 'C’est en place',
  },
  attestQuestion: {
    title: 'Espace partenaires à jour ?',
    text: 'Vous attestez que l’Espace partenaires affiche désormais le même contact de sécurité. Votre nom et l’heure sont enregistrés.',
    yes: 'Attester',
    no: 'Pas encore',
  },
  phoneQuestion: {
    title: 'Joignable 24 h/24 ?',
    text: 'Vous attestez que ce téléphone répond jour et nuit. Votre nom et l’heure sont enregistrés.',
    yes: 'Attester',
    no: 'Pas encore',
  },
  complianceQuestion: {
    title: 'Contact de conformité ?',
    text: 'Vous attestez qu’un utilisateur a le rôle Administrateur de conformité dans l’Espace partenaires. Votre nom et l’heure sont enregistrés.',
    yes: 'Attester',
    no: 'Pas encore',
  },
  confirmed: 'Merci. J’ai enregistré que vous avez confirmé ce contact.',
  attested: 'Merci. J’ai enregistré que vous avez attesté que l’Espace partenaires est identique.',
  phoneAttested: 'Merci. J’ai enregistré que le téléphone est joignable 24 h/24, 7 j/7.',
  complianceAttested: 'Merci. J’ai enregistré que le contact de conformité est en place.',
  repeated: 'C’était déjà enregistré ; rien n’a été fait deux fois.',
  changedMeanwhile:
    'Le contact a été modifié après l’affichage de cette carte : rien n’a été enregistré. Vérifiez la fiche actuelle, puis réessayez.',
};
