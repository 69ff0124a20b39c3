import type { alerts as english } from '../en/alerts.ts';
import { de } from './elision.ts';

const whenSentAgain =
  'Quand l’expéditeur enverra de nouveau l’alerte, ou dira qu’elle est terminée, elle ira à ce locataire.';

const severityWords = {
  high: 'de gravité élevée',
  medium: 'de gravité moyenne',
  low: 'de gravité faible',
  informational: 'à titre informatif',
};

/* The digest card says these too, without separators. */
const acknowledgeCount = (count: number) => `Tout prendre en charge (${count})`;
const resolveCount = (count: number) => `Tout résoudre (${count})`;
const acknowledgeAllQuestion = (count: number, bySeverity: string | null) => ({
  title: count === 1 ? 'Prendre 1 alerte en charge ?' : `Prendre ${count} alertes en charge ?`,
  text: `${bySeverity === null ? '' : `${bySeverity}. `}Votre nom et l’heure sont enregistrés pour chacune.`,
  yes: 'Prendre en charge',
  no: 'Annuler',
});

export const alerts: typeof english = {
  severities: { high: 'Élevée', medium: 'Moyenne', low: 'Faible', informational: 'Informative' },
  statuses: { active: 'Non prise en charge', investigating: 'Prise en charge', resolved: 'Résolue' },
  closedByAge: 'Fermée automatiquement',
  missedDrill: 'Exercice manqué',
  reasons: { legitimate: 'Légitime', fraud: 'Fraude', ignore: 'Ignorée' },
  levels: {
    high: 'Gravité élevée',
    medium: 'Gravité moyenne',
    low: 'Gravité faible',
    informational: 'Informative',
  },
  types: {
    CryptoMining: 'Minage de cryptomonnaie',
    ARM_AnomalousResourceConsumption: 'Consommation inhabituelle de ressources Azure',
    ARM_SuspiciousOperations: 'Opérations suspectes d’Azure Resource Manager',
    VM_AnomalousDeployment: 'Déploiement inhabituel de machines virtuelles',
    AzureBatch_AnomalousDeployment: 'Déploiement inhabituel d’Azure Batch',
    AzureContainerInstances_AnomalousDeployment: 'Déploiement inhabituel d’Azure Container Instances',
    AzureMachineLearning_AnomalousDeployment: 'Déploiement inhabituel d’Azure Machine Learning',
    networkConnectionsToCryptoMiningPools: 'Connexions à des pools de minage de cryptomonnaie',
    usageAnomalyDetection: 'Hausse inhabituelle de la consommation',
    multiRegionalAzureBatchUsage: 'Azure Batch utilisé dans de nombreuses régions',
    suspiciousActivity: 'Activité suspecte',
    azureFraudEvent: 'Fraude Azure',
  },
  confidences: { high: 'Élevée', medium: 'Moyenne', low: 'Faible', unknown: 'Inconnue' },
  kinds: {
    high: 'Alerte de gravité élevée',
    medium: 'Alerte de gravité moyenne',
    low: 'Alerte de gravité faible',
    informational: 'Alerte informative',
  },
  drillTitle: 'EXERCICE',
  testTitle: 'TEST',
  subject: (news, tenant, name) => `${news}, ${tenant} : ${name}`,
  late: (kind) => `${kind} en retard`,
  whose: (tenant, text) => `${tenant} : ${text}`,
  drillText: 'Un exercice : rien ne s’est passé. Prenez-le en charge.',
  testText: 'L’expéditeur a marqué cette alerte comme un test.',
  moreSevere: (number) => `Plus grave que l’alerte ${number}, qui a été résolue.`,
  cameAfter: (number) => `La même chose a déjà été résolue, alerte ${number}.`,
  seen: (times, last) => [`Vue ${times} fois, la dernière le `, last],
  seenInRow: (times) => `vue ${times} fois`,
  held: (until, why) => [
    { kind: 'strong', text: 'Retenue' },
    ' par une fenêtre de maintenance jusqu’au ',
    until,
    `${why === '' ? '' : ` : ${why}`}. Elle n’a pas été publiée.`,
  ],
  heldInRow: 'retenue',
  backlog: (source) => `D’avant le raccordement de ${source} : je ne relance donc personne.`,
  backlogInRow: 'arriéré',
  unverified: {
    word: 'NON VÉRIFIÉ',
    kind: 'Message NON VÉRIFIÉ',
    title: (name) => `NON VÉRIFIÉ : ${name}`,
    text: 'N’importe qui peut avoir envoyé ce message. Cherchez-le dans le Centre de notifications (Action Center) de l’Espace partenaires avant d’agir. Ne suivez pas ses liens, n’appelez pas ses numéros et n’y répondez pas.',
  },
  noText: 'le texte du message, trop long pour être lu ici ou supprimé entre-temps',
  byRule: {
    severity: (sent, now) => `gravité ${now.toLowerCase()} au lieu de ${sent.toLowerCase()}`,
    channels: { contact: 'vers les canaux du contact de sécurité', fraud: 'vers les canaux de fraude' },
    why: (why) => `« ${why} »`,
  },
  repeat: 'Cette carte est peut-être un doublon : je n’ai pas pu savoir si la première est arrivée.',
  unknownTenant: 'un locataire partenaire qui n’est pas configuré ici',
  noTenant: 'locataire inconnu',
  shortened: (command) => `Abrégé ici : « ${command} » affiche tout.`,
  tooLong: 'Trop long pour être affiché en entier ici. Le texte complet se trouve là d’où vient l’alerte.',
  facts: {
    number: 'Alerte',
    title: 'Titre',
    severity: 'Gravité',
    tenant: 'Locataire partenaire',
    customer: 'Locataire client',
    subscription: 'Abonnement',
    detected: 'Détectée',
    onCall: 'D’astreinte à son arrivée',
    answerBy: 'Échéance',
    affected: 'Concerne',
    type: 'Type',
    confidence: 'Confiance',
    source: 'Source',
    acknowledged: 'Prise en charge',
    resolved: 'Résolue',
    note: 'Note',
    lastNote: 'Dernière note',
    why: 'Pourquoi ici',
    cut: 'Omis',
    toAdd: 'À ajouter',
    card: 'Sa carte',
    message: 'Message',
    rule: 'Règle',
  },
  clockAhead: (received, sent) => [
    received,
    ' (à son arrivée : l’horloge de l’expéditeur est en avance, elle indique ',
    sent,
    ')',
  ],
  severityUnknown: (severity, word) => `${severity}, car je ne connais pas « ${word} », le mot de l’expéditeur`,
  allowedLess: (source, sent, allowed) =>
    `${source} l’a envoyée avec la gravité « ${sent} » ; le fichier des sources lui permet au plus « ${allowed} ».`,
  cut: (count) => (count < 2 ? `${count} caractère de la description` : `${count} caractères de la description`),
  toAdd: (source, customer) =>
    customer === ''
      ? `Son expéditeur ne nomme aucun client. Dans le fichier des sources, nommez un locataire « fixed » pour la source « ${source} », et redémarrez-moi. ${whenSentAgain}`
      : `Le client « ${customer} » n’est dans aucun « byCustomer » de la source « ${source} ». Dans le fichier des sources, ajoutez-le avec l’identifiant de son locataire partenaire, et redémarrez-moi. ${whenSentAgain}`,
  over: (sender, since) =>
    since === null
      ? [`${sender} la considère comme terminée`]
      : [`${sender} la considère comme terminée depuis le `, since],
  overInRow: (sender) => `terminée selon ${sender}`,
  continues: (sender, number) => [
    `${sender} la poursuit sous ${number === '' ? 'un autre incident' : `l’incident ${number}`}`,
  ],
  continuesInRow: (number) => `se poursuit sous ${number === '' ? 'un autre incident' : `l’incident ${number}`}`,
  lowered: (now, highest) => `${now} (auparavant : ${highest})`,
  more: (count) => `et ${count} de plus`,
  answerRules: {
    mandatory: (at) => [at, ' (limite de Microsoft, qui conseille une heure)'],
    advised: (at) => [at, ' (conseil : la limite de 24 heures ne s’impose pas aux revendeurs indirects)'],
    reopened: (at) => [at, ' (24 heures après sa réouverture)'],
  },
  limit: (at) => [{ kind: 'strong', text: 'Échéance' }, ' : ', at],
  missed: (at) => [{ kind: 'strong', text: 'En retard' }, ' : réponse attendue avant le ', at],
  reopenedBy: (who, when) => ['Rouverte par ', who, ', le ', when],
  overdue: 'en retard',
  onCallLabel: 'D’astreinte :',
  counted: (count) => `${count}`,
  groups: {
    times: (name, count) => `${name} × ${count}`,
    first: 'depuis le ',
  },
  small: (number, from, detected) => [`Alerte ${number} · ${from} · détectée le `, detected],
  raisedBy: (name) => `signalée par ${name}`,
  source: {
    microsoft: 'les alertes de sécurité de l’Espace partenaires, que je lis moi-même.',
    mail: (address) =>
      `un message de ${address}. Les serveurs de Microsoft ont constaté qu’il vient de ce domaine ; qui en a écrit le texte, ils ne le savent pas. Cherchez-le dans l’Espace partenaires avant d’agir.`,
    unverifiedMail: (address) => `un message qui se dit envoyé par ${address}. Rien ne le prouve.`,
    webhook: (name) =>
      `${name}, l’un de vos expéditeurs. Vérifiez-la dans ce produit, ou dans l’Espace partenaires, avant d’agir.`,
    person: (name) => `signalée par ${name}. Vérifiez-la dans l’Espace partenaires avant d’agir.`,
    bot: 'ce bot (exercice)',
  },
  why: {
    contact: 'Ce canal appartient au contact de sécurité.',
    wasAlone: 'Elle vous est parvenue tant qu’aucun canal ne l’avait. Elle est désormais publiée dans des canaux.',
    former:
      'Ce canal n’appartient plus au contact de sécurité. Il reçoit encore les alertes de gravité élevée un jour après son retrait, au cas où quelqu’un les détournerait.',
    moved:
      'Son expéditeur l’a rattachée à un autre locataire partenaire. Ce canal l’avait auparavant et peut toujours y répondre.',
    fraud:
      'Fraude Azure : elle est envoyée aux canaux fraude, et aussi au contact de sécurité, car les pages de Microsoft se contredisent sur ce point.',
    fraudAlone: 'Fraude Azure : selon vos réglages, elle est envoyée aux seuls canaux fraude.',
    fraudRefused:
      'Fraude Azure : selon vos réglages, elle est envoyée aux seuls canaux fraude, mais aucun ne reçoit de messages. Elle est donc envoyée au contact de sécurité.',
    rule: 'Une règle du fichier des sources l’envoie aux canaux de fraude.',
    ruleRefused:
      'Une règle du fichier des sources l’envoie aux canaux de fraude, mais aucun ne reçoit de messages. Elle est donc envoyée au contact de sécurité.',
    admins: 'Aucun canal du contact de sécurité n’a pu la recevoir.',
    noChannel: 'Le contact de sécurité n’a pas encore de canal.',
    noTenant: 'Son locataire partenaire n’est pas configuré ici : elle n’a pas de contact de sécurité.',
    noneNamed: 'Son expéditeur ne nomme aucun locataire partenaire, et je ne peux pas savoir lequel est concerné.',
    retired:
      'Son locataire partenaire est retiré : elle est envoyée aux administrateurs, et pendant 30 jours aussi aux anciens canaux.',
    noCustomer:
      'Le fichier des sources n’indique aucun locataire partenaire pour elle : elle n’a pas de contact de sécurité.',
  },
  there: (name) => (name === '' ? 'quelqu’un dans l’Espace partenaires' : `${name} dans l’Espace partenaires`),
  goneThere: 'Microsoft n’a plus cette alerte.',
  answerThere: (link) => ['Cette réponse n’arrive pas chez Microsoft. Répondez aussi là-bas : ', link],
  byAt: (who, when) => ['par ', who, ', le ', when],
  resolvedAs: (reason, who, when) => [`${reason}, par `, who, ', le ', when],
  archivedAt: (who, when) => ['Archivée sans réponse, pour faire de la place, par ', who, ', le ', when],
  missedAt: (when) => ['Personne n’a pris cet exercice en charge en 24 heures : clos comme manqué le ', when, '.'],
  closedAt: (when) => ['Fermée automatiquement le ', when, ' après 30 jours sans activité.'],
  buttons: {
    acknowledge: 'Prendre en charge',
    resolve: 'Résoudre',
    steps: 'Étapes',
    note: 'Note',
    reopen: 'Rouvrir',
    open: 'Alertes de l’Espace partenaires',
    details: 'Détails',
    timeline: 'Déroulé',
    mend: 'Modifier le contact',
    timelineFile: 'M’envoyer le détail',
    receipts: 'Envois',
    list: 'Alertes ouvertes',
    acknowledgeCount,
    resolveCount,
    reopenCount: (count) => `Tout rouvrir (${count})`,
    keep: 'Toujours en cours',
    keepAll: 'Toutes en cours',
    keepOpen: 'Laisser ouverte',
    take: 'Reprendre',
    give: 'Confier',
  },
  reopenQuestion: {
    title: 'Rouvrir cette alerte ?',
    text: 'Elle redevient ouverte, avec des rappels jusqu’à ce que quelqu’un la prenne en charge.',
    yes: 'Rouvrir',
    no: 'Annuler',
  },
  acknowledgeAllQuestion,
  acknowledgedNow: 'Vous avez pris cette alerte en charge. Tous ceux qui ont la carte le voient.',
  already: {
    acknowledged: (who) => ['Déjà prise en charge par ', ...[who].flat(), '. Rien n’a été modifié.'],
    resolved: (who) => ['Déjà résolue par ', ...[who].flat(), '. Rien n’a été modifié.'],
    open: 'Cette alerte est déjà ouverte. Rien n’a été modifié.',
    yours: 'Cette alerte est déjà entre vos mains. Rien n’a été modifié.',
    notAcknowledged:
      'Personne n’a encore pris cette alerte en charge : elle n’est entre les mains de personne. Rien n’a été modifié.',
    closedByAge: 'Cette alerte a été fermée automatiquement. Rien n’a été modifié.',
    missed: 'Cet exercice a été manqué et clos au bout de 24 heures. Rien n’a été modifié.',
  },
  numbered: (number) => `Alerte ${number}`,
  named: (number, title) => `Alerte ${number}, « ${title} ». `,
  noteLine: (who, text) => [{ kind: 'strong', text: 'Note' }, ' · ', who, ` : ${text}`],
  notedAt: (text, who, when) => [`${text} · `, who, ', ', when],
  notes: {
    title: 'Ajouter une note',
    field: 'Note',
    hint: 'Ce que vous avez constaté, fait ou convenu. Tous ceux qui ont la carte peuvent la lire, et personne ne peut la modifier ensuite.',
    submit: 'Ajouter',
    done: 'Votre note est ajoutée. Tous ceux qui ont la carte la voient.',
    inTimeline:
      'Votre note est ajoutée. Aucun canal n’a de carte pour cette alerte seule : la note se lit dans son déroulé.',
    toOne: (number) =>
      `Une note va à une seule alerte : celle-ci ira à l’alerte ${number} seulement. Ajoutez-la aux autres une par une.`,
    typed: (text) => `Vous avez écrit : ${text}`,
    full: (most) =>
      `Rien n’a été ajouté : cette alerte a déjà ${most} notes et n’en accepte plus. Continuez dans le fil de sa carte.`,
  },
  byNumber: {
    none: {
      ack: 'Aucune alerte n’attend d’être prise en charge.',
      resolve: 'Il n’y a aucune alerte ouverte.',
      note: 'Il n’y a aucune alerte ouverte. Une alerte résolue accepte une note par son numéro jusqu’à son archivage.',
      reopen:
        'Aucune alerte résolue ne peut être rouverte. Ce qui est archivé reste tel quel : une alerte résolue est archivée au bout d’un jour, ou aussitôt tant que plus de la moitié de mon espace de stockage est occupée.',
    },
    noneTitle: {
      ack: 'Rien à prendre en charge',
      resolve: 'Aucune alerte ouverte',
      note: 'Aucune alerte ouverte',
      reopen: 'Rien à rouvrir',
    },
    whichTitle: 'Quelle alerte ?',
    which: (example) => `Quelle alerte ? Indiquez son numéro, par exemple « ${example} ».`,
    oneAtATime: (example) =>
      `Rien n’a été modifié : une seule alerte à la fois. Indiquez un seul numéro, par exemple « ${example} ».`,
  },
  many: {
    numbers: (numbers) => `Alertes ${numbers}`,
    onCard: 'Toutes les alertes ouvertes de cette carte',
    which: {
      open: {
        all: 'Toutes les alertes ouvertes',
        source: (name) => `Toutes les alertes ouvertes de ${name}`,
        raised: 'Toutes les alertes ouvertes signalées par des personnes',
        customer: (name) => `Toutes les alertes ouvertes du client ${name}`,
      },
      resolved: {
        all: 'Toutes les alertes qui peuvent être rouvertes',
        source: (name) => `Toutes les alertes résolues de ${name}`,
        raised: 'Toutes les alertes résolues signalées par des personnes',
        customer: (name) => `Toutes les alertes résolues du client ${name}`,
      },
    },
    reopenTitle: (count) => (count === 1 ? 'Rouvrir 1 alerte ?' : `Rouvrir ${count} alertes ?`),
    recorded: 'Votre nom et l’heure sont enregistrés pour chacune.',
    tooManyTitle: 'Trop de numéros',
    twoTitle: 'Lesquelles ?',
    two: 'Plusieurs réponses sont possibles. Rien n’a été modifié : choisissez.',
    none: (which) => `${which} : il n’en reste aucune à traiter ainsi.`,
    tooMany: (most) =>
      `Rien n’a été modifié : j’accepte au plus ${most} numéros et plages à la fois. Indiquez-en moins, ou une plage comme « 2-40 ».`,
    notUnderstood: (typed, command) =>
      `Rien n’a été modifié : je ne comprends pas « ${typed} » à cet endroit. Indiquez des numéros, « tout », une source ou un client, par exemple « ${command} 2-5 ».`,
  },
  resolvedNow:
    'Vous avez résolu cette alerte. Indiquez le même état dans l’Espace partenaires : la résoudre ici n’arrête aucune attaque.',
  resolvedThereToo:
    'Vous avez résolu cette alerte, et j’indique le même état dans l’Espace partenaires. Résoudre une alerte n’arrête aucune attaque.',
  reopenedNow: 'Vous avez rouvert cette alerte. Tous ceux qui ont la carte le voient.',
  takenBack: (who) => [
    'Vous avez rouvert cette alerte. La prise en charge par ',
    who,
    ' ne compte plus : quelqu’un doit la reprendre en charge.',
  ],
  notResolved: (who) => [
    who,
    ' a pris cette alerte en charge, et elle n’est pas résolue. Rien n’a été modifié. « Rouvrir » annule la prise en charge.',
  ],
  goneTitle: 'Alerte introuvable',
  answeredAll: {
    acknowledged: {
      title: 'Alertes prises en charge',
      done: (count) => {
        if (count === 0) return 'Il n’y avait plus rien à prendre en charge.';
        return count === 1 ? '1 alerte est prise en charge.' : `${count} alertes sont prises en charge.`;
      },
      doingTitle: 'Prise en charge en cours',
      doing: (count) =>
        `La prise en charge de ${count} alertes est en cours et compte dès maintenant. Le résultat suit ici.`,
    },
    resolved: {
      title: 'Alertes résolues',
      done: (count) => {
        if (count === 0) return 'Il n’y avait plus rien à résoudre.';
        return `${count === 1 ? '1 alerte est résolue' : `${count} alertes sont résolues`}. Indiquez le même statut dans l’Espace partenaires : résoudre ici n’arrête aucune attaque.`;
      },
      doneThere: (count) =>
        `${count === 1 ? '1 alerte est résolue' : `${count} alertes sont résolues`}, et j’indique le même état dans l’Espace partenaires. Résoudre des alertes n’arrête aucune attaque.`,
      doingTitle: 'Résolution en cours',
      doing: (count) =>
        `La résolution de ${count} alertes est en cours et compte dès maintenant. Le résultat suit ici.`,
    },
    reopened: {
      title: 'Alertes rouvertes',
      done: (count) => {
        if (count === 0) return 'Il n’y avait plus rien à rouvrir.';
        return count === 1
          ? '1 alerte est de nouveau ouverte et attend sa prise en charge.'
          : `${count} alertes sont de nouveau ouvertes et attendent leur prise en charge.`;
      },
      doingTitle: 'Réouverture en cours',
      doing: (count) => `La réouverture de ${count} alertes est en cours. Le résultat suit ici.`,
    },
  },
  notYours: (count) =>
    count === 1
      ? '1 autre relève d’un locataire partenaire aux alertes duquel vous ne pouvez pas répondre : elle reste telle quelle.'
      : `${count} autres relèvent de locataires partenaires aux alertes desquels vous ne pouvez pas répondre : elles restent telles quelles.`,
  notSure: (count) =>
    count === 1
      ? '1 autre : je n’ai pas pu vérifier que vous pouvez y répondre ; elle reste telle quelle. Réessayez dans une minute.'
      : `${count} autres : je n’ai pas pu vérifier que vous pouvez y répondre ; elles restent telles quelles. Réessayez dans une minute.`,
  gone: 'Cette alerte n’existe pas. Consultez les alertes ouvertes.',
  closedTitle: 'Alerte archivée',
  closed:
    'Cette alerte est résolue et archivée : elle ne peut plus être modifiée ni rouverte. Son déroulé reste consultable. Si elle continue, signalez-la comme nouvelle alerte.',
  form: {
    title: 'Résoudre l’alerte',
    titleAll: 'Résoudre les alertes',
    introAll: (count) =>
      count === 1
        ? 'Une alerte de la carte n’est pas encore résolue. Elle reçoit ce motif et cette note.'
        : `${count} alertes de la carte ne sont pas encore résolues. Toutes reçoivent ce motif et cette note.`,
    reason: 'De quoi s’agissait-il ?',
    note: 'Note',
    noteHint: 'Ce qui a été constaté et fait. Tous ceux qui ont la carte peuvent la lire.',
    reasons: {
      legitimate: 'Légitime : l’activité venait de nous ou de notre client',
      fraud: 'Fraude : quelqu’un a abusé de l’abonnement',
      ignore: 'Ignorer : ancienne, ou sans objet',
    },
    submit: 'Résoudre',
    cancel: 'Annuler',
  },
  steps: {
    title: 'Que faire maintenant',
    summary: 'Confirmer, contenir, sécuriser, améliorer : les étapes pour cette alerte.',
    rows: [
      {
        title: '1. Confirmer',
        detail:
          'Retrouvez la même alerte dans l’Espace partenaires, ou dans le produit qui l’a envoyée, sans suivre le lien d’un message. Demandez au client si l’activité est la sienne. Prenez la carte en charge.',
      },
      {
        title: '2. Contenir',
        detail:
          'Bloquez la connexion des comptes détournés et révoquez leurs sessions. Arrêtez ou supprimez les ressources qui ne sont pas celles du client. Résiliez l’abonnement si les pertes continuent : il faut un administrateur général qui soit aussi agent d’administration.',
      },
      {
        title: '3. Sécuriser',
        detail:
          'Réinitialisez mots de passe et clés, imposez l’authentification multifacteur, vérifiez rôles, invités, applications et relations déléguées (GDAP). Ouvrez une demande de support auprès de Microsoft.',
      },
      {
        title: '4. Améliorer',
        detail:
          'Définissez des budgets de dépenses, consignez ce qui s’est passé et résolvez l’alerte ici et dans l’Espace partenaires, avec le motif. Un avoir pour fraude peut être demandé une seule fois, sous 60 jours.',
      },
    ],
    source: 'Recommandation de Microsoft : réagir tout de suite, en une heure ; en 24 heures au plus tard.',
  },
  followUps: {
    news: {
      resolved: 'Résolue',
      reopened: 'Rouverte',
      noted: 'Nouvelle note',
      given: 'Confiée',
      taken: 'Reprise',
      severity: (now) => `Gravité désormais ${now.toLowerCase()}`,
      changed: 'Modifiée par l’expéditeur',
      over: 'L’expéditeur la dit terminée',
      merged: 'Se poursuit sous un autre incident',
      again: 'L’expéditeur la dit de nouveau en cours',
      newRows: 'Nouveaux éléments',
    },
    resolved: (who, how) => [who, ` a résolu cette alerte. ${how}`],
    reopened: (who) => [who, ' a rouvert cette alerte.'],
    given: (who, to) => [who, ` confie cette alerte à ${to}.`],
    taken: (who, from) => [who, from === '' ? ' a repris cette alerte.' : ` a repris cette alerte de ${from}.`],
    reopenedByRule: (sender) => `${sender} a renvoyé cette alerte après sa résolution : elle est de nouveau ouverte.`,
    newRows: (sender, count, names) => {
      const listed = names.length === 0 ? '' : ` : ${names.map((name) => `« ${name} »`).join(', ')}`;
      const rest = count - names.length;
      const more = rest > 0 && names.length > 0 ? ` et ${rest} ${rest === 1 ? 'autre' : 'autres'}` : '';
      return `${sender} a renvoyé cette alerte avec ${count === 1 ? 'un nouvel élément' : `${count} nouveaux éléments`}${listed}${more}.`;
    },
    raised: (sender, before, after) =>
      `L’expéditeur, ${sender}, a relevé la gravité de cette alerte : ${before} → ${after}. Occupez-vous-en maintenant, même si elle a déjà été traitée.`,
    lowered: (sender, before, after) =>
      `L’expéditeur, ${sender}, a abaissé la gravité de cette alerte : ${before} → ${after}. Si cela vous surprend, vérifiez-la dans l’Espace partenaires.`,
    movedTenant: (sender, before, after) =>
      `L’expéditeur, ${sender}, a rattaché cette alerte à un autre locataire partenaire : ${before} → ${after}. Vous pouvez toujours y répondre ici. Si cela vous surprend, vérifiez-la dans l’Espace partenaires.`,
    testNow: (sender) =>
      `L’expéditeur, ${sender}, indique maintenant que cette alerte est un test. Si cela vous surprend, vérifiez-la dans l’Espace partenaires.`,
    noTestNow: (sender) =>
      `L’expéditeur, ${sender}, indique maintenant que cette alerte n’est pas un test. Occupez-vous-en maintenant.`,
    sender: (name) => `L’expéditeur, ${name},`,
    mergedOpen: 'Elle n’est pas terminée. Poursuivez là-bas, et résolvez celle-ci une fois l’autre trouvée.',
    overOpen: 'Toujours ouverte ici. Résolvez-la si vous êtes d’accord.',
    again: (sender, isOpen) =>
      `L’expéditeur, ${sender}, la considérait comme terminée, et dit maintenant qu’elle continue.${isOpen ? '' : ' Elle est résolue ici : rouvrez-la, si vous êtes d’accord.'}`,
  },
  escalation: {
    text: (passed, reopened) =>
      `Personne n’a pris cette alerte en charge ${passed} après sa ${reopened ? 'réouverture' : 'détection'}.`,
    hoursLeft: (hours, rule) => {
      const left = hours === 1 ? 'Il reste une heure' : `Il reste ${hours} heures`;
      const why = {
        bound: ' avant la limite de Microsoft',
        advised: ' sur la journée que Microsoft conseille',
        reopened: '',
      };
      return `${left}${why[rule]}. Prenez-la en charge maintenant.`;
    },
    nobodyOnCall:
      'Personne n’est d’astreinte pour ce locataire partenaire : vous êtes donc la première personne prévenue. Prenez cette alerte en charge, ou trouvez quelqu’un qui le fera.',
    notYet: 'Personne n’a encore pris cette alerte en charge',
    admins:
      'Personne n’a pris cette alerte en charge depuis 24 heures. Microsoft exige une réponse dans les 24 heures : prenez-la en charge maintenant.',
    advised:
      'Personne n’a pris cette alerte en charge depuis 24 heures. Aucun délai formel ne s’impose aux revendeurs indirects, mais une attaque n’attend pas.',
    drill: 'Personne n’a pris cet exercice en charge en 24 heures. Cherchez pourquoi personne ne l’a vu.',
    reopened:
      'Personne n’a pris cette alerte en charge dans les 24 heures qui ont suivi sa réouverture. Prenez-la en charge maintenant.',
    unanswered: (passed) => `Non prise en charge depuis ${passed}`,
    now: 'Prenez-la en charge maintenant.',
  },
  asked: {
    title: {
      holder: 'Vous en occupez-vous toujours ?',
      channel: 'Quelqu’un s’en occupe-t-il encore ?',
      admins: 'Quelqu’un s’en occupe-t-il encore ?',
      offer: 'Personne ne l’a reprise',
      giver: 'Personne ne l’a reprise',
    },
    titleMany: {
      holder: (count) =>
        count === 1 ? 'Vous occupez-vous toujours d’1 alerte ?' : `Vous occupez-vous toujours de ${count} alertes ?`,
      channel: (count) => `Quelqu’un s’occupe-t-il encore de ${count} ${count === 1 ? 'alerte' : 'alertes'} ?`,
      admins: (count) => `Quelqu’un s’occupe-t-il encore de ${count} ${count === 1 ? 'alerte' : 'alertes'} ?`,
      offer: (count) => `Personne n’a repris ${count} ${count === 1 ? 'alerte' : 'alertes'}`,
      giver: (count) => `Personne n’a repris ${count} ${count === 1 ? 'alerte' : 'alertes'}`,
    },
    news: {
      holder: 'Dites où elle en est',
      channel: 'Plus de nouvelles de qui la suit',
      admins: 'Plus de nouvelles de qui la suit',
      nobody: 'Personne ne la suit ici',
      offer: 'Pas reprise',
      giver: 'Pas reprise',
      over: 'Question réglée',
      offered: 'On vous la confie',
    },
    textMany: {
      holder: 'Ces alertes sont entre vos mains. Dites où elles en sont.',
      channel: 'Les personnes qui suivent ces alertes ne répondent pas. Reprenez-les, ou résolvez-les.',
      admins: 'Ni les personnes qui suivent ces alertes ni le canal ne répondent. Occupez-vous-en.',
      offer: 'Elles ont été confiées à quelqu’un. Reprenez-les.',
      giver: 'Vous les avez confiées à quelqu’un.',
    },
    holder: (since) => ['Cette alerte est entre vos mains depuis ', since, '. Dites où elle en est.'],
    yours: (since) => ['Entre vos mains depuis ', since],
    others: (who, since) => [
      who,
      ' suit cette alerte depuis ',
      since,
      ' et ne répond pas. Reprenez-la, ou résolvez-la.',
    ],
    nobody: (who, since) => [
      who,
      ' a pris cette alerte en charge le ',
      since,
      ', et personne ne la suit ici. Reprenez-la, ou résolvez-la.',
    ],
    offer: (by, to, at) => [by, ' a confié cette alerte à ', to, ', ', at, '. Reprenez-la.'],
    giver: (to, isYours) => [to, ` n’a pas repris cette alerte${isYours ? ' : elle reste entre vos mains' : ''}.`],
    why: {
      holder: 'Vous recevez ce message parce que vous suivez l’alerte : vous l’avez prise en charge ou reprise.',
      offered: 'Vous recevez ce message parce que quelqu’un vous confie une alerte.',
    },
    over: 'Cette question a sa réponse',
    offered: 'Une alerte vous est confiée',
    offeredText: (by) => [by, ' vous confie cette alerte. Elle est à vous dès que vous cliquez sur « Reprendre ».'],
  },
  atWork: (count, who, ago) =>
    count === 1
      ? `1 alerte est prise en charge et reste ouverte : par ${who}, ${ago}.`
      : `${count} alertes sont prises en charge et restent ouvertes, la plus ancienne par ${who}, ${ago}.`,
  withHolder: (who, since) => ['Suivie par ', who, ' depuis ', since],
  offeredTo: (to) => ['confiée à ', to, ', pas encore reprise'],
  keptAll: (count) => {
    if (count === 0) return 'Aucune question ne vous était posée.';
    return count === 1 ? 'Vous vous occupez toujours d’1 alerte.' : `Vous vous occupez toujours de ${count} alertes.`;
  },
  keptNow: 'C’est noté. La question vous sera posée de nouveau le prochain jour ouvré à neuf heures.',
  takenNow: 'Cette alerte est désormais entre vos mains.',
  keptOther: 'C’est noté : l’alerte reste ouverte.',
  givenNow: (to, isYours) =>
    `${to} en est averti.${isYours ? ' L’alerte reste entre vos mains jusqu’à un clic sur « Reprendre ».' : ''}`,
  give: {
    title: 'Confier',
    to: 'À',
    hint: 'Une personne qui peut répondre à cette alerte : membre d’un canal de son contact, ou administrateur.',
    submit: 'Confier',
    nobody: 'Choisissez une personne.',
    one: 'Choisissez une seule personne.',
    yourself: 'Cette alerte est déjà entre vos mains.',
    unknown: (name) =>
      `Je ne connais personne du nom de « ${name} » qui puisse répondre à cette alerte. Je connais une personne dès qu’elle m’a écrit.`,
    several: (name) => `Plusieurs personnes s’appellent « ${name} ». Choisissez-en une.`,
    mayNot: (name) =>
      `${name} ne peut pas répondre à cette alerte : seuls les membres des canaux du contact et les administrateurs le peuvent. Rien n’a été modifié.`,
    unsure: (name) => `Impossible de savoir pour l’instant si ${name} peut répondre à cette alerte. Réessayez.`,
  },
  reminders: {
    waiting: (count, severity, passed) => {
      const kind = severity === null ? '' : ` ${severityWords[severity]}`;
      const what = count === 1 ? `1 alerte${kind}` : `${count} alertes${kind}`;
      return passed === null ? `${what} à prendre en charge` : `${what} sans réponse depuis ${passed}`;
    },
    over: 'Toutes ces alertes sont traitées',
    text: 'Prenez-les en charge maintenant.',
    lastCall: 'Il reste moins de 4 heures pour au moins l’une d’elles. Prenez-les en charge maintenant.',
    late: 'Au moins l’une d’elles a dépassé les 24 heures. Prenez-les en charge maintenant.',
    more: (count) =>
      count === 1
        ? '1 autre figure dans la liste des alertes ouvertes.'
        : `${count} autres figurent dans la liste des alertes ouvertes.`,
  },
  overdueMany: {
    title: (count) => (count === 1 ? '1 alerte est en retard' : `${count} alertes sont en retard`),
    missed: (count) => (count === 1 ? 'Un exercice a été manqué' : `${count} exercices ont été manqués`),
    bound:
      'Personne n’a pris ces alertes en charge depuis 24 heures. Microsoft exige une réponse dans les 24 heures : prenez-les en charge maintenant.',
    advised:
      'Personne n’a pris ces alertes en charge depuis 24 heures. Aucun délai formel ne s’impose aux revendeurs indirects, mais une attaque n’attend pas.',
    drills: 'Personne n’a pris ces exercices en charge en 24 heures. Cherchez pourquoi personne ne les a vus.',
  },
  unrouted: {
    title: 'Seuls les administrateurs l’ont reçue',
    noTenant: 'Son locataire n’est pas configuré.',
    noneNamed: (sender) =>
      `Elle ne nomme aucun locataire : « ${sender} » doit envoyer « partnerTenantId », ou sa source avoir un « tenant ».`,
    retiredTitle: 'Envoyée aux administrateurs : son locataire partenaire est retiré',
    retired: (sender) => `« ${sender} » doit en nommer un autre.`,
    noCustomer: (customer, source) =>
      customer === ''
        ? `Elle ne nomme aucun client : donnez à la source « ${source} » un locataire « fixed ».`
        : `Ajoutez « ${customer} » au « byCustomer » de la source « ${source} ».`,
    noContact: 'Aucun contact de sécurité.',
    noChannelYet: 'Le contact n’a pas de canal.',
    noChannel: 'Aucun canal disponible.',
  },
  storeFull: {
    near: {
      title: 'Mon espace de stockage est presque plein',
      summary:
        'Mon espace de stockage est presque plein : les nouvelles alertes qui ne sont pas élevées sont refusées.',
      text: (megabytes) =>
        `Plus des quatre cinquièmes de mon espace de stockage (STATE_LIMIT, ${megabytes} Mo) sont occupés. Désormais, je refuse les envois sans alerte de gravité élevée ; une fois plein, toutes les nouvelles alertes. Leurs émetteurs sont invités à les renvoyer.`,
    },
    full: {
      title: 'Les nouvelles alertes sont refusées : stockage plein',
      summary: 'Mon espace de stockage est plein : les nouvelles alertes sont refusées.',
      text: (megabytes) =>
        `Mon espace de stockage (STATE_LIMIT, ${megabytes} Mo) est plein : les nouvelles alertes sont refusées, et leurs émetteurs sont invités à les renvoyer. Vous pouvez toujours prendre en charge et résoudre celles qui sont ici.`,
    },
    helps: (hasLesser) =>
      `Résolvez les alertes terminées : tant que plus de la moitié de mon espace est occupée, elles le quittent dès que leurs cartes l’indiquent.${hasLesser ? ' Ce à quoi personne n’a répondu, et qui n’a jamais été élevé, peut partir aux archives ci-dessous, source par source.' : ''} Ou demandez aux personnes qui m’exploitent d’augmenter STATE_LIMIT.`,
  },
  channelRefused: {
    adminChannel: {
      title: 'Le canal d’administration n’accepte plus de messages',
      summary: (channel) =>
        `${channel} n’accepte plus de messages : les administrateurs les reçoivent seulement en privé.`,
      effect:
        'D’ici là, chaque administrateur général reçoit rappels et avis en privé seulement. Pour choisir un autre canal d’administration, utilisez « configurer ».',
    },
    alerts: {
      title: 'Un canal ne reçoit plus d’alertes',
      summary: (channel) => `${channel} ne reçoit plus d’alertes : elles vont ailleurs.`,
      effect: 'D’ici là, ses alertes vont aux autres canaux du contact, ou à vous.',
    },
    fraud: {
      title: 'Un canal ne reçoit plus d’alertes',
      summary: (channel) => `${channel} ne reçoit plus d’alertes de fraude Azure : elles vont ailleurs.`,
      effect:
        'D’ici là, les alertes de fraude Azure vont aux autres canaux de fraude et à ceux du contact de sécurité, ou à vous si aucun ne fonctionne.',
    },
    platform: {
      title: (platform) => `Plus rien n’arrive sur ${platform}`,
      summary: (channel, platform) =>
        `${channel} ne reçoit pas d’alertes pour le moment : ${platform} ne me laisse publier nulle part.`,
      effect: 'Ce qui n’est dans aucun autre canal vous parvient.',
    },
  },
  channelLate: {
    alerts: {
      title: 'Un canal ne reçoit pas ses alertes de gravité élevée',
      summary: (channel) => `${channel} ne reçoit pas ses alertes de gravité élevée : elles vous parviennent aussi.`,
      failing: (channel, reason) => [
        'Le canal ',
        channel,
        ` n’a pas pris d’alerte de gravité élevée depuis 15 minutes (${reason}). Je continue d’essayer. D’ici là, ce qui attend pour lui et n’est dans aucun autre canal vous parvient. Répondez-y vous-même.`,
      ],
      slow: (channel) => [
        'Une alerte de gravité élevée attend depuis 15 minutes pour le canal ',
        channel,
        ', qui reçoit plus qu’il ne peut prendre. Ce qui attend pour lui et n’est dans aucun autre canal vous parvient. Répondez-y vous-même.',
      ],
      paused: (channel, until, platform) => [
        'Rien ne peut être envoyé dans le canal ',
        channel,
        ' avant ',
        until,
        ` : ${platform} le demande. D’ici là, les alertes de gravité élevée qui ne sont dans aucun autre canal vous parviennent. Répondez-y vous-même.`,
      ],
    },
    admin: {
      title: 'Le canal d’administration ne reçoit pas ses messages',
      summary: (channel) => `${channel} ne reçoit pas ce qui est dit aux administrateurs : cela vous parvient.`,
      failing: (channel, reason) => [
        'Depuis 15 minutes, le canal d’administration ',
        channel,
        ` ne prend pas ce qui est dit aux administrateurs (${reason}). Je continue d’essayer. D’ici là, ce qui attend pour lui vous parvient.`,
      ],
      slow: (channel) => [
        'Ce qui est dit aux administrateurs attend depuis 15 minutes pour le canal d’administration ',
        channel,
        ', qui reçoit plus qu’il ne peut prendre. Ce qui attend pour lui vous parvient.',
      ],
      paused: (channel, until, platform) => [
        'Rien ne peut être envoyé dans le canal d’administration ',
        channel,
        ' avant ',
        until,
        ` : ${platform} le demande. D’ici là, ce qui ne peut pas attendre vous parvient.`,
      ],
    },
  },
  cardRefused: {
    title: 'Une carte n’a pas pu être affichée dans un canal',
    alertSummary: (number, severity, channel) =>
      `L’alerte ${number} (${severity}) n’a pas pu être affichée dans ${channel}.`,
    summary: (channel) => `Un message n’a pas pu être affiché dans ${channel}.`,
    alertText: (channel, { number, severity, reason, platform, command }) => [
      `L’alerte ${number} (${severity}) n’a pas pu être affichée dans le canal `,
      channel,
      ` : ${platform} n’accepte pas la carte (${reason}). Les autres cartes ne sont pas touchées. Consultez l’alerte avec « ${command} », et prévenez les personnes de ce canal.`,
    ],
    text: (channel, reason, platform) => [
      'Un message n’a pas pu être affiché dans le canal ',
      channel,
      ` : ${platform} n’accepte pas la carte (${reason}). Les autres cartes ne sont pas touchées. Signalez-le à la personne qui exploite le bot.`,
    ],
  },
  digest: {
    named: (name, count) => `${name} (${count})`,
    otherNames: (count) => (count === 1 ? '1 autre titre' : `${count} autres titres`),
    acknowledgeCount,
    resolveCount,
    acknowledgeAllQuestion,
    title: (count, passed) => `${count} alertes en ${passed}`,
    allAcknowledged: (count) => `${count} alertes, toutes prises en charge`,
    allResolved: (count) => `${count} alertes, toutes résolues`,
    noneOpen: (count) => `${count} alertes, aucune n’est ouverte`,
    empty: 'Plus aucune alerte ici',
    archived: 'Archivées sans réponse',
    summary: (count, unanswered, passed) => `${count} alertes en ${passed}, dont ${unanswered} à prendre en charge.`,
    text: 'Trop nombreuses pour être publiées une à une. Les alertes de gravité moyenne ou inférieure sont regroupées ici.',
    counts: 'Par gravité',
    escalated: (count) =>
      count === 1
        ? '1 alerte n’est pas prise en charge au bout d’une heure. Prenez-la en charge.'
        : `${count} alertes ne sont pas prises en charge au bout d’une heure. Prenez-les en charge.`,
    reminderTitle: 'Alertes à prendre en charge',
    from: {
      source: (source) => de(source),
      signed: 'de la route signée',
      person: 'venant de personnes',
      bot: 'd’exercice',
    },
    ofShare: {
      title: (count, from) => (count === 1 ? `1 autre alerte ${from}` : `${count} autres alertes ${from}`),
      summary: (count, unanswered, from) => `${count} autres alertes ${from}, dont ${unanswered} à prendre en charge.`,
      text: (from) =>
        `Trop d’alertes ${from} pour les publier une à une. Examinez chacune d’elles dans « Toutes celles de cette carte ».`,
      list: 'Toutes celles de cette carte',
      listTitle: 'Alertes d’une seule carte',
      listSummary: (count) =>
        count === 1 ? '1 alerte se trouve sur cette carte.' : `${count} alertes se trouvent sur cette carte.`,
      listFooter: (first, last, count) => `${first} à ${last} sur ${count}, par ordre d’arrivée.`,
    },
    ofUnverified: {
      title: (count) => (count === 1 ? '1 autre message NON VÉRIFIÉ' : `${count} autres messages NON VÉRIFIÉS`),
      summary: (count, unanswered) => `${count} autres messages NON VÉRIFIÉS, dont ${unanswered} à prendre en charge.`,
      text: 'N’importe qui peut avoir envoyé ces messages. Il en est arrivé plus de cinq en une heure : les autres sont regroupés ici, et je ne relance personne à leur sujet. Cherchez-les dans le Centre de notifications (Action Center) de l’Espace partenaires. Ne suivez pas leurs liens, n’appelez pas leurs numéros et n’y répondez pas.',
    },
    ofBacklog: {
      title: (count, from) =>
        count === 1 ? `1 ancienne alerte de sécurité ${from}` : `${count} anciennes alertes de sécurité ${from}`,
      summary: (count, unanswered, from) =>
        `Un arriéré ${from} : ${count} anciennes alertes, dont ${unanswered} ne sont pas prises en charge.`,
      text: 'Cette source vient d’être raccordée et a envoyé aussi ces anciennes alertes. Je ne relance personne à leur sujet, et elles ne sont jamais en retard. Parcourez-les une fois et résolvez ce qui est terminé. Si elles sont récentes, l’horloge de l’expéditeur est fausse.',
      detected: 'Détectées',
      span: (from, to) => ['du ', from, ' au ', to],
    },
  },
  list: {
    rowName: 'Alerte',
    title: 'Alertes ouvertes',
    noneTitle: 'Alertes',
    searchTitle: 'Alertes trouvées',
    none: 'Il n’y a aucune alerte ouverte.',
    found: (words, count) => {
      if (count === 0) return `Aucune alerte ouverte ne correspond à « ${words} ». Plus anciennes : tapez le numéro.`;
      return count === 1 ? `1 alerte contient « ${words} ».` : `${count} alertes contiennent « ${words} ».`;
    },
    drill: 'EXERCICE',
    test: 'TEST',
    noneOf: (filter) => `Aucune alerte ouverte ne correspond à « ${filter} ».`,
    summary: (count) => (count === 1 ? '1 alerte n’est pas résolue.' : `${count} alertes ne sont pas résolues.`),
    drills: (count) => {
      if (count === 0) return '';
      return count === 1 ? 'Un exercice ou un test figure à la fin.' : `${count} exercices et tests figurent à la fin.`;
    },
    footer: (first, last, count) => `${first} à ${last} sur ${count}, les élevées d’abord, puis par échéance.`,
    hint: (alerts) => `« ${alerts} 17 » en détaille une, « ${alerts} minage » fait une recherche.`,
    resolvedTitle: 'Alertes résolues',
    resolvedSummary: (count) => {
      if (count === 0) return 'Aucune alerte résolue ne peut être rouverte.';
      return count === 1 ? '1 alerte résolue peut être rouverte.' : `${count} alertes résolues peuvent être rouvertes.`;
    },
    footerResolved: (first, last, count) => `${first} à ${last} sur ${count}, les plus récentes d’abord.`,
    answerBy: 'répondre avant le',
    detected: 'détectée le',
    all: 'Toutes',
    today: 'aujourd’hui',
    unacknowledged: 'Non prises en charge',
    previous: 'Précédentes',
    more: 'Suivantes',
    show: 'Afficher',
  },
  closing: {
    news: 'Se ferme demain',
    title: (count) =>
      count === 1
        ? 'Une alerte de gravité élevée se ferme demain'
        : `${count} alertes de gravité élevée se ferment demain`,
    text: (count, days) =>
      `${count === 1 ? 'Prise en charge' : 'Prises en charge'}, puis plus rien depuis ${days - 1} jours. ${count === 1 ? 'Elle se ferme demain. Résolvez-la, ou gardez-la ouverte.' : 'Elles se ferment demain. Résolvez-les, ou gardez-les ouvertes.'}`,
    more: (count) => (count === 1 ? 'Et une de plus.' : `Et ${count} de plus.`),
  },
  timeline: {
    earlier: (count) =>
      count === 1
        ? 'Une étape antérieure est omise ici : « M’envoyer le détail » les donne toutes.'
        : `${count} étapes antérieures sont omises ici : « M’envoyer le détail » les donne toutes.`,
    times: (count) => `${count} fois`,
    reached: (to, mentioned) =>
      to === ''
        ? 'le rappel n’est arrivé à personne'
        : `le rappel est arrivé à ${to}${mentioned === '' ? '' : `, et a mentionné ${mentioned}`}`,
    testNow: 'c’est maintenant un test',
    noTestNow: 'ce n’est plus un test',
    steps: {
      received: 'reçue',
      changed: 'modifiée par l’expéditeur',
      acknowledged: 'prise en charge',
      resolved: 'résolue',
      reopened: 'rouverte',
      escalated: 'rappel, car personne ne l’avait prise en charge',
      missed: 'exercice manqué',
      asked: 'question posée : quelqu’un s’en occupe-t-il encore ?',
      given: 'confiée',
      taken: 'reprise',
      kept: 'toujours en cours',
      closed: 'fermée automatiquement, après 30 jours sans activité',
      archived: 'archivée sans réponse, pour faire de la place',
      routed: 'destination modifiée',
      over: 'terminée selon l’expéditeur',
      merged: 'fusionnée par l’expéditeur : se poursuit sous l’incident',
      again: 'de nouveau en cours selon l’expéditeur',
      seen: 'revue, sans rien de nouveau',
      held: 'retenue par une fenêtre de maintenance',
      posted: 'n’est plus retenue',
      noted: 'note',
      writtenBack: 'réponse donnée aussi dans l’Espace partenaires',
      keptThere: 'pas transmise à l’Espace partenaires, où elle était déjà résolue',
      goneThere: 'Microsoft ne l’a plus',
    },
    givenTo: (to) => `à ${to}`,
    takenFrom: (from) => `auparavant à ${from}`,
    seenTimes: (times) => `${times} fois en tout`,
    newRows: (count, names) =>
      names === ''
        ? `${count} nouveaux éléments`
        : `${count === 1 ? 'nouvel élément' : `${count} nouveaux éléments`} : ${names}`,
    why: {
      contact: 'elle est envoyée aux canaux du contact de sécurité',
      fraud: 'fraude Azure : elle est envoyée aux canaux fraude et au contact de sécurité',
      fraudAlone: 'fraude Azure : elle est envoyée aux seuls canaux fraude',
      rule: 'une règle l’envoie aux canaux de fraude',
      ruleRefused:
        'une règle l’envoie aux canaux de fraude, mais aucun n’accepte de messages : elle est envoyée au contact de sécurité',
      fraudRefused: 'aucun canal de fraude n’accepte de messages : elle est envoyée au contact de sécurité',
      admins: 'aucun canal du contact de sécurité ne la reçoit : elle est envoyée aux administrateurs',
      noChannel: 'le contact de sécurité n’a pas de canal : elle est envoyée aux administrateurs',
      noTenant: 'son locataire partenaire n’est pas configuré ici : elle est envoyée aux administrateurs',
      noneNamed: 'son expéditeur ne nomme aucun locataire partenaire : elle est envoyée aux administrateurs',
      retired:
        'son locataire partenaire est retiré : elle est envoyée aux administrateurs, et pendant 30 jours aussi aux anciens canaux',
      noCustomer:
        'le fichier des sources n’indique aucun locataire partenaire pour elle : elle est envoyée aux administrateurs',
    },
    delivery: {
      waiting: 'en attente',
      sending: 'en cours d’envoi',
      posted: 'remise',
      refused: 'refusée',
      digested: 'dans une carte groupée',
      dropped: 'devenue inutile',
    },
    receipt: (state, attempts, reason) =>
      `${state}${attempts === 0 ? '' : attempts === 1 ? ', 1 tentative' : `, ${attempts} tentatives`}${reason ? `, dernier problème : ${reason}` : ''}`,
  },
  timelineFile: {
    madeAt: (at) => `Établi par le bot du contact de sécurité le ${at}. Toutes les heures sont en UTC.`,
    happened: 'Ce qui s’est passé',
    when: 'Quand',
    what: 'Quoi',
    detail: 'Détail',
    detected: 'détectée',
    accepted: 'acceptée',
    tenantId: 'Identifiant du locataire partenaire',
    senderId: 'Identifiant chez l’expéditeur',
    timezone: 'Fuseau horaire de l’équipe',
    firstAnswer: 'Première réponse',
    answeredAfter: (passed, isInTime) =>
      `${passed} après la détection, ${isInTime ? 'dans les' : 'au-delà des'} 24 heures`,
    trail: 'Entrées du journal d’audit',
    number: 'Entrée',
    noEntries:
      'Le journal d’audit ne contient aucune action d’une personne sur cette alerte, ou ces entrées ont été effacées avec le temps.',
    verify:
      'Chaque empreinte couvre l’entrée et la précédente. « npm run verify », sur la machine du bot, contrôle tout le journal ; l’empreinte de la dernière entrée est publiée chaque mois dans le canal d’administration.',
    comment: (number) => `Le détail de l’alerte ${number}, comme demandé.`,
    impossible: (command) =>
      `Cette conversation n’accepte pas de fichiers. « ${command} » affiche le détail, et « Envois » tout ce qui a été envoyé.`,
  },
  receipts: {
    title: 'Envois',
    summary: (number) => `Ce qui a été envoyé de l’alerte ${number}, à qui, et ce qu’il en est advenu.`,
    card: 'carte',
    escalation: 'rappel',
    asked: 'question',
    offered: 'message de transmission',
    open: 'ouvrir',
    followUp: 'ligne dans le fil',
    more: 'Suivants',
    footer: (first, last, count) => `De ${first} à ${last} sur ${count}, les plus anciens d’abord.`,
  },
  raise: {
    title: 'Signaler une alerte',
    intro: 'Pour ce que vous avez appris par téléphone, par e-mail ou dans l’Espace partenaires.',
    goes: 'L’alerte va aussitôt dans les canaux du contact de sécurité.',
    displayName: 'Que s’est-il passé ?',
    severity: 'Gravité',
    description: 'Détails',
    descriptionHint: 'Vous pouvez coller un e-mail ici. Les liens sont affichés comme du texte.',
    submit: 'Signaler',
    cancel: 'Annuler',
    message: {
      by: (author) => `D’un message ${de(author)}`,
      byNobodyKnown: 'D’un message',
      seen: 'Toute votre organisation peut consulter l’alerte.',
      open: 'l’ouvrir',
      cut: 'Le message est long : les détails ci-dessous en sont le début et la fin. Il reste entier dans la conversation.',
      noText: 'Le message n’a pas de texte que je puisse lire. Indiquez ce qui s’est passé.',
      alreadyTitle: 'Déjà signalé',
      already: (number, who) => [`Ce message a déjà été signalé comme alerte ${number}, par `, who, '.'],
      gone: 'Je n’ai plus ce message. Choisissez-le de nouveau dans la conversation.',
      lost: 'Je n’ai plus ce message, donc l’alerte n’a pas de lien vers lui.',
      line: (number, who) => [`Signalé comme alerte ${number} par `, who, '.'],
    },
    done: (number) => `L’alerte ${number} est signalée et part vers les canaux du contact.`,
    doneAlone: (number) =>
      `L’alerte ${number} est signalée, mais aucun canal ne la reçoit : elle ne va qu’aux administrateurs. Appelez quelqu’un.`,
    doneTitle: 'Alerte signalée',
    tooMany:
      'Vous avez signalé plusieurs alertes en peu de temps. Attendez dix minutes, ou complétez les alertes existantes.',
  },
  drill: {
    tooMany:
      'Vous avez lancé plusieurs exercices en peu de temps. Attendez dix minutes, pour que les alertes soient prises au sérieux.',
    name: 'Exercice : sommes-nous joignables ?',
    description: 'Un test de toute la chaîne, de la réception à la prise en charge. Appuyez sur « Prendre en charge ».',
    question: 'Lancer un exercice ?',
    what: (tenant) => `Une alerte de gravité élevée ${de(tenant)}, marquée EXERCICE, part aussitôt.`,
    postedIn: 'Publiée dans',
    mentions: 'Mentionne',
    nobody: 'personne : aucune personne d’astreinte n’est désignée',
    theirTime: (time) => `il y est ${time}`,
    alone: 'Aucun canal ne la reçoit : elle ne va qu’aux administrateurs.',
    reminds: 'Les rappels sont ceux d’une vraie alerte.',
    start: 'Lancer l’exercice',
    doneTitle: 'Exercice lancé',
    done: (number) =>
      `L’exercice ${number} part vers les canaux du contact. Il compte dès que quelqu’un le prend en charge.`,
    doneAlone: (number) =>
      `L’exercice ${number} est lancé, mais aucun canal ne le reçoit : il ne va qu’aux administrateurs, comme le ferait une alerte.`,
  },
};
