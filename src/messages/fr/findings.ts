import type { findings as english } from '../en/findings.ts';

const days = (count: number) => (count === 1 ? 'un jour' : `${count} jours`);

export const findings: typeof english = {
  titles: {
    contactMissing: 'Aucun contact de sécurité',
    channelUnreachable: 'Un canal est injoignable',
    mailDead: 'L’adresse e-mail ne reçoit rien',
    someoneLeft: 'Une personne est partie',
    fieldMissing: 'Un champ obligatoire est vide',
    unattested: 'Pas encore comparé à l’Espace partenaires',
    unconfirmed: 'Pas de confirmation récente',
    anniversary: 'Le mois anniversaire approche',
    phoneUnattested: 'Téléphone non attesté 24 h/24, 7 j/7',
    complianceUnconfirmed: 'Contact de conformité non attesté',
    unproven: 'Aucune preuve que le contact est joignable',
    singlePoint: 'Un seul canal ou une seule personne',
    personalEmail: 'L’adresse e-mail semble personnelle',
  },
  details: {
    contactMissing: () => 'Microsoft en exige un de chaque partenaire CSP. Ajoutez-le maintenant.',
    channelUnreachable: (channels) => [
      'Je ne peux pas publier dans ',
      ...[channels].flat(),
      '. Ajoutez-m’y à nouveau ou choisissez un autre canal.',
    ],
    mailDead: (domain) => [
      'Le domaine ',
      ...[domain].flat(),
      ' n’existe pas ou refuse tout message, constaté deux fois à un jour d’intervalle. Corrigez l’adresse.',
    ],
    someoneLeft: (people) => ['Compte inactif : ', ...[people].flat(), '. Désignez une autre personne.'],
    adminsLeft: () =>
      'Plus aucun administrateur général connu n’est actif. La personne qui exploite le bot en désigne un autre dans le paramètre ADMINS.',
    fieldMissing: (field) => ['Encore vide : ', ...[field].flat(), '.'],
    unattested: (ago) =>
      `Modifié ici il y a ${days(ago)}, et personne n’a attesté que la fiche de l’Espace partenaires est identique.`,
    neverAttested: () => 'Personne n’a encore attesté que la fiche de l’Espace partenaires est identique.',
    unconfirmed: (ago) => `Depuis ${days(ago)}, personne n’a indiqué que la fiche est toujours exacte.`,
    neverConfirmed: () => 'Personne n’a encore indiqué que cette fiche est exacte.',
    anniversary: (month) =>
      `En ${month}, Microsoft vérifie que le contact existe. Confirmez-le et comparez-le à l’Espace partenaires.`,
    phoneUnattested: () => 'Attestez qu’on y répond jour et nuit ; cela vaut pour un an.',
    complianceUnconfirmed: () =>
      'Microsoft demande aussi un utilisateur ayant le rôle Administrateur de conformité dans l’Espace partenaires.',
    unproven: () => 'Personne n’a répondu à un exercice ni à une alerte depuis 90 jours. Lancez un exercice.',
    missedDrill: () =>
      'Personne n’a répondu au dernier exercice. Lancez-en un autre et prévenez les personnes d’astreinte.',
    oneChannel: () => 'Il n’y a qu’un seul canal. Choisissez-en un second, si possible sur l’autre plateforme.',
    onePerson: () =>
      'Le contact est une seule personne, sans suppléant. Désignez une autre personne d’astreinte ou passez à un groupe.',
    personalEmail: () => 'Une personne dort, voyage et change de poste. Microsoft conseille une liste de distribution.',
  },
  ofField: (title, field) => `${title} : ${field}`,
  several: (title, count) => `${title} (${count})`,
  others: (count) => (count === 1 ? 'et 1 autre' : `et ${count} autres`),
  more: (count) => (count === 1 ? 'et 1 autre point' : `et ${count} autres points`),
  count: (count) => (count === 0 ? 'rien à régler' : count === 1 ? '1 point à régler' : `${count} points à régler`),
  fields: { channels: 'canaux', lastName: 'nom de famille' },
};
