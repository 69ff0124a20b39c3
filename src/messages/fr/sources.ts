import type { sources as english } from '../en/sources.ts';
import { lowerFirst } from './behind-colon.ts';

const signedRoute = 'La source signée (POST /webhooks/alerts)';

/** Returns the name of a holder of the storage as it stands within a sentence. */
function inSentence(source: string): string {
  return lowerFirst(named(source));
}

function named(source: string): string {
  return source === signedRoute ? source : `La source ${source}`;
}

function withComma(count: number): string {
  return String(count).replace('.', ',');
}

export const sources: typeof english = {
  signed: 'la source signée (POST /webhooks/alerts)',
  weak: 'son secret risque d’être enregistré par des proxys ou dans des journaux',
  minutes: (count) => (count <= 1 ? `${count} minute` : `${count} minutes`),
  hours: (count) => (count === 1 ? '1 heure' : `${count} heures`),
  days: (count) => `${count} jours`,
  leftOut: {
    title: 'Des alertes d’une source manquent ici',
    unread: (source, count) =>
      count === 1
        ? `Je n’ai pas pu lire une requête de la source ${source} : ses alertes manquent ici.`
        : `Je n’ai pas pu lire ${count} requêtes de la source ${source} : leurs alertes manquent ici.`,
    unreadThere: (source, count) =>
      count === 1
        ? `Je n’ai pas pu lire 1 alerte de ${source} chez Microsoft : elle manque ici.`
        : `Je n’ai pas pu lire ${count} alertes de ${source} chez Microsoft : elles manquent ici.`,
    remedyThere: 'Consultez l’Espace partenaires, et montrez ce message à la personne qui gère le bot.',
    unreadSigned: (count) =>
      count === 1
        ? 'Je n’ai pas pu lire une requête signée (POST /webhooks/alerts) : ses alertes manquent ici.'
        : `Je n’ai pas pu lire ${count} requêtes signées (POST /webhooks/alerts) : leurs alertes manquent ici.`,
    truncated: (source, count) =>
      count === 1
        ? `La source ${source} indique qu’elle a omis 1 alerte. Consultez-la dans le produit qui l’a émise.`
        : `La source ${source} indique qu’elle a omis jusqu’à ${count} alertes par envoi. Consultez-les dans le produit qui les a émises.`,
    since: (when) => ['Décompte commencé le ', when, '.'],
    problem: (place, detail) => `${place}, message d’erreur en anglais : « ${detail} »`,
    place: (pointer) => (pointer === '' ? 'Toute la requête' : `Champ « ${pointer} »`),
    remedy: (command) =>
      command === null
        ? 'Consultez les alertes dans le produit qui les a émises.'
        : `Consultez les alertes dans le produit qui les a émises, et montrez ce message à la personne qui gère le bot. « ${command} » montre comment je lis une telle requête.`,
  },
  storm: {
    title: 'Trop d’alertes d’une même source',
    summary: (from) => `Les alertes ${from} arrivent trop vite pour être traitées une à une.`,
    gathered: (limit) =>
      `Dans chaque canal, jusqu’à ${limit} de ses alertes graves en attente ont leur propre carte. Je regroupe les autres sur une seule carte. Aucune n’est perdue, et les alertes des autres sources ne prennent pas de retard.`,
    pace: (alerts, duration) =>
      `Le fichier des sources autorise ${alerts} alertes d’une même gravité en ${duration}. Je regroupe les suivantes sur une même carte.`,
    remedy:
      'Examinez d’abord le produit : il est peut-être attaqué. S’il n’a pas à envoyer ces alertes, limitez-le avec « maxSeverity » et « pace » dans le fichier des sources. Si quelqu’un d’autre les envoie, changez le secret de cette source.',
    remedySigned:
      'Examinez d’abord les produits : ils sont peut-être attaqués. Si quelqu’un d’autre envoie ces alertes, changez le paramètre ALERT_WEBHOOK_SECRET. Un produit inscrit au fichier des sources a ses propres limites.',
  },
  silence: {
    title: 'Une source est muette',
    text: (source, duration) => `La source ${source} n’a rien envoyé depuis ${duration}.`,
    many: (count, alerts) =>
      `${count} sources sont muettes. Les administrateurs les voient avec « ${alerts} sources ».`,
    expected: (duration) => `Le fichier des sources tolère ${duration} de silence.`,
    remedy: (command) =>
      `Vérifiez que la source fonctionne, qu’elle a mon adresse et qu’elle utilise le secret du fichier des sources. « ${command} » montre si je refuse ses requêtes.`,
    expectedThere: (duration) =>
      `Je la lis à quelques minutes d’intervalle, et je vous préviens après ${duration} sans réponse.`,
    remedyThere: 'Lancez doctor, qui indique ce que Microsoft répond. En attendant, consultez l’Espace partenaires.',
    ended: {
      heard: {
        title: 'Une source émet de nouveau',
        summary: (source) => `La source ${source} émet de nouveau.`,
        text: (source, duration, when) => [
          `La source ${source} n’avait rien envoyé depuis ${duration}. Elle émet de nouveau depuis le `,
          when,
          '.',
        ],
      },
      allowed: {
        title: 'Une source n’est plus considérée comme muette',
        summary: (source) => `La source ${source} n’est plus considérée comme muette.`,
        text: (source, duration, when) => [
          `La source ${source} n’avait rien envoyé depuis ${duration}. Depuis le `,
          when,
          ', le fichier des sources tolère un silence plus long.',
        ],
      },
      removed: {
        title: 'Une source muette a été retirée',
        summary: (source) => `La source ${source} n’est plus dans le fichier des sources.`,
        text: (source, duration, when) => [
          `La source ${source} n’avait rien envoyé depuis ${duration}. Depuis le `,
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
        : `Les règles de la source ${source} ont changé dans le fichier des sources : cette source a maintenant ${count} règles.`,
    order: 'Seul leur ordre a changé. La première règle qui correspond à une alerte s’applique.',
    added: 'Ajoutée',
    changed: 'Modifiée',
    removed: 'Supprimée',
    rule: (line) => `« ${line} »`,
    remedy: (command) =>
      `Les règles peuvent abaisser la gravité des alertes, les rediriger ou les retenir. Si ce changement vous surprend, parlez-en à la personne qui gère le bot. « ${command} » affiche toutes les règles.`,
    more: (count) => (count === 1 ? 'Une autre règle a changé.' : `${count} autres règles ont changé.`),
  },
  held: {
    title: 'Une fenêtre de maintenance retient des alertes',
    summary: (count, source) =>
      `Une fenêtre de maintenance retient ${count === 1 ? '1 alerte' : `${count} alertes`} de la source ${source}.`,
    text: (count, source, until) => [
      `${count === 1 ? '1 alerte' : `${count} alertes`} de la source ${source} ${count === 1 ? 'attend' : 'attendent'} jusqu’au `,
      until,
      '. Les alertes graves attendent aussi. Je n’envoie pas de rappel, mais le délai de réponse court toujours.',
    ],
    rule: (line) => `Règle appliquée : « ${line} »`,
  },
  room: {
    signed: signedRoute,
    holds: (megabytes) => `occupe ${withComma(megabytes)} Mo`,
    full: 'sa part de mon espace de stockage est épuisée',
    lesser: (count) => (count === 1 ? '1 alerte à archiver' : `${count} alertes à archiver`),
  },
  shareFull: {
    title: 'Une source a épuisé sa part de mon espace de stockage',
    summary: (source) =>
      `${named(source)} a épuisé sa part de mon espace de stockage : je refuse ses nouvelles alertes.`,
    text: (source, held, limit) =>
      `${named(source)} occupe ${withComma(held)} Mo sur mes ${withComma(limit)} Mo (STATE_LIMIT). Tant que plus de la moitié de mon espace est occupée, chaque source n’a droit qu’à un dixième de cet espace. Je refuse donc les nouvelles alertes de cette source, même graves, et je lui demande de les renvoyer plus tard. Les autres sources ne sont pas concernées.`,
    helps: (source, hasLesser) =>
      `Cherchez pourquoi ${inSentence(source)} envoie autant d’alertes, et résolvez celles qui sont terminées. Cela fait de la place en une minute.${hasLesser ? ' Vous pouvez archiver ses alertes non acquittées qui n’ont jamais été graves.' : ''}`,
  },
  archive: {
    button: 'Archiver…',
    title: 'Archiver les alertes',
    intro: (count, source) =>
      `Vous allez archiver ${count === 1 ? `1 alerte de ${inSentence(source)} : elle n’est pas acquittée et n’a jamais été grave. Le rapport la compte comme non acquittée, et personne ne pourra la rouvrir. Vous pourrez toujours la lire` : `${count} alertes de ${inSentence(source)} : elles ne sont pas acquittées, et aucune n’a jamais été grave. Le rapport les compte comme non acquittées, et personne ne pourra les rouvrir. Vous pourrez toujours lire chacune d’elles`} en tapant « alertes » et son numéro. Les alertes graves restent ouvertes.`,
    told: 'Je préviens le canal des administrateurs et tous les autres administrateurs. L’historique indiquera votre nom.',
    untold:
      'L’historique indiquera votre nom. Je ne préviens personne, car aucun locataire partenaire n’est encore configuré.',
    note: 'Motif',
    noteHint: 'J’afficherai ce motif dans les détails de chacune de ces alertes.',
    submit: 'Archiver',
    cancel: 'Annuler',
    doneTitle: 'Archivage lancé',
    done: (count, source) =>
      count === 1
        ? `Je résous 1 alerte de ${inSentence(source)} ; cela prend une minute au plus. Je l’archiverai dès que sa carte sera à jour.`
        : `Je résous ${count} alertes de ${inSentence(source)} ; cela prend une minute au plus. Je les archiverai dès que leurs cartes seront à jour.`,
    doneTold: 'Je préviens tous les autres administrateurs.',
    nothing: 'Il n’y a rien à archiver pour cette source : toutes ses alertes sont acquittées ou de gravité élevée.',
  },
  list: {
    title: 'Sources',
    none: 'Il n’y a pas encore de source. Une source est un produit qui m’envoie des alertes, comme Alertmanager, Grafana ou CIPP. Demandez à la personne qui gère le bot d’en ajouter une.',
    summary: (count, silent) => {
      if (count === 1)
        return silent === 0 ? 'Il y a 1 source, qui n’est pas muette.' : 'Il y a 1 source, qui est muette.';
      const those = silent === 1 ? 'muette' : 'muettes';
      return silent === 0
        ? `Il y a ${count} sources, et aucune n’est muette.`
        : `Il y a ${count} sources, dont ${silent} ${those}.`;
    },
    silent: (duration) => `Muette depuis ${duration}`,
    expected: (duration) => ` (maximum prévu : ${duration})`,
    heard: (ago) => `✓ dernier signal il y a ${ago}`,
    heardNow: '✓ dernier signal à l’instant',
    never: 'n’a encore rien envoyé',
    accepted: (count) => (count < 2 ? `${count} alerte` : `${count} alertes`),
    unread: (count) => (count < 2 ? `${count} requête illisible` : `${count} requêtes illisibles`),
    refused: (count) => (count < 2 ? `${count} requête refusée` : `${count} requêtes refusées`),
    more: (count, command) =>
      count === 1
        ? `1 autre source : « ${command} » les affiche toutes.`
        : `${count} autres sources : « ${command} » les affiche toutes.`,
  },
};
