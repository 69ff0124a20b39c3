import type { reminders as english } from '../en/reminders.ts';
import { lowerFirst } from './behind-colon.ts';
import { de } from './elision.ts';

const sources = { people: 'les personnes', channels: 'les canaux', mail: 'l’adresse e-mail' };
const listed = (what: readonly (keyof typeof sources)[]) =>
  what.map((one, n) => `${n === 0 ? '' : n === what.length - 1 ? ' et ' : ', '}${sources[one]}`).join('');
const range = (from: string, to: string) => (from === to ? from : `${de(from)} à ${to}`);

export const reminders: typeof english = {
  title: (count) => (count === 1 ? '1 point à régler' : `${count} points à régler`),
  urgentTitle: (count, urgent) =>
    count === 1
      ? '1 point à régler maintenant'
      : count === urgent
        ? `${count} points à régler maintenant`
        : `${count} points à régler, dont ${urgent} ${urgent === 1 ? 'urgent' : 'urgents'}`,
  doneTitle: 'Plus rien à régler',
  nothingLeftTitle: 'Ce rappel est réglé',
  done: 'Tout est réglé.',
  othersOpen: 'C’est réglé. D’autres points restent ouverts.',
  putOffTitle: 'Reporté',
  allPutOff: (some) => (some ? 'Tout le reste est reporté.' : 'Tout est reporté.'),
  summary: (first, rest) =>
    rest === 0
      ? `${lowerFirst(first)} (à régler).`
      : `${lowerFirst(first)}, et ${rest === 1 ? '1 autre point' : `${rest} autres points`} à régler.`,
  several: (count) => `${count} locataires partenaires`,
  about: (names) => `Il s’agit du contact de sécurité ${de(names)}.`,
  escalated: 'Les administrateurs ont reçu trois rappels restés sans réponse. Demandez-leur de s’en occuper.',
  adminless: 'Plus aucun administrateur général connu n’est actif : je vous en informe donc.',
  inChannel: 'Tous les membres de ce canal peuvent le faire.',
  newer: 'Un rappel plus récent remplace celui-ci.',
  newerTitle: 'Rappel antérieur',
  notUrgent: (count) => (count === 1 ? '1 autre point, non urgent' : `${count} autres points, non urgents`),
  fixed: (title) => `✓ Réglé : « ${title} »`,
  fixedOn: (when) => ['Le ', when],
  putOff: (who, until, reason) => ['Reporté par ', who, ' jusqu’au ', until, reason && ` : « ${reason} »`],
  putOffExample: (until) => ['Pas de rappel avant le ', until, ', car ce locataire est fictif.'],
  urgent: (title) => `Urgent : ${lowerFirst(title)}`,
  at: (tenant, title) => `${title} · ${tenant}`,
  already: 'C’est déjà fait.',
  faster: 'Quelqu’un d’autre l’a déjà fait.',
  why: 'Vous recevez ce message en tant qu’administrateur général.',
  whyAdminChannel: 'Publié ici, car c’est le canal d’administration.',
  whyManager: 'Vous recevez ce message en tant que responsable du locataire partenaire.',
  whyChannel: 'Publié ici, car ce canal appartient au contact de sécurité.',
  always: 'Ces avis ne peuvent pas être désactivés.',
  seldom: 'Au plus une fois par jour ouvré.',
  atAnyHour: 'Un point critique est signalé aussitôt, à toute heure.',
  buttons: {
    snooze: 'Reporter',
    unsnooze: 'Annuler le report',
    check: 'Vérifier maintenant',
    list: 'Afficher les rappels',
    drill: 'Lancer un exercice',
  },
  form: {
    title: 'Reporter un rappel',
    intro: 'D’ici là, personne ne reçoit de rappel à ce sujet. Le point reste visible sur la fiche du contact.',
    what: 'À reporter',
    all: (count) => (count === 2 ? 'Les deux' : 'Tous les points'),
    duration: 'Durée',
    days: (days) => (days === 7 ? '1 semaine' : days === 1 ? '1 jour' : `${days} jours`),
    reason: 'Motif',
    reasonHint: 'Par exemple : le nouveau contrat de téléphone commence lundi. Ce motif figure dans l’historique.',
    submit: 'Reporter',
    cancel: 'Annuler',
    tooLong:
      'Au moins un de ces points est critique. Vous pouvez le reporter d’une semaine au plus. Choisissez 1 jour ou 1 semaine.',
    nothing: 'Il n’y a plus rien à reporter.',
    done: (until) => ['Reporté jusqu’au ', until, '. L’historique indique qui a fait ce report et pourquoi.'],
    doneTitle: 'Reporté',
    doneSummary: 'Plus aucun rappel à ce sujet d’ici là.',
  },
  unsnooze: {
    title: 'Report annulé',
    done: 'Les rappels reprennent, pour tous.',
    nothing: 'Il n’y a plus de report à annuler.',
  },
  check: {
    safe: (advice) =>
      advice === 0
        ? 'Rien à régler'
        : `Rien n’est périmé ; ${advice === 1 ? '1 point rendrait' : `${advice} points rendraient`} le contact plus sûr`,
    all: (open, of) =>
      open === 0
        ? `Rien à régler pour les ${of} locataires partenaires`
        : `Des points à régler pour ${open} ${open === 1 ? 'locataire partenaire' : 'locataires partenaires'} sur ${of}`,
    confirmed: (when) => [' Dernière confirmation le ', when, '.'],
    rest: (tenant, count) => `${tenant} : ${count === 1 ? '1 autre point' : `${count} autres points`} à régler.`,
    off: (count) => (count === 1 ? '1 autre est reporté.' : `${count} autres sont reportés.`),
    looking:
      'Voici ce que je sais. Je revérifie les personnes, les canaux et l’adresse e-mail. La réponse s’affichera ici.',
    justLooked: 'Ma dernière vérification date de moins d’une minute. Je revérifie. La réponse s’affichera ici.',
    looked: (what) => `Je viens de vérifier ${listed(what)}.`,
    unsure: (what, since) =>
      since === null
        ? [`Je n’ai pas pu vérifier ${listed(what)}. Réessayez dans une minute.`]
        : [`Je n’ai pas pu vérifier ${listed(what)} à l’instant. Ce que j’affiche date du `, since, '.'],
  },
  list: {
    rowName: 'À régler',
    title: 'Rappels',
    summary: (count, open) =>
      count === 0
        ? open === 0
          ? 'Aucun rappel n’est prévu : tout semble à jour.'
          : 'Aucun rappel n’est prévu avant la fin des reports.'
        : count === 1
          ? 'Un rappel est prévu.'
          : `${count} rappels sont prévus.`,
    to: (who) => ['Pour ', ...[who].flat()],
    atOnce: 'Tout de suite',
    all: (but) =>
      but ? 'Concerne les points ci-dessous qui ne sont pas reportés.' : 'Concerne tous les points ci-dessous.',
    admins:
      'Le canal d’administration reçoit tous les rappels. Sans canal d’administration, chaque administrateur les reçoit. Les canaux du contact reçoivent les rappels qui les concernent. Les responsables reçoivent chaque semaine la liste de ce qui reste ouvert après trois rappels.',
    nobody:
      'Je ne connais aucun administrateur général, et il n’y a pas de canal d’administration : la plupart des rappels n’atteignent personne. Demandez à la personne qui gère le bot de désigner un administrateur dans le paramètre ADMINS.',
    told: (times) => (times === 0 ? 'Pas encore envoyé.' : times === 1 ? 'Envoyé une fois.' : `Envoyé ${times} fois.`),
    more: (count) => (count === 1 ? '1 autre n’est pas affiché.' : `${count} autres ne sont pas affichés.`),
  },
  both: {
    title: 'Où je vous préviens',
    on: 'Me prévenir aussi en privé',
    off: 'Me prévenir seulement dans le canal',
    isOn: 'Désormais, je vous envoie aussi en privé ce que je publie dans le canal d’administration.',
    isOff:
      'Désormais, je vous préviens seulement dans le canal d’administration. En privé, vous recevez encore les changements de contacts et de canaux, et les messages critiques si ce canal est sur l’autre plateforme.',
  },
  history: { told: 'À', findings: 'Objet', until: 'Jusqu’au', reason: 'Motif' },
  year: {
    label: (from, to) => `Alertes, ${range(from, to)}`,
    chart: (from, to) => `Alertes par mois, ${range(from, to)}`,
  },
  weekly: {
    title: (tenant, open) => `Semaine ${de(tenant)} : ${open === 0 ? 'rien à régler' : `${open} à régler`}`,
    summary: (tenant, opened, closed, first) =>
      `${tenant} : ${opened} ${opened < 2 ? 'nouveau point' : 'nouveaux points'} et ${closed} ${closed < 2 ? 'réglé' : 'réglés'} ${first ? 'au cours des sept derniers jours' : 'depuis le dernier bilan'}.`,
    worst: (title, more, changes) =>
      `${title}${more === 0 ? '' : more === 1 ? ', et 1 autre point à régler' : `, et ${more} autres points à régler`}${changes}.`,
    nothing: (changes) => `Rien à régler${changes}.`,
    changes: (opened, closed) => {
      const parts = [
        ...(opened > 0 ? [`${opened} ${opened === 1 ? 'nouveau' : 'nouveaux'}`] : []),
        ...(closed > 0 ? [`${closed} réglé${closed === 1 ? '' : 's'}`] : []),
      ];
      return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
    },
    alerts: (answered) => `Alertes : ${answered}`,
    drills: (some, all) => `Exercices acquittés : ${some} sur ${all}.`,
    footer: 'Vous êtes abonné à ce bilan.',
    subscribe: 'Bilan hebdomadaire',
    unsubscribe: 'Arrêter ce bilan',
    stop: 'Arrêter',
    stopAll: 'Tout arrêter',
    subscribed: (tenant) =>
      `Vous recevrez le bilan pour ${tenant} le premier jour ouvré de chaque semaine, à 9 heures.`,
    unsubscribed: (tenants) => `Vous ne recevrez plus de bilan pour ${tenants}.`,
    changedTitle: 'Bilan hebdomadaire',
  },
};
