import type { sources as english } from '../en/sources.ts';
import { de } from './elision.ts';

export const sources: typeof english = {
  signed: 'la route signée (POST /webhooks/alerts)',
  weak: 'son secret peut rester dans des proxys et des journaux',
  minutes: (count) => (count <= 1 ? `${count} minute` : `${count} minutes`),
  hours: (count) => `${count} heures`,
  days: (count) => `${count} jours`,
  leftOut: {
    title: 'Des alertes d’une source manquent ici',
    unread: (source, count) =>
      count === 1
        ? `Une requête de la source ${source} est illisible : elle n’a donné aucune alerte.`
        : `${count} requêtes de la source ${source} sont illisibles : elles n’ont donné aucune alerte.`,
    unreadThere: (source, count) =>
      count === 1
        ? `1 alerte de ${source} chez Microsoft est illisible : elle manque ici.`
        : `${count} alertes de ${source} chez Microsoft sont illisibles : elles manquent ici.`,
    remedyThere: 'Veuillez regarder dans l’Espace partenaires, et signaler ce que je n’ai pas pu lire.',
    unreadSigned: (count) =>
      count === 1
        ? 'Une requête signée (POST /webhooks/alerts) est illisible : elle n’a donné aucune alerte.'
        : `${count} requêtes signées (POST /webhooks/alerts) sont illisibles : elles n’ont donné aucune alerte.`,
    truncated: (source, count) =>
      count === 1
        ? `La source ${source} indique qu’elle a omis 1 alerte. Veuillez la consulter dans le produit.`
        : `La source ${source} indique qu’elle a omis jusqu’à ${count} alertes à la fois. Veuillez les consulter dans le produit.`,
    since: (when) => ['Ceci compte ce qui est arrivé depuis le ', when, '.'],
    problem: (place, detail) => `${place} : « ${detail} »`,
    place: (pointer) => (pointer === '' ? 'Toute la requête' : `« ${pointer} »`),
    remedy: (command) =>
      command === null
        ? 'Veuillez consulter les alertes dans le produit lui-même.'
        : `Veuillez consulter les alertes dans le produit lui-même, et montrer ceci à la personne qui m’administre : « ${command} » montre ce que je fais d’une telle requête.`,
  },
  storm: {
    title: 'Trop d’alertes d’une même source',
    summary: (from) => `Il arrive plus d’alertes ${from} qu’il n’est possible d’en traiter une à une.`,
    gathered: (limit) =>
      `Dans chaque canal, jusqu’à ${limit} de ses alertes élevées en attente ont leur propre carte, et une seule carte représente les autres. Aucune n’est perdue, et les alertes d’ailleurs gardent leurs cartes et leur tour.`,
    pace: (alerts, duration) =>
      `Le fichier des sources lui permet ${alerts} alertes d’une même gravité en ${duration} ; la même carte représente le surplus.`,
    remedy:
      'Examinez d’abord le produit : il est peut-être attaqué. S’il ne devrait pas les envoyer, « maxSeverity » et « pace » du fichier des sources le limitent ; si quelqu’un d’autre les envoie, changez son secret.',
    remedySigned:
      'Examinez d’abord les produits : ils sont peut-être attaqués. Si quelqu’un d’autre envoie ces alertes, changez ALERT_WEBHOOK_SECRET. Un produit inscrit au fichier des sources a ses propres limites.',
  },
  silence: {
    title: 'Une source est muette',
    text: (source, duration) => `Rien reçu ${de(source)} depuis ${duration}.`,
    many: (count, alerts) =>
      `Rien n’est reçu de ${count} sources : les administrateurs les trouvent avec « ${alerts} sources ».`,
    expected: (duration) => `Le fichier des sources tolère ${duration} de silence.`,
    remedy: (command) =>
      `Veuillez vérifier qu’elle fonctionne, qu’elle a mon adresse, et que son secret est celui du fichier des sources : « ${command} » montre si je refuse ses requêtes.`,
    expectedThere: (duration) => `Je la lis toutes les quelques minutes, et vous préviens après ${duration}.`,
    remedyThere:
      'Veuillez lancer doctor : il indique ce que Microsoft répond. D’ici là, regardez dans l’Espace partenaires.',
    ended: {
      heard: {
        title: 'Une source se fait de nouveau entendre',
        summary: (source) => `${source} se fait de nouveau entendre.`,
        text: (source, duration, when) => [
          `Rien n’a été reçu ${de(source)} pendant ${duration}. Elle s’est de nouveau fait entendre le `,
          when,
          '.',
        ],
      },
      allowed: {
        title: 'Une source ne compte plus comme muette',
        summary: (source) => `${source} ne compte plus comme muette.`,
        text: (source, duration, when) => [
          `Rien n’a été reçu ${de(source)} pendant ${duration}. Depuis le `,
          when,
          ', le fichier des sources n’attend plus de l’entendre aussi souvent.',
        ],
      },
      removed: {
        title: 'Une source ne compte plus comme muette',
        summary: (source) => `${source} n’est plus dans le fichier des sources.`,
        text: (source, duration, when) => [
          `Rien n’a été reçu ${de(source)} pendant ${duration}. Depuis le `,
          when,
          ', elle n’est plus dans le fichier des sources.',
        ],
      },
    },
  },
  rules: {
    title: 'Les règles d’une source ont changé',
    summary: (source, count) =>
      count === 0
        ? `La source ${source} n’a plus de règles.`
        : `Le fichier des sources a d’autres règles qu’avant pour ${source} : il y en a maintenant ${count}.`,
    order: 'Seul leur ordre a changé : la première règle qui convient à une alerte compte.',
    added: 'Ajoutée',
    changed: 'Modifiée',
    removed: 'Supprimée',
    rule: (line) => `« ${line} »`,
    remedy: (command) =>
      `Les règles peuvent abaisser, rediriger et retenir des alertes. Si cela vous surprend, demandez à la personne qui m’exploite : « ${command} » les liste toutes.`,
    more: (count) => (count === 1 ? 'Une autre règle a changé.' : `${count} autres règles ont changé.`),
  },
  held: {
    title: 'Une fenêtre de maintenance retient des alertes',
    summary: (count, source) =>
      `Une fenêtre de maintenance retient ${count === 1 ? '1 alerte' : `${count} alertes`} de ${source}.`,
    text: (count, source, until) => [
      `${count === 1 ? '1 alerte' : `${count} alertes`} de ${source} ${count === 1 ? 'attend' : 'attendent'} jusqu’au `,
      until,
      ', même de gravité élevée. Personne n’en reçoit de rappel, et leur délai de réponse court toujours.',
    ],
    rule: (line) => `La règle : « ${line} »`,
  },
  room: {
    signed: 'La route signée',
    holds: (megabytes) => `occupe ${megabytes} Mo`,
    full: 'sa part est épuisée',
    lesser: (count) => (count === 1 ? '1 alerte à archiver' : `${count} alertes à archiver`),
  },
  shareFull: {
    title: 'Une source a épuisé sa part de mon espace de stockage',
    summary: (source) => `${source} a épuisé sa part de mon espace de stockage : ses nouvelles alertes sont refusées.`,
    text: (source, held, limit) =>
      `${source} occupe ${held} Mo sur mes ${limit} Mo (STATE_LIMIT). Tant que plus de la moitié en est occupée, une source a droit à un dixième. Ses nouvelles alertes sont donc refusées, même élevées, et elle est invitée à les renvoyer plus tard. Toutes les autres sources continuent.`,
    helps: (source, hasLesser) =>
      `Cherchez pourquoi ${source} envoie autant, et résolvez ce qui est terminé : cela lui fait de la place en une minute.${hasLesser ? ' Ce à quoi personne n’a répondu, et qui n’a jamais été élevé, peut partir aux archives.' : ''}`,
  },
  archive: {
    button: 'Archiver…',
    title: 'Archiver les alertes',
    intro: (count, source) =>
      `${source} : ${count === 1 ? '1 alerte à laquelle personne n’a répondu, et qui n’a jamais été élevée, part' : `${count} alertes auxquelles personne n’a répondu, et qui n’ont jamais été élevées, partent`} aux archives. Elles comptent comme restées sans réponse et ne peuvent plus y être rouvertes ; chacune reste consultable par son numéro. Les alertes élevées restent ouvertes.`,
    told: 'Le canal d’administration et tous les autres administrateurs en sont informés, et l’historique le garde avec votre nom.',
    untold:
      'L’historique le garde avec votre nom. Personne n’en est informé : aucun locataire partenaire n’est encore configuré.',
    note: 'Pourquoi',
    noteHint: 'Figure dans le déroulé de chacune de ces alertes.',
    submit: 'Archiver',
    cancel: 'Annuler',
    doneTitle: 'Archivage en cours',
    done: (count, source) =>
      `${source} : ${count === 1 ? '1 alerte est résolue' : `${count} alertes sont résolues`} en une minute, puis archivées dès que leurs cartes l’indiquent.`,
    doneTold: 'Tous les autres administrateurs en sont informés.',
    nothing: 'Cette source n’a rien à archiver : quelqu’un a répondu à ses alertes, ou elles sont élevées.',
  },
  list: {
    title: 'Sources',
    none: 'Aucune source n’est configurée. Une source est un produit qui m’envoie des alertes, comme Alertmanager, Grafana ou CIPP. « docs/senders/README.md » dit comment en ajouter une.',
    summary: (count, silent) => {
      if (count === 1) return silent === 0 ? '1 source, qui n’est pas muette.' : '1 source, qui est muette.';
      const those = silent === 1 ? 'muette' : 'muettes';
      return silent === 0 ? `${count} sources, aucune muette.` : `${count} sources, dont ${silent} ${those}.`;
    },
    silent: (duration) => `Muette depuis ${duration}`,
    heard: (ago) => `✓ entendue il y a ${ago}`,
    heardNow: '✓ entendue à l’instant',
    never: 'jamais entendue',
    accepted: (count) => (count < 2 ? `${count} alerte` : `${count} alertes`),
    unread: (count) => (count < 2 ? `${count} illisible` : `${count} illisibles`),
    refused: (count) => (count < 2 ? `${count} refusée` : `${count} refusées`),
    more: (count, command) =>
      count === 1
        ? `Encore une : « ${command} » les montre toutes.`
        : `Encore ${count} : « ${command} » les montre toutes.`,
  },
};
