import type { microsoft as english } from '../en/microsoft.ts';

const points = (count: number) => String(Number(count.toFixed(1))).replace('.', ',');

export const microsoft: typeof english = {
  facts: {
    onFile: 'Contact vu par Microsoft',
    average: 'Moyenne selon Microsoft',
    score: 'Score de sécurité du partenaire',
  },
  onFile: {
    yes: (ago) => `oui, demandé ${ago} (sans dire lequel)`,
    no: (ago) => `non, demandé ${ago}`,
    unknown: (ago) => `inconnu, demandé ${ago}`,
  },
  lastKnown: (unknown, last) => `${unknown}. Dernière réponse : ${last}`,
  score: (current, max) => `${points(current)} sur ${points(max)}`,
  asked: (figure, ago) => `${figure}, demandé ${ago}`,
  ago: (time) => `il y a ${time}`,
  justNow: 'à l’instant',
  news: {
    breakGlass: {
      title: 'Action permise par ADMINS seul',
      summary: (name) => `${name} a agi en administrateur par le seul paramètre ADMINS.`,
      text: (person, at) => [
        person,
        ' a agi en administrateur le ',
        at,
        ' sans que je voie le rôle d’administrateur général dans Microsoft Entra : c’est le paramètre ADMINS qui le permet. L’historique le mentionne aussi.',
      ],
      remedy:
        'S’il n’y avait pas d’urgence, demandez que le rôle soit activé dans Entra avant d’agir. Si vous n’êtes pas au courant, posez la question tout de suite. La personne qui m’héberge peut retirer cette personne de ADMINS.',
    },
    gone: {
      title: 'Un compte n’est plus actif dans Microsoft Entra',
      summary: (name) => `Le compte Microsoft Entra de ${name} est désactivé ou supprimé.`,
      text: (person) => [
        'Selon Microsoft Entra, le compte de ',
        person,
        ' est désactivé ou supprimé, constaté deux fois à 20 heures d’intervalle au moins.',
      ],
      manager: (tenants) =>
        `Cette personne est responsable de ${tenants} : choisissez-en une autre avec « configurer ».`,
      proven:
        'Cette personne était administrateur général : je ne lui envoie plus les messages destinés aux administrateurs.',
      remedy: (id) =>
        `Si cette personne est partie, celle qui m’héberge retire "${id}" de ADMINS et du fichier indiqué par MICROSOFT. Sinon, réactivez le compte dans Entra : je vérifie de nouveau chaque nuit.`,
    },
    signedIn: {
      title: 'Un compte s’est connecté chez Microsoft',
      summary: (name, tenant) => `Le compte ${name} s’est connecté chez Microsoft pour ${tenant}.`,
      text: (name, tenant, at) => [
        `Le compte ${name} s’est connecté chez Microsoft le `,
        at,
        `. Je consulte désormais les alertes et le score de ${tenant} avec ce compte.`,
      ],
      remedy:
        'Si aucune personne connue de vous n’a fait cela, révoquez les sessions de ce compte dans Microsoft Entra, et demandez à la personne qui m’héberge qui peut utiliser ma machine.',
    },
  },
};
