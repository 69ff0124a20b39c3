import type { alerts as english } from '../en/alerts.ts';
import { behindColon } from './behind-colon.ts';
import { de } from './elision.ts';

const whenSentAgain =
  'Quand l’émetteur renverra l’alerte, ou indiquera qu’elle est terminée, je la rattacherai à ce locataire.';

const severityWords = {
  high: 'de gravité élevée',
  medium: 'de gravité moyenne',
  low: 'de gravité faible',
  informational: 'à titre informatif',
};

/* The digest card says these too, without separators. */
const acknowledgeCount = (count: number) => `Tout acquitter (${count})`;
const resolveCount = (count: number) => `Tout résoudre (${count})`;
const acknowledgeAllQuestion = (count: number, bySeverity: string | null) => ({
  title: count === 1 ? 'Acquitter 1 alerte ?' : `Acquitter ${count} alertes ?`,
  text: `${bySeverity === null ? '' : `${bySeverity}. `}Votre nom et l’heure sont enregistrés pour chacune.`,
  yes: 'Acquitter',
  no: 'Annuler',
});

export const alerts: typeof english = {
  severities: { high: 'Élevée', medium: 'Moyenne', low: 'Faible', informational: 'Informative' },
  statuses: { active: 'Non acquittée', investigating: 'Acquittée', resolved: 'Résolue' },
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
  subject: (news, tenant, name) => `${news} · ${tenant} : ${name}`,
  late: (kind) => `${kind} en retard`,
  whose: (tenant, text) => `${tenant} : ${behindColon(text)}`,
  drillText: 'Ceci est un exercice : rien ne s’est passé. Acquittez-le.',
  testText: 'L’émetteur indique que cette alerte est un test.',
  moreSevere: (number) => `Plus grave que l’alerte ${number}, qui a été résolue.`,
  cameAfter: (number) => `La même alerte a déjà été résolue (alerte ${number}).`,
  seen: (times, last) => [`Vue ${times} fois, la dernière fois le `, last],
  seenInRow: (times) => `vue ${times} fois`,
  held: (until, why) => [
    { kind: 'strong', text: 'Retenue' },
    ' par une fenêtre de maintenance jusqu’au ',
    until,
    `${why === '' ? '' : ` : ${why}`}. Cette alerte n’a pas été publiée.`,
  ],
  heldInRow: 'retenue',
  backlog: (source) => `Alerte antérieure au raccordement ${de(source)} : je n’envoie donc pas de rappel.`,
  backlogInRow: 'ancienne alerte',
  unverified: {
    word: 'NON VÉRIFIÉ',
    kind: 'Message NON VÉRIFIÉ',
    title: (name) => `NON VÉRIFIÉ : ${name}`,
    text: 'N’importe qui a pu envoyer ce message. Avant d’agir, cherchez l’alerte dans le Centre de notifications (Action Center) de l’Espace partenaires. Ne suivez pas les liens du message, n’appelez pas ses numéros et n’y répondez pas.',
  },
  noText: 'le texte du message, trop long ou supprimé entre-temps',
  byRule: {
    severity: (sent, now) => `gravité ${now.toLowerCase()} au lieu de ${sent.toLowerCase()}`,
    channels: { contact: 'vers les canaux du contact de sécurité', fraud: 'vers les canaux de fraude' },
    why: (why) => `« ${why} »`,
  },
  repeat: 'Cette carte apparaît peut-être deux fois, car je n’ai pas pu savoir si la première est arrivée.',
  unknownTenant: 'un locataire partenaire qui n’est pas configuré ici',
  noTenant: 'locataire inconnu',
  customerById: (id) => `client ${id}…`,
  shortened: (command) => `Ce texte est abrégé. Pour le lire en entier, écrivez « ${command} ».`,
  tooLong: 'Trop long pour être affiché ici. Le texte complet se trouve dans le produit qui a émis l’alerte.',
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
    acknowledged: 'Acquittée',
    resolved: 'Résolue',
    note: 'Note',
    lastNote: 'Dernière note',
    why: 'Pourquoi ici',
    cut: 'Non affiché',
    toAdd: 'Cause',
    card: 'Sa carte',
    message: 'Message',
    rule: 'Règle',
  },
  clockAhead: (received, sent) => [
    received,
    ' (heure d’arrivée ; l’horloge de l’émetteur est en avance et indique ',
    sent,
    ')',
  ],
  severityUnknown: (severity, word) =>
    `${severity}, car je ne connais pas la gravité « ${word} » indiquée par l’émetteur`,
  allowedLess: (source, sent, allowed) =>
    `${source} a envoyé cette alerte avec la gravité « ${sent} ». Le fichier des sources limite la gravité de ses alertes à « ${allowed} ».`,
  cut: (count) => (count < 2 ? `${count} caractère de la description` : `${count} caractères de la description`),
  toAdd: (source, customer) =>
    customer === ''
      ? `L’émetteur n’indique aucun client. Dans le fichier des sources, ajoutez un locataire « fixed » à la source « ${source} », puis redémarrez-moi. ${whenSentAgain}`
      : `Le client « ${customer} » ne figure pas dans « byCustomer » de la source « ${source} ». Ajoutez-le dans le fichier des sources avec l’identifiant de son locataire partenaire, puis redémarrez-moi. ${whenSentAgain}`,
  over: (sender, since) =>
    since === null
      ? [`${sender} indique que cette alerte est terminée`]
      : [`${sender} indique que cette alerte est terminée depuis le `, since],
  overInRow: (sender) => `fin signalée par ${sender}`,
  continues: (sender, number) => [
    `${sender} poursuit cette alerte sous ${number === '' ? 'un autre incident' : `l’incident ${number}`}`,
  ],
  continuesInRow: (number) => `se poursuit sous ${number === '' ? 'un autre incident' : `l’incident ${number}`}`,
  lowered: (now, highest) => `${now} (auparavant : ${highest})`,
  more: (count) => (count === 1 ? 'et 1 autre' : `et ${count} autres`),
  answerRules: {
    mandatory: (at) => [at, ' (délai maximal de Microsoft, qui recommande de répondre en une heure)'],
    advised: (at) => [at, ' (délai recommandé ; la limite de 24 heures ne s’applique pas aux revendeurs indirects)'],
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
    numbers: (numbers) => `alertes ${numbers}`,
    first: 'depuis le ',
  },
  small: (number, from, detected) => [`Alerte ${number} · ${from} · détectée le `, detected],
  raisedBy: (name) => `signalée par ${name}`,
  source: {
    partnerCenter: 'Espace partenaires',
    microsoft: 'les alertes de sécurité de l’Espace partenaires, que je lis moi-même.',
    mail: (address) =>
      `un message de ${address}. Les serveurs de Microsoft ont confirmé le domaine, mais pas l’expéditeur. Avant d’agir, cherchez l’alerte dans l’Espace partenaires.`,
    unverifiedMail: (address) => `un message qui prétend venir de ${address}. Rien ne le prouve.`,
    webhook: (name) =>
      `${name}, un produit qui m’envoie des alertes. Avant d’agir, vérifiez l’alerte dans ce produit ou dans l’Espace partenaires.`,
    bot: 'ce bot (exercice)',
  },
  why: {
    contact: 'Ce canal appartient au contact de sécurité.',
    wasAlone:
      'Vous avez reçu cette alerte quand aucun canal ne pouvait la recevoir. Elle est désormais publiée dans des canaux.',
    former:
      'Ce canal n’appartient plus au contact de sécurité. Il reçoit encore les alertes graves pendant un jour, au cas où quelqu’un aurait changé les canaux pour les cacher.',
    moved:
      'L’émetteur a rattaché cette alerte à un autre locataire partenaire. Ce canal l’avait auparavant et peut toujours y répondre.',
    fraud:
      'Une alerte de fraude Azure est envoyée aux canaux de fraude et au contact de sécurité, car les pages de Microsoft se contredisent sur ce point.',
    fraudAlone: 'Selon vos réglages, une alerte de fraude Azure n’est envoyée qu’aux canaux de fraude.',
    fraudRefused:
      'Selon vos réglages, une alerte de fraude Azure n’est envoyée qu’aux canaux de fraude, mais aucun n’accepte de messages. Elle est donc envoyée au contact de sécurité.',
    rule: 'Une règle du fichier des sources l’envoie aux canaux de fraude.',
    ruleRefused:
      'Une règle du fichier des sources l’envoie aux canaux de fraude, mais aucun n’accepte de messages. Elle est donc envoyée au contact de sécurité.',
    admins: 'Aucun canal du contact de sécurité ne l’a acceptée.',
    noChannel: 'Le contact de sécurité n’a pas encore de canal.',
    noTenant: 'Le locataire partenaire de cette alerte n’est pas configuré ici : il n’y a pas de contact de sécurité.',
    noneNamed: 'L’émetteur n’indique aucun locataire partenaire : je ne sais pas auquel appartient cette alerte.',
    retired:
      'Le locataire partenaire de cette alerte a été retiré. L’alerte est envoyée aux administrateurs et, pendant 30 jours, aux anciens canaux.',
    noCustomer:
      'Le fichier des sources n’indique aucun locataire partenaire pour ce client : il n’y a pas de contact de sécurité.',
  },
  there: (name) => (name === '' ? 'quelqu’un dans l’Espace partenaires' : `${name} (Espace partenaires)`),
  goneThere: 'Microsoft n’a plus cette alerte.',
  answerThere: (link) => [
    'Je ne peux pas transmettre cette réponse à Microsoft. Répondez aussi dans l’Espace partenaires : ',
    link,
  ],
  byAt: (who, when) => ['par ', who, ' le ', when],
  resolvedAs: (reason, who, when) => ['par ', who, ' le ', when, ` (${reason.toLowerCase()})`],
  archivedAt: (who, when) => ['archivée sans réponse par ', who, ', le ', when, ', pour faire de la place'],
  missedAt: (when) => ['Personne n’a acquitté cet exercice en 24 heures. Il a été fermé le ', when, '.'],
  closedAt: (when) => ['Fermée automatiquement le ', when, ' après 30 jours sans activité.'],
  buttons: {
    acknowledge: 'Acquitter',
    resolve: 'Résoudre',
    steps: 'Étapes',
    note: 'Note',
    reopen: 'Rouvrir',
    open: 'Espace partenaires',
    details: 'Détails',
    timeline: 'Détails',
    mend: 'Modifier le contact',
    timelineFile: 'M’envoyer les détails',
    receipts: 'Envois',
    list: 'Alertes ouvertes',
    listShort: 'Alertes',
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
    text: 'Les rappels reprennent jusqu’à ce que quelqu’un l’acquitte.',
    yes: 'Rouvrir',
    no: 'Annuler',
  },
  acknowledgeAllQuestion,
  acknowledgedNow: 'Vous avez acquitté cette alerte. Sa carte l’indiquera dans un instant.',
  already: {
    acknowledged: (who) => ['Déjà acquittée par ', ...[who].flat(), '. Rien n’a été modifié.'],
    resolved: (who) => ['Déjà résolue par ', ...[who].flat(), '. Rien n’a été modifié.'],
    open: 'Cette alerte est déjà ouverte. Rien n’a été modifié.',
    yours: 'Cette alerte est déjà à vous. Rien n’a été modifié.',
    notAcknowledged: 'Personne n’a encore acquitté cette alerte. Rien n’a été modifié.',
    closedByAge: 'Cette alerte a été fermée automatiquement. Rien n’a été modifié.',
    missed: 'Cet exercice a été manqué et fermé au bout de 24 heures. Rien n’a été modifié.',
  },
  numbered: (number) => `Alerte ${number}`,
  named: (number, title) => `Alerte ${number}, « ${title} ». `,
  noteLine: (who, text) => [{ kind: 'strong', text: 'Note' }, ' · ', who, ` : ${text}`],
  notedAt: (text, who, when) => [`${text} · `, who, ', ', when],
  notes: {
    title: 'Ajouter une note',
    field: 'Note',
    hint: 'Ce que vous avez constaté, fait ou convenu. Tous les membres du canal de l’alerte peuvent la lire, et personne ne peut la modifier ensuite.',
    submit: 'Ajouter',
    done: 'Votre note est ajoutée. Tous les membres du canal de l’alerte peuvent la lire.',
    inTimeline:
      'Votre note est ajoutée. Cette alerte n’a pas sa propre carte dans un canal : la note se trouve dans ses détails.',
    toOne: (number) =>
      `Une note concerne une seule alerte. J’ajoute la vôtre à l’alerte ${number}. Ajoutez-la ensuite aux autres alertes, une par une.`,
    typed: (text) => `Vous avez écrit : ${text}`,
    full: (most) =>
      `Rien n’a été ajouté : cette alerte a déjà ${most} notes, le maximum. Continuez dans le fil de sa carte.`,
  },
  byNumber: {
    none: {
      ack: 'Toutes les alertes ouvertes sont acquittées.',
      resolve: 'Il n’y a aucune alerte ouverte.',
      note: 'Il n’y a aucune alerte ouverte. Vous pouvez ajouter une note à une alerte résolue par son numéro, jusqu’à son archivage.',
      reopen:
        'Aucune alerte résolue ne peut être rouverte. Les alertes résolues sont archivées au bout d’un jour, ou aussitôt si plus de la moitié de mon espace de stockage est occupée.',
    },
    noneTitle: {
      ack: 'Rien à acquitter',
      resolve: 'Aucune alerte ouverte',
      note: 'Aucune alerte ouverte',
      reopen: 'Rien à rouvrir',
    },
    whichTitle: 'Quelle alerte ?',
    which: (example) => `Quelle alerte ? Indiquez son numéro, par exemple « ${example} ».`,
    unmatched: (typed) => `Aucune alerte ne correspond à « ${typed} »`,
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
    two: 'Votre message peut se comprendre de plusieurs façons. Rien n’a été modifié. Choisissez.',
    none: (which) => `${which} : il n’y a plus rien à faire.`,
    tooMany: (most) =>
      `Rien n’a été modifié : j’accepte au plus ${most} numéros et plages à la fois. Indiquez-en moins, ou une plage comme « 2-40 ».`,
    notUnderstood: (typed, command) =>
      `Rien n’a été modifié, car je ne comprends pas « ${typed} ». Indiquez des numéros, « tout », une source ou un client, par exemple « ${command} 2-5 ».`,
  },
  resolvedNow:
    'Vous avez résolu cette alerte. Indiquez le même état dans l’Espace partenaires. Résoudre une alerte n’arrête pas une attaque.',
  resolvedHere: 'Vous avez résolu cette alerte. Résoudre une alerte n’arrête pas une attaque.',
  resolvedThereToo:
    'Vous avez résolu cette alerte, et j’ai indiqué le même état dans l’Espace partenaires. Résoudre une alerte n’arrête pas une attaque.',
  reopenedNow: 'Vous avez rouvert cette alerte. Sa carte l’indiquera dans un instant.',
  takenBack: (who) => [
    'Vous avez rouvert cette alerte. L’acquittement par ',
    who,
    ' ne compte plus : quelqu’un doit l’acquitter de nouveau.',
  ],
  notResolved: (who) => [
    who,
    ' a acquitté cette alerte, mais elle n’est pas résolue. Rien n’a été modifié. « Rouvrir » annule l’acquittement.',
  ],
  goneTitle: 'Alerte introuvable',
  answeredAll: {
    acknowledged: {
      title: 'Alertes acquittées',
      done: (count) => {
        if (count === 0) return 'Il n’y avait plus rien à acquitter.';
        return count === 1 ? '1 alerte est acquittée.' : `${count} alertes sont acquittées.`;
      },
      doingTitle: 'Acquittement en cours',
      doing: (count) =>
        `L’acquittement de ${count} alertes est en cours et compte dès maintenant. Le résultat s’affichera ici.`,
    },
    resolved: {
      title: 'Alertes résolues',
      done: (count) => {
        if (count === 0) return 'Il n’y avait plus rien à résoudre.';
        return `${count === 1 ? '1 alerte est résolue' : `${count} alertes sont résolues`}. Indiquez le même état dans l’Espace partenaires. Résoudre des alertes n’arrête pas une attaque.`;
      },
      doneThere: (count) =>
        `${count === 1 ? '1 alerte est résolue' : `${count} alertes sont résolues`}, et j’ai indiqué le même état dans l’Espace partenaires. Résoudre des alertes n’arrête pas une attaque.`,
      doingTitle: 'Résolution en cours',
      doing: (count) =>
        `La résolution de ${count} alertes est en cours et compte dès maintenant. Le résultat s’affichera ici.`,
    },
    reopened: {
      title: 'Alertes rouvertes',
      done: (count) => {
        if (count === 0) return 'Il n’y avait plus rien à rouvrir.';
        return count === 1
          ? '1 alerte est de nouveau ouverte. Quelqu’un doit l’acquitter.'
          : `${count} alertes sont de nouveau ouvertes. Quelqu’un doit les acquitter.`;
      },
      doingTitle: 'Réouverture en cours',
      doing: (count) => `La réouverture de ${count} alertes est en cours. Le résultat s’affichera ici.`,
    },
  },
  notYours: (count) =>
    count === 1
      ? '1 autre alerte appartient à un locataire partenaire dont vous ne pouvez pas traiter les alertes. Elle n’a pas été modifiée.'
      : `${count} autres alertes appartiennent à des locataires partenaires dont vous ne pouvez pas traiter les alertes. Elles n’ont pas été modifiées.`,
  notSure: (count) =>
    count === 1
      ? 'Je n’ai pas pu vérifier si vous pouvez répondre à 1 autre alerte. Elle n’a pas été modifiée. Réessayez dans une minute.'
      : `Je n’ai pas pu vérifier si vous pouvez répondre à ${count} autres alertes. Elles n’ont pas été modifiées. Réessayez dans une minute.`,
  gone: 'Cette alerte n’existe pas. Consultez les alertes ouvertes.',
  closedTitle: 'Alerte archivée',
  closed:
    'Cette alerte est résolue et archivée : elle ne peut plus être modifiée ni rouverte. Vous pouvez toujours lire ses détails. Si le problème continue, signalez une nouvelle alerte.',
  form: {
    title: 'Résoudre l’alerte',
    titleAll: 'Résoudre les alertes',
    introAll: (count) =>
      count === 1
        ? 'Une alerte de cette carte n’est pas encore résolue. Elle recevra ce motif et cette note.'
        : `${count} alertes de cette carte ne sont pas encore résolues. Toutes recevront ce motif et cette note.`,
    reason: 'De quoi s’agissait-il ?',
    note: 'Note',
    noteHint: 'Ce que vous avez constaté et fait. Tous les membres du canal de l’alerte peuvent la lire.',
    reasons: {
      legitimate: 'Légitime : ce n’est pas une attaque, ou c’est un faux positif',
      fraud: 'Fraude : quelqu’un a abusé de l’abonnement',
      ignore: 'Ignorer : ancienne, ou sans objet',
    },
    submit: 'Résoudre',
    cancel: 'Annuler',
  },
  steps: {
    title: 'Que faire maintenant',
    summary: 'Confirmer, confiner la menace, sécuriser, améliorer : les étapes pour cette alerte.',
    rows: [
      {
        title: '1. Confirmer',
        detail:
          'Retrouvez la même alerte dans l’Espace partenaires ou dans le produit qui l’a émise. Ne suivez aucun lien reçu dans un message. Demandez au client s’il est à l’origine de cette activité.',
      },
      {
        title: '2. Confiner la menace',
        detail:
          'Bloquez la connexion des comptes détournés et révoquez leurs sessions. Arrêtez ou supprimez les ressources qui n’appartiennent pas au client. Résiliez l’abonnement si les pertes continuent. Seul un administrateur général qui est aussi agent d’administration peut le faire.',
      },
      {
        title: '3. Sécuriser',
        detail:
          'Réinitialisez les mots de passe et les clés, imposez l’authentification multifacteur, vérifiez les rôles, les invités, les applications et les relations déléguées (GDAP). Ouvrez une demande de support auprès de Microsoft.',
      },
      {
        title: '4. Améliorer',
        detail:
          'Définissez des budgets de dépenses, consignez ce qui s’est passé et résolvez l’alerte ici et dans l’Espace partenaires, avec le motif. Vous pouvez demander un avoir pour fraude une seule fois par locataire client, dans les 60 jours suivant la première utilisation frauduleuse.',
      },
    ],
    raised: {
      confirm:
        'Demandez à la personne qui a signalé l’alerte ce qu’elle sait, et au client s’il est à l’origine de l’activité.',
      improve:
        'Définissez des budgets de dépenses, consignez ce qui s’est passé et résolvez l’alerte, avec le motif. Vous pouvez demander un avoir pour fraude une seule fois par locataire client, dans les 60 jours suivant la première utilisation frauduleuse.',
    },
    source: 'Microsoft recommande de réagir en une heure, et au plus tard en 24 heures.',
  },
  followUps: {
    news: {
      resolved: 'Résolue',
      reopened: 'Rouverte',
      noted: 'Nouvelle note',
      given: 'Confiée',
      taken: 'Reprise',
      severity: (now) => `Gravité désormais ${now.toLowerCase()}`,
      changed: 'Modifiée par l’émetteur',
      over: 'Terminée selon l’émetteur',
      merged: 'Se poursuit sous un autre incident',
      again: 'De nouveau en cours selon l’émetteur',
      newRows: 'Nouveaux éléments',
    },
    resolved: (who, number, name, how) => [
      who,
      ` a résolu l’alerte ${number}${name === null ? '' : `, « ${name} »`}. ${how}`,
    ],
    reopened: (who) => [who, ' a rouvert cette alerte.'],
    given: (who, to) => [who, ` a confié cette alerte à ${to}.`],
    taken: (who, from) => [
      who,
      from === '' ? ' a repris cette alerte.' : ` a repris cette alerte, jusque-là suivie par ${from}.`,
    ],
    reopenedByRule: (sender) => `${sender} a renvoyé cette alerte après sa résolution : elle est de nouveau ouverte.`,
    newRows: (sender, count, names) => {
      const listed = names.length === 0 ? '' : ` : ${names.map((name) => `« ${name} »`).join(', ')}`;
      const rest = count - names.length;
      const more = rest > 0 && names.length > 0 ? ` et ${rest} ${rest === 1 ? 'autre' : 'autres'}` : '';
      return `${sender} a renvoyé cette alerte avec ${count === 1 ? 'un nouvel élément' : `${count} nouveaux éléments`}${listed}${more}.`;
    },
    raised: (sender, before, after) =>
      `L’émetteur ${sender} a relevé la gravité de cette alerte : ${before} → ${after}. Occupez-vous-en maintenant, même si elle a déjà été traitée.`,
    lowered: (sender, before, after) =>
      `L’émetteur ${sender} a abaissé la gravité de cette alerte : ${before} → ${after}. Si vous ne vous y attendiez pas, vérifiez-la dans l’Espace partenaires.`,
    movedTenant: (sender, before, after) =>
      `L’émetteur ${sender} a rattaché cette alerte à un autre locataire partenaire : ${before} → ${after}. Vous pouvez toujours y répondre ici. Si vous ne vous y attendiez pas, vérifiez-la dans l’Espace partenaires.`,
    testNow: (sender) =>
      `L’émetteur ${sender} indique maintenant que cette alerte est un test. Si vous ne vous y attendiez pas, vérifiez-la dans l’Espace partenaires.`,
    noTestNow: (sender) =>
      `L’émetteur ${sender} indique maintenant que cette alerte n’est pas un test. Occupez-vous-en maintenant.`,
    sender: (name) => `L’émetteur ${name}`,
    mergedOpen:
      'Elle n’est pas terminée. Poursuivez avec l’autre incident. Quand vous l’aurez trouvé, résolvez cette alerte.',
    overOpen: 'Elle est toujours ouverte ici. Résolvez-la si vous êtes d’accord.',
    again: (sender, isOpen) =>
      `L’émetteur ${sender} indique que cette alerte n’est pas terminée.${isOpen ? '' : ' Elle est résolue ici. Rouvrez-la si vous êtes d’accord.'}`,
  },
  escalation: {
    text: (passed, reopened) =>
      reopened
        ? `Rouverte il y a ${passed}, cette alerte n’est toujours pas acquittée.`
        : `Personne n’a acquitté cette alerte depuis ${passed}.`,
    hoursLeft: (hours, rule) => {
      const left = hours === 1 ? 'Il reste une heure' : `Il reste ${hours} heures`;
      const why = {
        bound: ' avant la limite de Microsoft',
        advised: ' sur le délai de 24 heures que Microsoft recommande',
        reopened: '',
      };
      return `${left}${why[rule]}. Acquittez-la maintenant.`;
    },
    nobodyOnCall:
      'Personne n’est d’astreinte pour ce locataire partenaire : je vous préviens donc en premier. Acquittez cette alerte, ou trouvez quelqu’un qui le fera.',
    notYet: 'Personne n’a encore acquitté cette alerte',
    admins:
      'Personne n’a acquitté cette alerte depuis 24 heures. Microsoft exige une réponse sous 24 heures. Acquittez-la maintenant.',
    advised:
      'Personne n’a acquitté cette alerte depuis 24 heures. Les revendeurs indirects n’ont pas de délai imposé, mais une attaque n’attend pas.',
    drill:
      'Personne n’a acquitté cet exercice depuis 24 heures. Cherchez pourquoi personne ne l’a vu, et réglez le problème.',
    reopened: 'Personne n’a acquitté cette alerte depuis sa réouverture, il y a 24 heures. Acquittez-la maintenant.',
    unanswered: (passed) => `Non acquittée depuis ${passed}`,
    now: 'Acquittez-la maintenant.',
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
        count === 1
          ? 'Vous occupez-vous toujours de cette alerte ?'
          : `Vous occupez-vous toujours de ces ${count} alertes ?`,
      channel: (count) =>
        `Quelqu’un s’occupe-t-il encore de ${count === 1 ? 'cette alerte' : `ces ${count} alertes`} ?`,
      admins: (count) => `Quelqu’un s’occupe-t-il encore de ${count === 1 ? 'cette alerte' : `ces ${count} alertes`} ?`,
      offer: (count) => `Personne n’a repris ${count === 1 ? 'cette alerte' : `ces ${count} alertes`}`,
      giver: (count) => `Personne n’a repris ${count === 1 ? 'cette alerte' : `ces ${count} alertes`}`,
    },
    news: {
      holder: 'Donnez des nouvelles',
      channel: 'La personne qui s’en occupe ne répond pas',
      admins: 'La personne qui s’en occupe ne répond pas',
      nobody: 'Personne ne s’en occupe ici',
      offer: 'Pas encore reprise',
      giver: 'Pas encore reprise',
      over: 'Question réglée',
      offered: 'On vous la confie',
    },
    textMany: {
      holder: 'Vous vous occupez de ces alertes. Donnez des nouvelles.',
      channel: 'Les personnes qui s’occupent de ces alertes ne répondent pas. Reprenez-les, ou résolvez-les.',
      admins: 'Ni les personnes qui s’occupent de ces alertes ni le canal ne répondent. Occupez-vous-en.',
      offer: 'Elles ont été confiées. Reprenez-les.',
      giver: 'Vous les avez confiées à quelqu’un.',
    },
    holder: (since) => ['Vous vous occupez de cette alerte depuis le ', since, '. Donnez des nouvelles.'],
    yours: (since) => ['Vous la suivez depuis le ', since],
    others: (who, since) => [
      who,
      ' s’occupe de cette alerte depuis le ',
      since,
      ' et ne répond pas. Reprenez-la, ou résolvez-la.',
    ],
    nobody: (who, since) => [
      who,
      ' a acquitté cette alerte le ',
      since,
      ', mais personne ne s’en occupe ici. Reprenez-la, ou résolvez-la.',
    ],
    offer: (by, to, at) => [by, ' a confié cette alerte à ', to, ', le ', at, '. Reprenez-la.'],
    giver: (to, isYours) => [to, ` n’a pas repris cette alerte${isYours ? ' : elle reste à vous' : ''}.`],
    why: {
      holder: 'Vous recevez ce message parce que vous avez acquitté ou repris cette alerte.',
      offered: 'Vous recevez ce message parce que quelqu’un vous confie une alerte.',
    },
    over: 'Cette question a reçu une réponse',
    offered: 'Une alerte vous est confiée',
    offeredText: (by) => [by, ' vous confie cette alerte. Appuyez sur « Reprendre » pour l’accepter.'],
  },
  atWork: (count, who, ago) =>
    count === 1
      ? `1 alerte, acquittée par ${who} ${ago}, reste ouverte.`
      : `${count} alertes acquittées restent ouvertes, dont la plus ancienne, acquittée par ${who} ${ago}.`,
  withHolder: (who, since) => ['Suivie par ', who, ' depuis le ', since],
  offeredTo: (to) => ['confiée à ', to, ', pas encore acceptée'],
  keptAll: (count) => {
    if (count === 0) return 'Aucune alerte n’attendait votre réponse.';
    return count === 1 ? 'Vous vous occupez toujours d’une alerte.' : `Vous vous occupez toujours de ${count} alertes.`;
  },
  keptNow: 'Merci. Je vous reposerai la question le prochain jour ouvré, à 9 heures.',
  takenNow: 'Cette alerte est maintenant à vous.',
  keptOther: 'Merci. L’alerte reste ouverte.',
  givenNow: (to, isYours) =>
    `J’ai prévenu ${to}.${isYours ? ' L’alerte reste à vous tant que cette personne n’a pas appuyé sur « Reprendre ».' : ''}`,
  give: {
    title: 'Confier',
    to: 'À',
    hint: 'Une personne qui peut répondre à cette alerte : membre d’un canal de son contact, ou administrateur.',
    submit: 'Confier',
    nobody: 'Choisissez une personne.',
    one: 'Choisissez une seule personne.',
    yourself: 'Cette alerte est déjà à vous.',
    unknown: (name) =>
      `Je ne connais personne du nom de « ${name} » qui puisse répondre à cette alerte. Choisissez la personne dans le formulaire.`,
    several: (name) => `Plusieurs personnes s’appellent « ${name} ». Choisissez-en une.`,
    mayNot: (name) =>
      `${name} ne peut pas répondre à cette alerte. Seuls les membres des canaux du contact et les administrateurs peuvent le faire. Rien n’a été modifié.`,
    unsure: (name) => `Je n’ai pas pu vérifier si ${name} peut répondre à cette alerte. Réessayez.`,
  },
  reminders: {
    waiting: (count, severity, passed) => {
      const kind = severity === null ? '' : ` ${severityWords[severity]}`;
      const what = count === 1 ? `1 alerte${kind}` : `${count} alertes${kind}`;
      return passed === null ? `${what} à acquitter` : `${what} sans réponse depuis ${passed}`;
    },
    over: 'Toutes ces alertes sont acquittées',
    stillOpen: (count) => (count === 1 ? '1 alerte acquittée à résoudre' : `${count} alertes acquittées à résoudre`),
    text: 'Acquittez-les maintenant.',
    lastCall: 'Il reste moins de 4 heures pour répondre à au moins l’une d’elles. Acquittez-les maintenant.',
    late: 'Au moins l’une d’elles a plus de 24 heures. Acquittez-les maintenant.',
    more: (count) =>
      count === 1
        ? '1 autre figure dans la liste des alertes ouvertes.'
        : `${count} autres figurent dans la liste des alertes ouvertes.`,
  },
  overdueMany: {
    title: (count) => (count === 1 ? '1 alerte est en retard' : `${count} alertes sont en retard`),
    missed: (count) => (count === 1 ? 'Un exercice a été manqué' : `${count} exercices ont été manqués`),
    bound:
      'Personne n’a acquitté ces alertes depuis 24 heures. Microsoft exige une réponse sous 24 heures. Acquittez-les maintenant.',
    advised:
      'Personne n’a acquitté ces alertes depuis 24 heures. Les revendeurs indirects n’ont pas de délai imposé, mais une attaque n’attend pas.',
    drills:
      'Personne n’a acquitté ces exercices depuis 24 heures. Cherchez pourquoi personne ne les a vus, et réglez le problème.',
  },
  unrouted: {
    title: 'Seuls les administrateurs l’ont reçue',
    noTenant: 'Son locataire n’est pas configuré.',
    noneNamed: (sender) =>
      `L’alerte n’indique aucun locataire : « ${sender} » doit envoyer « partnerTenantId », ou la source doit avoir un « tenant ».`,
    retiredTitle: 'Envoyée aux administrateurs : son locataire partenaire est retiré',
    retired: (sender) => `L’émetteur « ${sender} » doit en indiquer un autre.`,
    noCustomer: (customer, source) =>
      customer === ''
        ? `L’alerte n’indique aucun client. Dans le fichier des sources, ajoutez un locataire « fixed » à la source « ${source} ».`
        : `Dans le fichier des sources, ajoutez « ${customer} » à « byCustomer » de la source « ${source} ».`,
    noContact: 'Aucun contact de sécurité.',
    noChannelYet: 'Le contact n’a pas de canal.',
    noChannel: 'Aucun canal ne l’accepte.',
  },
  storeFull: {
    near: {
      title: 'Mon espace de stockage est presque plein',
      summary: 'Mon espace de stockage est presque plein : je refuse les nouvelles alertes qui ne sont pas graves.',
      text: (megabytes) =>
        `Plus des quatre cinquièmes de mon espace de stockage (STATE_LIMIT, ${megabytes} Mo) sont occupés. Je refuse désormais les requêtes qui ne contiennent aucune alerte grave. Une fois l’espace plein, je refuserai toutes les nouvelles alertes. Je demande aux émetteurs de renvoyer plus tard les alertes refusées.`,
    },
    full: {
      title: 'Stockage plein : je refuse les nouvelles alertes',
      summary: 'Mon espace de stockage est plein : je refuse les nouvelles alertes.',
      text: (megabytes) =>
        `Mon espace de stockage (STATE_LIMIT, ${megabytes} Mo) est plein. Je refuse les nouvelles alertes et demande à leurs émetteurs de les renvoyer plus tard. Vous pouvez toujours acquitter et résoudre les alertes présentes.`,
    },
    helps: (hasLesser) =>
      `Marquez comme résolues les alertes déjà traitées : elles libèrent de la place dès que leurs cartes sont à jour.${hasLesser ? ' Vous pouvez archiver ci-dessous, source par source, les alertes sans réponse qui n’ont jamais été graves.' : ''} Vous pouvez aussi demander à la personne qui gère le bot d’augmenter STATE_LIMIT.`,
  },
  channelRefused: {
    adminChannel: {
      title: 'Le canal d’administration n’accepte plus de messages',
      summary: (channel) =>
        `${channel} n’accepte plus de messages. Les administrateurs les reçoivent seulement en privé.`,
      effect:
        'En attendant, chaque administrateur général reçoit rappels et avis en privé. Pour choisir un autre canal d’administration, utilisez « configurer ».',
    },
    alerts: {
      title: 'Un canal n’accepte plus d’alertes',
      summary: (channel) => `${channel} n’accepte plus d’alertes : je les envoie ailleurs.`,
      effect: 'En attendant, les alertes de ce canal sont envoyées aux autres canaux du contact ou, à défaut, à vous.',
    },
    fraud: {
      title: 'Un canal n’accepte plus d’alertes',
      summary: (channel) => `${channel} n’accepte plus d’alertes de fraude Azure : je les envoie ailleurs.`,
      effect:
        'En attendant, les alertes de fraude Azure sont envoyées aux autres canaux de fraude et à ceux du contact de sécurité. Si aucun de ces canaux ne fonctionne, vous recevez ces alertes.',
    },
    platform: {
      title: (platform) => `Je ne peux rien publier sur ${platform} pour le moment`,
      summary: (channel, platform) =>
        `${channel} ne reçoit pas d’alertes pour le moment, car je ne peux rien publier sur ${platform}.`,
      effect: 'Vous recevez les alertes qui n’ont été publiées dans aucun autre canal.',
    },
  },
  channelLate: {
    alerts: {
      title: 'Un canal ne reçoit pas ses alertes de gravité élevée',
      summary: (channel) =>
        `${channel} ne reçoit pas ses alertes de gravité élevée. Vous recevez celles qui n’ont été publiées nulle part ailleurs.`,
      failing: (channel, reason) => [
        'Depuis 15 minutes, je ne peux pas publier une alerte grave dans le canal ',
        channel,
        ` (${reason}). Je continue d’essayer. En attendant, vous recevez les alertes qui n’ont été publiées dans aucun autre canal. Répondez-y vous-même.`,
      ],
      slow: (channel) => [
        'Une alerte grave attend depuis 15 minutes d’être publiée dans le canal ',
        channel,
        ', car trop de messages y sont en attente. Vous recevez les alertes qui n’ont été publiées dans aucun autre canal. Répondez-y vous-même.',
      ],
      paused: (channel, until, platform) => [
        'Je ne peux rien publier dans le canal ',
        channel,
        ' avant le ',
        until,
        `, car ${platform} limite mes envois. En attendant, vous recevez les alertes graves qui n’ont été publiées dans aucun autre canal. Répondez-y vous-même.`,
      ],
    },
    admin: {
      title: 'Le canal d’administration ne reçoit pas ses messages',
      summary: (channel) =>
        `${channel} n’accepte pas les messages destinés aux administrateurs. Vous les recevez à sa place.`,
      failing: (channel, reason) => [
        'Depuis 15 minutes, le canal d’administration ',
        channel,
        ` n’accepte pas les messages destinés aux administrateurs (${reason}). Je continue d’essayer. En attendant, vous les recevez.`,
      ],
      slow: (channel) => [
        'Des messages destinés aux administrateurs attendent depuis 15 minutes d’être publiés dans le canal d’administration ',
        channel,
        ', car trop de messages y sont en attente. Vous les recevez.',
      ],
      paused: (channel, until, platform) => [
        'Je ne peux rien publier dans le canal d’administration ',
        channel,
        ' avant le ',
        until,
        `, car ${platform} limite mes envois. En attendant, vous recevez les messages urgents.`,
      ],
    },
  },
  cardRefused: {
    title: 'Une carte n’a pas pu être affichée dans un canal',
    alertSummary: (number, severity, channel) =>
      `L’alerte ${number} (gravité ${severity.toLowerCase()}) n’a pas pu être affichée dans ${channel}.`,
    summary: (channel) => `Un message n’a pas pu être affiché dans ${channel}.`,
    alertText: (channel, { number, severity, reason, platform, command }) => [
      `L’alerte ${number} (gravité ${severity.toLowerCase()}) n’a pas pu être affichée dans le canal `,
      channel,
      ` : ${platform} n’accepte pas la carte (${reason}). Les autres cartes s’affichent normalement. Consultez l’alerte avec « ${command} », et prévenez les personnes de ce canal.`,
    ],
    text: (channel, reason, platform) => [
      'Un message n’a pas pu être affiché dans le canal ',
      channel,
      ` : ${platform} n’accepte pas la carte (${reason}). Les autres cartes s’affichent normalement. Signalez ce problème à la personne qui gère le bot.`,
    ],
  },
  digest: {
    named: (name, count) => `${name} (${count})`,
    otherNames: (count) => (count === 1 ? '1 autre titre' : `${count} autres titres`),
    acknowledgeCount,
    resolveCount,
    acknowledgeAllQuestion,
    title: (count, passed) => `${count} alertes en ${passed}`,
    allAcknowledged: (count) => `${count} alertes, toutes acquittées`,
    allResolved: (count) => `${count} alertes, toutes résolues`,
    noneOpen: (count) => `${count} alertes, aucune ouverte`,
    empty: 'Plus aucune alerte sur cette carte',
    archived: 'Archivées sans réponse',
    summary: (count, unanswered, passed) =>
      `${count} alertes en ${passed}, ${unanswered === count ? 'toutes' : `dont ${unanswered}`} à acquitter.`,
    text: 'Les alertes de gravité moyenne ou inférieure étaient trop nombreuses pour être publiées une à une : elles sont regroupées ici.',
    escalated: (count) =>
      count === 1
        ? '1 alerte attend depuis une heure. Acquittez-la.'
        : `${count} alertes attendent depuis une heure. Acquittez-les.`,
    reminderTitle: 'Alertes à acquitter',
    from: {
      source: (source) => de(source),
      signed: 'de la route signée',
      person: 'venant de personnes',
      bot: 'd’exercice',
    },
    ofShare: {
      title: (count, from) => (count === 1 ? `1 autre alerte ${from}` : `${count} autres alertes ${from}`),
      summary: (count, unanswered, from) => `${count} autres alertes ${from}, dont ${unanswered} à acquitter.`,
      text: (from) =>
        `Les alertes ${from} sont trop nombreuses pour que chacune ait sa carte. Vérifiez-les une à une dans « Les alertes de cette carte ».`,
      list: 'Les alertes de cette carte',
      listTitle: 'Alertes d’une seule carte',
      listSummary: (count) =>
        count === 1 ? '1 alerte se trouve sur cette carte.' : `${count} alertes se trouvent sur cette carte.`,
      listFooter: (first, last, count) => `${first} à ${last} sur ${count}, par ordre d’arrivée.`,
    },
    ofUnverified: {
      title: (count) => (count === 1 ? '1 autre message NON VÉRIFIÉ' : `${count} autres messages NON VÉRIFIÉS`),
      summary: (count, unanswered) => `${count} autres messages NON VÉRIFIÉS, dont ${unanswered} à acquitter.`,
      text: 'N’importe qui a pu envoyer ces messages. Plus de cinq sont arrivés en une heure. Les autres sont regroupés ici, et je n’envoie pas de rappel à leur sujet. Cherchez ces alertes dans le Centre de notifications (Action Center) de l’Espace partenaires. Ne suivez pas les liens de ces messages, n’appelez pas leurs numéros et n’y répondez pas.',
    },
    ofBacklog: {
      title: (count, from) =>
        count === 1 ? `1 ancienne alerte de sécurité ${from}` : `${count} anciennes alertes de sécurité ${from}`,
      summary: (count, unanswered, from) => `${count} anciennes alertes ${from}, dont ${unanswered} à acquitter.`,
      text: 'Cette source vient d’être raccordée et a aussi envoyé ces anciennes alertes. Je n’envoie pas de rappel à leur sujet, et elles ne sont jamais en retard. Parcourez-les une fois et résolvez celles qui sont terminées. Si elles sont récentes, l’horloge de l’émetteur n’est pas à l’heure.',
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
      if (count === 0)
        return `Aucune alerte ouverte ne correspond à « ${words} ». Pour une alerte plus ancienne, tapez son numéro.`;
      return count === 1 ? `1 alerte correspond à « ${words} ».` : `${count} alertes correspondent à « ${words} ».`;
    },
    drill: 'EXERCICE',
    test: 'TEST',
    noneOf: (filter) => `Aucune alerte ouverte ne correspond à « ${filter} ».`,
    summary: (count) => (count === 1 ? '1 alerte est ouverte.' : `${count} alertes sont ouvertes.`),
    drills: (count) => {
      if (count === 0) return '';
      return count === 1
        ? 'Les exercices et les tests sont en fin de liste.'
        : `${count} exercices et tests sont en fin de liste.`;
    },
    footer: (first, last, count) => `${first} à ${last} sur ${count}, les plus graves d’abord, puis par échéance.`,
    hint: (alerts) => `Tapez « ${alerts} 17 » pour voir une alerte, « ${alerts} minage » pour chercher.`,
    resolvedTitle: 'Alertes résolues',
    resolvedSummary: (count) => {
      if (count === 0) return 'Aucune alerte résolue ne peut être rouverte.';
      return count === 1 ? '1 alerte résolue peut être rouverte.' : `${count} alertes résolues peuvent être rouvertes.`;
    },
    footerResolved: (first, last, count) => `${first} à ${last} sur ${count}, les plus récentes d’abord.`,
    answerBy: 'répondre avant le',
    detected: 'détectée le',
    all: 'Toutes les alertes ouvertes',
    onlyUnacknowledged: 'Non acquittées seulement',
    today: 'aujourd’hui',
    unacknowledged: 'Non acquittées',
    previous: 'Précédentes',
    more: 'Suivantes',
    show: 'Afficher',
  },
  closing: {
    news: 'Sera fermée demain',
    title: (count) =>
      count === 1
        ? 'Une alerte de gravité élevée sera fermée demain'
        : `${count} alertes de gravité élevée seront fermées demain`,
    text: (count, days) =>
      `${count === 1 ? 'Cette alerte est acquittée' : 'Ces alertes sont acquittées'}, mais sans activité depuis ${days - 1} jours. ${count === 1 ? 'Elle sera fermée demain. Résolvez-la, ou laissez-la ouverte.' : 'Elles seront fermées demain. Résolvez-les, ou laissez-les ouvertes.'}`,
    more: (count) => (count === 1 ? 'Et 1 autre.' : `Et ${count} autres.`),
  },
  timeline: {
    earlier: (count) =>
      count === 1
        ? 'Une étape antérieure n’est pas affichée ici. « M’envoyer les détails » donne la liste complète.'
        : `${count} étapes antérieures ne sont pas affichées ici. « M’envoyer les détails » donne la liste complète.`,
    times: (count) => `${count} fois`,
    reached: (to, mentioned) =>
      to === ''
        ? 'le rappel n’a atteint personne'
        : `destinataires : ${to}${mentioned === '' ? '' : ` ; personnes mentionnées : ${mentioned}`}`,
    testNow: 'c’est maintenant un test',
    noTestNow: 'ce n’est plus un test',
    steps: {
      received: 'reçue',
      changed: 'modifiée par l’émetteur',
      acknowledged: 'acquittée',
      resolved: 'résolue',
      reopened: 'rouverte',
      escalated: 'rappel envoyé : pas encore acquittée',
      missed: 'exercice manqué',
      asked: 'question posée : quelqu’un s’en occupe-t-il encore ?',
      given: 'confiée',
      taken: 'reprise',
      kept: 'toujours en cours',
      closed: 'fermée automatiquement, après 30 jours sans activité',
      archived: 'archivée sans réponse, pour faire de la place',
      routed: 'destination modifiée',
      over: 'terminée selon l’émetteur',
      merged: 'fusionnée par l’émetteur : se poursuit sous l’incident',
      again: 'de nouveau en cours selon l’émetteur',
      seen: 'reçue de nouveau, sans changement',
      held: 'retenue par une fenêtre de maintenance',
      posted: 'n’est plus retenue',
      noted: 'note',
      writtenBack: 'réponse donnée aussi dans l’Espace partenaires',
      keptThere: 'réponse non transmise à l’Espace partenaires, où l’alerte était déjà résolue',
      goneThere: 'Microsoft n’a plus cette alerte',
    },
    givenTo: (to) => `confiée à ${to}`,
    takenFrom: (from) => `auparavant suivie par ${from}`,
    seenTimes: (times) => `${times} fois en tout`,
    newRows: (count, names) =>
      names === ''
        ? `${count} nouveaux éléments`
        : `${count === 1 ? 'nouvel élément' : `${count} nouveaux éléments`} : ${names}`,
    why: {
      contact: 'l’alerte est envoyée aux canaux du contact de sécurité',
      fraud: 'une alerte de fraude Azure est envoyée aux canaux de fraude et au contact de sécurité',
      fraudAlone: 'une alerte de fraude Azure est envoyée seulement aux canaux de fraude',
      rule: 'une règle envoie l’alerte aux canaux de fraude',
      ruleRefused:
        'une règle envoie l’alerte aux canaux de fraude, mais aucun n’accepte de messages : elle est envoyée au contact de sécurité',
      fraudRefused: 'aucun canal de fraude n’accepte de messages : l’alerte est envoyée au contact de sécurité',
      admins: 'aucun canal du contact de sécurité n’accepte l’alerte : elle est envoyée aux administrateurs',
      noChannel: 'le contact de sécurité n’a pas de canal : l’alerte est envoyée aux administrateurs',
      noTenant: 'son locataire partenaire n’est pas configuré ici : l’alerte est envoyée aux administrateurs',
      noneNamed: 'son émetteur n’indique aucun locataire partenaire : l’alerte est envoyée aux administrateurs',
      retired:
        'son locataire partenaire est retiré : l’alerte est envoyée aux administrateurs et, pendant 30 jours, aux anciens canaux',
      noCustomer:
        'le fichier des sources n’indique aucun locataire partenaire pour ce client : l’alerte est envoyée aux administrateurs',
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
    senderId: 'Identifiant chez l’émetteur',
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
    comment: (number) => `Les détails de l’alerte ${number}.`,
    impossible: (command) =>
      `Je ne peux pas envoyer de fichiers dans cette conversation. « ${command} » affiche les détails, et « Envois » tout ce qui a été envoyé.`,
  },
  receipts: {
    title: 'Envois',
    summary: (number) => `Ce que j’ai envoyé au sujet de l’alerte ${number}, à qui et avec quel résultat.`,
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
    goes: (tenant) =>
      `L’alerte est publiée aussitôt dans les canaux du contact de sécurité ${de(tenant)}. Toute votre organisation peut la voir.`,
    alone: (tenant) => `Aucun canal ne fonctionne pour ${tenant} : seuls les administrateurs reçoivent l’alerte.`,
    displayName: 'Que s’est-il passé ?',
    severity: 'Gravité',
    customer: 'Client',
    customerHint: 'Si un client est concerné, son nom, son domaine ou l’ID de son locataire.',
    description: 'Détails',
    descriptionHint: 'Vous pouvez coller un e-mail ici. Les liens sont affichés comme du texte.',
    submit: 'Signaler',
    cancel: 'Annuler',
    message: {
      by: (author) => `À partir d’un message ${de(author)}`,
      byNobodyKnown: 'À partir d’un message',
      open: 'l’ouvrir',
      cut: 'Le message est long : les détails ci-dessous en sont le début et la fin. Il reste entier dans la conversation.',
      noText: 'Le message n’a pas de texte que je puisse lire. Indiquez ce qui s’est passé.',
      alreadyTitle: 'Déjà signalé',
      already: (number, who) => [`Ce message a déjà été signalé comme alerte ${number}, par `, who, '.'],
      gone: 'Je n’ai plus ce message. Choisissez-le de nouveau dans la conversation.',
      lost: 'Je n’ai plus ce message : l’alerte ne contient donc pas de lien vers lui.',
      line: (number, who, card) => [
        `Signalé comme alerte ${number} par `,
        who,
        ...(card ? [', dans ', card] : []),
        '.',
      ],
    },
    done: (number) => `L’alerte ${number} est signalée et envoyée aux canaux du contact.`,
    doneAlone: (number) =>
      `L’alerte ${number} est signalée, mais seuls les administrateurs la reçoivent, car aucun canal ne fonctionne. Appelez quelqu’un.`,
    doneTitle: 'Alerte signalée',
    tooMany:
      'Vous avez signalé plusieurs alertes en peu de temps. Attendez dix minutes, ou ajoutez une note à une alerte existante.',
  },
  drill: {
    tooMany:
      'Vous avez lancé plusieurs exercices en peu de temps. Attendez dix minutes, pour que les alertes soient prises au sérieux.',
    name: 'Exercice : sommes-nous joignables ?',
    description: 'Un test de toute la chaîne, de la réception à l’acquittement. Appuyez sur « Acquitter ».',
    question: 'Lancer un exercice ?',
    what: (tenant) => `J’envoie aussitôt à ${tenant} une alerte de gravité élevée, marquée EXERCICE.`,
    postedIn: 'Publiée dans',
    mentions: 'Personnes mentionnées',
    nobody: 'aucune, car personne n’est d’astreinte',
    theirTime: (time) => `heure locale ${time}`,
    alone: 'Aucun canal ne fonctionne : seuls les administrateurs reçoivent l’alerte.',
    reminds: 'Les rappels sont les mêmes que pour une vraie alerte.',
    start: 'Lancer l’exercice',
    doneTitle: 'Exercice lancé',
    done: (number) =>
      `L’exercice ${number} est envoyé aux canaux du contact. L’exercice est réussi dès que quelqu’un acquitte l’alerte.`,
    doneAlone: (number) =>
      `L’exercice ${number} est lancé, mais seuls les administrateurs le reçoivent, car aucun canal ne fonctionne. Il en serait de même pour une vraie alerte.`,
  },
};
