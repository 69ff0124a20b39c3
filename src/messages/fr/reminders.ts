import type { reminders as english } from '../en/reminders.ts';
import { lowerFirst } from './behind-colon.ts';
import { de } from './elision.ts';

const sources = { people: 'les comptes des personnes', channels: 'les canaux', mail: 'l’adresse e-mail' };
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
  doneTitle: 'Plus aucun point à régler',
  nothingLeftTitle: 'Les points de ce rappel sont réglés',
  done: 'Tous les points sont réglés.',
  othersOpen: 'D’autres points restent à régler.',
  putOffTitle: 'Reporté',
  allPutOff: (some) => (some ? 'Tous les autres points sont reportés.' : 'Tous les points sont reportés.'),
  summary: (first, rest) =>
    rest === 0
      ? `${lowerFirst(first)} (à régler).`
      : `${lowerFirst(first)} ; ${rest === 1 ? '1 autre point' : `${rest} autres points`} à régler.`,
  several: (count) => `${count} locataires partenaires`,
  about: (names) => `Ce message concerne le contact de sécurité ${de(names)}.`,
  escalated: 'Les administrateurs ont reçu trois rappels et n’ont pas réglé ces points. Demandez-leur de le faire.',
  adminless: 'Plus aucun administrateur général connu n’est actif : je vous en informe donc.',
  inChannel: 'Tous les membres de ce canal peuvent s’en occuper.',
  newer: 'Un rappel plus récent remplace celui-ci.',
  newerTitle: 'Rappel antérieur',
  notUrgent: (count) => (count === 1 ? '1 autre point, non urgent' : `${count} autres points, non urgents`),
  fixed: (title) => `✓ Réglé : « ${title} »`,
  fixedOn: (when) => ['Réglé le ', when],
  putOff: (who, until, reason) => ['Reporté par ', who, ' jusqu’au ', until, reason && ` : « ${reason} »`],
  putOffExample: (until) => ['Pas de rappel avant le ', until, ', car ce locataire est fictif.'],
  urgent: (title) => `Urgent : ${lowerFirst(title)}`,
  at: (tenant, title) => `${title} · ${tenant}`,
  already: 'C’est déjà fait.',
  faster: 'Quelqu’un d’autre l’a déjà fait.',
  why: 'Vous recevez ce message en tant qu’administrateur général.',
  whyAdminChannel: 'Ce message est publié ici, car c’est le canal des administrateurs.',
  whyManager: 'Vous recevez ce message en tant que responsable du locataire partenaire.',
  managerMay: 'Un administrateur peut reporter ces rappels ou désigner un autre responsable.',
  whyChannel: 'Ce message est publié ici, car c’est un canal du contact de sécurité.',
  whyNamedChannel: 'Ce message est publié ici, car la modification concerne ce canal.',
  whyNamed: 'Vous recevez ce message, car la modification vous concerne.',
  always: 'Vous ne pouvez pas désactiver ces messages.',
  seldom: 'J’envoie ce rappel au plus une fois par jour ouvré.',
  atAnyHour: 'Je signale aussitôt les points critiques, à toute heure.',
  buttons: {
    snooze: 'Reporter',
    unsnooze: 'Annuler le report',
    check: 'Vérifier maintenant',
    list: 'Afficher les rappels',
    drill: 'Lancer un exercice',
  },
  form: {
    title: 'Reporter un rappel',
    intro: 'Pendant cette durée, je n’envoie pas de rappel à ce sujet. Le point reste visible sur la fiche du contact.',
    what: 'À reporter',
    all: (count) => (count === 2 ? 'Les deux' : 'Tous les points'),
    duration: 'Durée',
    days: (days) => (days === 7 ? '1 semaine' : days === 1 ? '1 jour' : `${days} jours`),
    reason: 'Motif',
    reasonHint:
      'Par exemple : « Le nouveau contrat de téléphone commence lundi ». Votre motif figurera dans l’historique.',
    submit: 'Reporter',
    cancel: 'Annuler',
    tooLong:
      'Au moins un de ces points est critique. Vous pouvez le reporter d’une semaine au plus. Choisissez 1 jour ou 1 semaine.',
    nothing: 'Il n’y a plus aucun rappel à reporter.',
    done: (until) => ['Le rappel est reporté jusqu’au ', until, '. L’historique indique qui l’a reporté et pourquoi.'],
    doneTitle: 'Reporté',
    doneSummary: 'Je n’envoie plus de rappel à ce sujet jusqu’à la fin du report.',
  },
  unsnooze: {
    title: 'Report annulé',
    done: 'Les rappels reprennent pour tout le monde.',
    nothing: 'Il n’y a plus de report à annuler.',
  },
  check: {
    safe: (advice) =>
      advice === 0
        ? 'Aucun point à régler'
        : `Tout est à jour ; ${advice === 1 ? '1 amélioration conseillée' : `${advice} améliorations conseillées`}`,
    all: (open, of) =>
      open === 0
        ? `Aucun point à régler pour les ${of} locataires partenaires`
        : `Des points à régler pour ${open} ${open === 1 ? 'locataire partenaire' : 'locataires partenaires'} sur ${of}`,
    confirmed: (when) => [' Ce contact a été confirmé pour la dernière fois le ', when, '.'],
    rest: (tenant, count) => `${tenant} : ${count === 1 ? '1 autre point' : `${count} autres points`} à régler.`,
    off: (count) => (count === 1 ? '1 autre est reporté.' : `${count} autres sont reportés.`),
    looking:
      'Voici ce que je sais. Je revérifie les comptes des personnes, les canaux et l’adresse e-mail. Le résultat s’affichera ici.',
    justLooked: 'Ma dernière vérification date de moins d’une minute. Je revérifie. Le résultat s’affichera ici.',
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
          : 'Tous les rappels sont reportés : je n’en enverrai aucun avant les dates choisies.'
        : count === 1
          ? 'Un rappel est prévu.'
          : `${count} rappels sont prévus.`,
    to: (who) => ['Destinataires : ', ...[who].flat()],
    atOnce: 'Tout de suite',
    all: (but) =>
      but
        ? 'Ce rappel concerne les points ci-dessous qui ne sont pas reportés.'
        : 'Ce rappel concerne tous les points ci-dessous.',
    admins:
      'Le canal des administrateurs reçoit tous les rappels. Sans ce canal, chaque administrateur les reçoit. Les canaux du contact reçoivent les rappels qui les concernent. Les responsables reçoivent chaque semaine la liste des points toujours pas réglés après trois rappels.',
    nobody:
      'Je ne connais aucun administrateur général, et il n’y a pas de canal des administrateurs : la plupart des rappels n’atteignent personne. Demandez à la personne qui gère le bot de désigner un administrateur dans le paramètre ADMINS.',
    told: (times) =>
      times === 0 ? 'Aucun rappel envoyé.' : times === 1 ? '1 rappel déjà envoyé.' : `${times} rappels déjà envoyés.`,
    more: (count) => (count === 1 ? '1 autre n’est pas affiché.' : `${count} autres ne sont pas affichés.`),
  },
  both: {
    title: 'Où je vous préviens',
    on: 'Me prévenir aussi en privé',
    off: 'Me prévenir seulement dans le canal',
    isOn: 'Désormais, je vous envoie aussi en privé ce que je publie dans le canal des administrateurs.',
    isOff:
      'Désormais, je vous préviens dans le canal des administrateurs. Je vous envoie encore en privé les avis de changement de contact ou de canal, ainsi que les messages critiques si ce canal est sur l’autre plateforme.',
  },
  history: { told: 'Destinataires', findings: 'Objets', until: 'Fin', reason: 'Motif' },
  titlesInHistory: (titles) => titles.map(lowerFirst).join(' ; '),
  year: {
    label: (from, to) => `Alertes, ${range(from, to)}`,
    chart: (from, to) => `Alertes par mois, ${range(from, to)}`,
  },
  weekly: {
    title: (tenant, open) =>
      `Bilan ${de(tenant)} : ${open === 0 ? 'aucun point' : open === 1 ? '1 point' : `${open} points`} à régler`,
    summary: (tenant, opened, closed, first) =>
      `${tenant} : ${opened} ${opened < 2 ? 'nouveau point' : 'nouveaux points'} et ${closed} ${closed < 2 ? 'point réglé' : 'points réglés'} ${first ? 'au cours des sept derniers jours' : 'depuis le dernier bilan'}.`,
    worst: (title, more, changes) =>
      `${title}${more === 0 ? '' : more === 1 ? ' ; 1 autre point à régler' : ` ; ${more} autres points à régler`}${changes}.`,
    nothing: (changes) => `Aucun point à régler${changes}.`,
    changes: (opened, closed) => {
      const parts = [
        ...(opened > 0 ? [opened === 1 ? '1 nouveau point' : `${opened} nouveaux points`] : []),
        ...(closed > 0 ? [closed === 1 ? '1 point réglé' : `${closed} points réglés`] : []),
      ];
      return parts.length === 0 ? '' : ` (cette semaine : ${parts.join(', ')})`;
    },
    alerts: (answered) => `Alertes : ${answered}`,
    drills: (some, all) => `Exercices acquittés : ${some} sur ${all}.`,
    footer: 'Vous êtes abonné à ce bilan.',
    subscribe: 'Recevoir le bilan hebdomadaire',
    unsubscribe: 'Ne plus recevoir ce bilan',
    stop: 'Arrêter',
    stopAll: 'Tout arrêter',
    subscribed: (tenant) => `Vous recevrez le bilan ${de(tenant)} le premier jour ouvré de chaque semaine à 9 heures.`,
    unsubscribed: (tenants) => `Vous ne recevrez plus de bilan pour ${tenants}.`,
    changedTitle: 'Bilan hebdomadaire',
    startedTitle: 'Bilan hebdomadaire activé',
    stoppedTitle: 'Bilan hebdomadaire désactivé',
  },
};
