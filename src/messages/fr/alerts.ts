import type { alerts as english } from '../en/alerts.ts';
import { behindColon, lowerFirst } from './behind-colon.ts';
import { de } from './elision.ts';

const whenSentAgain =
  'Quand la source renverra l’alerte, ou indiquera qu’elle est terminée, je la rattacherai à ce locataire.';

const checkIt = 'Si ce changement vous surprend, vérifiez l’alerte dans le produit qui l’a émise.';

const severityWords = {
  high: 'de gravité élevée',
  medium: 'de gravité moyenne',
  low: 'de gravité faible',
  informational: 'à titre informatif',
};

/* The digest card says these too, without separators. */
const acknowledgeCount = (count: number) => (count === 1 ? 'Acquitter' : `Tout acquitter (${count})`);
const resolveCount = (count: number) => (count === 1 ? 'Résoudre' : `Tout résoudre (${count})`);
const acknowledgeAllQuestion = (count: number, bySeverity: string | null) => ({
  title: count === 1 ? 'Acquitter cette alerte ?' : `Acquitter ${count} alertes ?`,
  text: `${bySeverity === null ? '' : `Nombre d’alertes par gravité : ${bySeverity.toLowerCase().replaceAll(' :', '')}. `}J’enregistrerai votre nom et l’heure pour chaque alerte.`,
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
  testText: 'La source indique que cette alerte est un test.',
  moreSevere: (number) => `Cette alerte est plus grave que l’alerte ${number}, déjà résolue.`,
  cameAfter: (number) => `La même alerte a déjà été résolue (alerte ${number}).`,
  seen: (times, last) => [`Reçue ${times} fois, la dernière fois le `, last],
  seenInRow: (times) => `reçue ${times} fois`,
  held: (until, why) => [
    { kind: 'strong', text: 'Retenue' },
    ' par une fenêtre de maintenance jusqu’au ',
    until,
    `${why === '' ? '' : ` (${why})`}. Je n’ai pas publié cette alerte.`,
  ],
  heldInRow: 'en attente pendant une maintenance',
  backlog: (source) => `Cette alerte date d’avant l’ajout de la source ${source} : je n’envoie pas de rappel.`,
  backlogInRow: 'ancienne alerte',
  unverified: {
    word: 'Message NON VÉRIFIÉ',
    kind: 'Message NON VÉRIFIÉ',
    title: (name) => `Message NON VÉRIFIÉ : ${name}`,
    text: 'N’importe qui a pu envoyer ce message. Avant d’agir, cherchez l’alerte dans le Centre de notifications (Action Center) de l’Espace partenaires. Ne suivez aucun lien de ce message, n’appelez aucun de ses numéros et n’y répondez pas.',
  },
  noText: 'le texte du message (trop long, ou supprimé entre-temps)',
  byRule: {
    severity: (sent, now) => `gravité ${now.toLowerCase()} au lieu de ${sent.toLowerCase()}`,
    channels: { contact: 'vers les canaux du contact de sécurité', fraud: 'vers les canaux des alertes de fraude' },
    why: (why) => `« ${why} »`,
  },
  repeat:
    'Vous voyez peut-être cette carte deux fois : je ne savais pas si le premier envoi était arrivé, je l’ai donc renvoyée.',
  unknownTenant: 'un locataire partenaire qui n’est pas configuré ici',
  noTenant: 'locataire partenaire inconnu',
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
    onCall: 'D’astreinte à la réception',
    answerBy: 'Échéance',
    affected: 'Ressources concernées',
    type: 'Type',
    confidence: 'Confiance',
    source: 'Source',
    acknowledged: 'Acquittée',
    resolved: 'Résolue',
    note: 'Note',
    lastNote: 'Dernière note',
    why: 'Pourquoi cette alerte est ici',
    cut: 'Non affiché',
    toAdd: 'Cause',
    card: 'Sa carte',
    message: 'Message',
    rule: 'Règle',
    tickets: 'Tickets',
  },
  clockAhead: (received, sent) => [
    received,
    ' (heure d’arrivée ; l’horloge de la source est en avance et indique ',
    sent,
    ')',
  ],
  severityUnknown: (severity, word) =>
    `${severity}, car je ne connais pas la gravité « ${word} » indiquée par la source`,
  allowedLess: (source, sent, allowed) =>
    `La source ${source} a envoyé cette alerte avec la gravité « ${sent} », mais le fichier des sources limite ses alertes à la gravité « ${allowed} ».`,
  cut: (count) => (count < 2 ? `${count} caractère de la description` : `${count} caractères de la description`),
  toAdd: (source, customer) =>
    customer === ''
      ? `La source n’indique aucun client. Si toutes ses alertes concernent un seul locataire partenaire, remplacez dans le fichier des sources le « byCustomer » de la source « ${source} » par « fixed » et l’identifiant de ce locataire, puis redémarrez-moi. ${whenSentAgain}`
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
    mandatory: (at) => [at, ' (limite fixée par Microsoft, qui recommande de répondre dans l’heure)'],
    advised: (at) => [at, ' (délai recommandé ; Microsoft n’en impose pas aux revendeurs indirects)'],
    reopened: (at) => [at, ' (24 heures après sa réouverture)'],
  },
  limit: (at) => [{ kind: 'strong', text: 'Échéance' }, ' : ', at],
  missed: (at) => [{ kind: 'strong', text: 'En retard' }, ' : la réponse était attendue avant le ', at],
  reopenedBy: (who, when) => ['Rouverte par ', who, ' le ', when],
  overdue: 'délai dépassé',
  onCallLabel: 'D’astreinte :',
  counted: (count) => `${count}`,
  groups: {
    times: (name, count) => `${name} × ${count}`,
    /** The heading says how many. */
    numbers: (numbers, left) => `alertes ${numbers}${left > 0 ? '…' : ''}`,
    first: 'depuis le ',
    detected: 'détectée le ',
  },
  small: (number, from, detected, isDrill) => [
    `Alerte ${number} · ${from} · ${isDrill ? 'lancée' : 'détectée'} le `,
    detected,
  ],
  ticket: (reference) => `Ticket ${reference}`,
  ticketOf: (reference, of) => `Ticket ${reference} chez ${of}`,
  raisedBy: (name) => `signalée par ${name}`,
  source: {
    partnerCenter: 'Espace partenaires',
    microsoft: 'l’Espace partenaires, où je lis moi-même les alertes de sécurité.',
    mail: (address) =>
      `un message de ${address}. Les serveurs de Microsoft ont confirmé que le message vient du domaine ${address.split('@').at(-1)}, mais pas qu’il vient de cette adresse précise. Avant d’agir, cherchez l’alerte dans l’Espace partenaires.`,
    unverifiedMail: (address) => `un message qui prétend venir de ${address}, ce que rien ne prouve`,
    webhook: (name) =>
      `${name}, un produit qui m’envoie des alertes. Avant d’agir, vérifiez l’alerte dans ce produit ou dans l’Espace partenaires.`,
    bot: 'ce bot (exercice)',
  },
  why: {
    contact: 'C’est un canal du contact de sécurité.',
    wasAlone:
      'Vous avez reçu cette alerte quand aucun canal ne pouvait la recevoir. Elle est désormais publiée dans des canaux.',
    former:
      'Ce n’est plus un canal du contact de sécurité. Il reçoit encore les alertes graves pendant un jour, au cas où quelqu’un aurait changé les canaux pour les cacher.',
    moved:
      'La source a rattaché cette alerte à un autre locataire partenaire. Ce canal l’avait auparavant et peut toujours y répondre.',
    fraud:
      'J’envoie les alertes de fraude Azure aux canaux réservés à ces alertes et à ceux du contact de sécurité, car les pages de Microsoft se contredisent sur leurs destinataires.',
    fraudAlone: 'Selon vos réglages, j’envoie les alertes de fraude Azure seulement aux canaux réservés à ces alertes.',
    fraudRefused:
      'Selon vos réglages, j’envoie les alertes de fraude Azure seulement aux canaux réservés à ces alertes, mais aucun n’accepte de messages. J’envoie donc cette alerte aux canaux du contact de sécurité.',
    rule: 'Une règle du fichier des sources envoie cette alerte aux canaux des alertes de fraude.',
    ruleRefused:
      'Une règle du fichier des sources envoie cette alerte aux canaux des alertes de fraude, mais aucun n’accepte de messages. Je l’envoie donc aux canaux du contact de sécurité.',
    admins: 'Aucun canal du contact de sécurité n’a accepté cette alerte.',
    noChannel: 'Le contact de sécurité n’a pas encore de canal.',
    noTenant: 'Le locataire partenaire de cette alerte n’est pas configuré ici : il n’y a pas de contact de sécurité.',
    noneNamed: 'La source n’indique aucun locataire partenaire : je ne sais pas auquel appartient cette alerte.',
    retired:
      'Le locataire partenaire de cette alerte a été retiré. J’envoie cette alerte aux administrateurs. Pendant les 30 jours qui suivent le retrait, je l’envoie aussi aux anciens canaux de ce locataire.',
    noCustomer:
      'Le fichier des sources n’indique aucun locataire partenaire pour ce client : il n’y a pas de contact de sécurité.',
  },
  there: (name) => (name === '' ? 'quelqu’un dans l’Espace partenaires' : `${name} (Espace partenaires)`),
  goneThere: 'Cette alerte n’existe plus chez Microsoft.',
  answerThere: (link) => ['Je ne peux pas transmettre cette réponse à Microsoft. Donnez-la aussi dans l’', link, '.'],
  byAt: (who, when) => ['par ', who, ' le ', when],
  resolvedAs: (reason, who, when) => ['par ', who, ' le ', when, ` (motif : ${reason.toLowerCase()})`],
  archivedAt: (who, when) => ['archivée par ', who, ' le ', when, ', sans être acquittée, pour faire de la place'],
  missedAt: (when) => ['Personne n’a acquitté cet exercice en 24 heures. Je l’ai fermé le ', when, '.'],
  closedAt: (when) => ['Fermée automatiquement le ', when, ' après 30 jours sans activité.'],
  closedWithTenantAt: (when) => [
    'Fermée automatiquement le ',
    when,
    ', 30 jours après le retrait de son locataire partenaire.',
  ],
  buttons: {
    acknowledge: 'Acquitter',
    resolve: 'Résoudre',
    steps: 'Que faire ?',
    note: 'Ajouter une note',
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
    reopenCount: (count) => (count === 1 ? 'Rouvrir' : `Tout rouvrir (${count})`),
    keep: 'Je m’en occupe toujours',
    keepAll: 'Oui, de toutes',
    keepOpen: 'Laisser ouverte',
    take: 'Reprendre',
    give: 'Confier',
  },
  reopenQuestion: {
    title: 'Rouvrir cette alerte ?',
    text: 'Les rappels reprendront jusqu’à ce que quelqu’un acquitte cette alerte.',
    yes: 'Rouvrir',
    no: 'Annuler',
  },
  acknowledgeAllQuestion,
  acknowledgedNow: 'Vous avez acquitté cette alerte. Sa carte l’indiquera dans un instant.',
  already: {
    acknowledged: (who) => ['Déjà acquittée par ', ...[who].flat(), '. Rien n’a été modifié.'],
    resolved: (who) => ['Déjà résolue par ', ...[who].flat(), '. Rien n’a été modifié.'],
    open: 'Cette alerte est déjà ouverte. Rien n’a été modifié.',
    yours: 'Vous suivez déjà cette alerte. Rien n’a été modifié.',
    notAcknowledged: 'Personne n’a encore acquitté cette alerte. Rien n’a été modifié.',
    closedByAge: 'Cette alerte a été fermée automatiquement. Rien n’a été modifié.',
    missed: 'Personne n’a acquitté cet exercice en 24 heures : je l’ai fermé. Rien n’a été modifié.',
  },
  numbered: (number) => `Alerte ${number}`,
  named: (number, title) => `Alerte ${number}, « ${title} ». `,
  noteLine: (who, text) => [who, ` a ajouté une note : ${text}`],
  notedAt: (text, who, when) => [`${text} · `, who, ', ', when],
  notes: {
    title: 'Ajouter une note',
    field: 'Note',
    hint: 'Indiquez ce que vous avez constaté, fait ou convenu. Tous les membres du canal de l’alerte peuvent lire cette note, et personne ne peut la modifier ensuite.',
    submit: 'Ajouter',
    done: 'Votre note est ajoutée. Tous les membres du canal de l’alerte peuvent la lire.',
    inTimeline:
      'Votre note est ajoutée. Cette alerte n’a pas sa propre carte dans un canal : la note se trouve dans ses détails.',
    toOne: (number) =>
      `Une note concerne une seule alerte. J’ajoute la vôtre à l’alerte ${number}. Ajoutez-la ensuite aux autres alertes, une par une.`,
    typed: (text) => `Vous avez écrit : ${text}`,
    full: (most) =>
      `Rien n’a été ajouté : cette alerte a déjà ${most} notes, et c’est le maximum. Continuez dans le fil de sa carte.`,
  },
  byNumber: {
    none: {
      ack: 'Toutes les alertes ouvertes sont acquittées.',
      resolve: 'Il n’y a aucune alerte ouverte.',
      note: 'Il n’y a aucune alerte ouverte. Vous pouvez ajouter une note à une alerte résolue par son numéro, jusqu’à son archivage.',
      reopen:
        'Il n’y a aucune alerte à rouvrir. J’archive chaque alerte un jour après sa résolution, ou aussitôt si plus de la moitié de mon espace de stockage est occupée.',
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
      `Rien n’a été modifié, car cette commande n’accepte qu’une alerte à la fois. Indiquez un seul numéro, par exemple « ${example} ».`,
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
    reopenTitle: (count) => (count === 1 ? 'Rouvrir cette alerte ?' : `Rouvrir ${count} alertes ?`),
    recorded: 'J’enregistrerai votre nom et l’heure pour chaque alerte.',
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
    'Vous avez résolu cette alerte. Résolvez-la aussi dans l’Espace partenaires. Résoudre une alerte n’arrête pas une attaque.',
  resolvedHere: 'Vous avez résolu cette alerte. Résoudre une alerte n’arrête pas une attaque.',
  resolvedThereToo:
    'Vous avez résolu cette alerte ici et dans l’Espace partenaires. Résoudre une alerte n’arrête pas une attaque.',
  reopenedNow: 'Vous avez rouvert cette alerte. Sa carte l’indiquera dans un instant.',
  takenBack: (who) => [
    'Vous avez rouvert cette alerte. L’acquittement par ',
    who,
    ' ne compte plus : quelqu’un doit l’acquitter de nouveau.',
  ],
  notResolved: (who) => [
    who,
    ' a acquitté cette alerte, mais elle n’est pas résolue. Rien n’a été modifié. Pour annuler l’acquittement, appuyez sur « Rouvrir ».',
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
        `J’acquitte ${count} alertes. Elles comptent dès maintenant comme acquittées. Le résultat s’affichera ici.`,
    },
    resolved: {
      title: 'Alertes résolues',
      done: (count) => {
        if (count === 0) return 'Il n’y avait plus rien à résoudre.';
        return `${count === 1 ? '1 alerte est résolue. Résolvez-la' : `${count} alertes sont résolues. Résolvez-les`} aussi dans l’Espace partenaires. Résoudre des alertes n’arrête pas une attaque.`;
      },
      doneThere: (count) =>
        `${count === 1 ? '1 alerte est résolue' : `${count} alertes sont résolues`}, ici et dans l’Espace partenaires. Résoudre des alertes n’arrête pas une attaque.`,
      doingTitle: 'Résolution en cours',
      doing: (count) =>
        `Je résous ${count} alertes. Elles comptent dès maintenant comme résolues. Le résultat s’affichera ici.`,
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
      doing: (count) => `Je rouvre ${count} alertes. Le résultat s’affichera ici.`,
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
  goneNumber: (typed, command) =>
    `Je ne trouve pas l’alerte ${typed}. Elle n’a jamais existé, ou elle a été supprimée à la fin de sa durée de conservation. La liste affiche les alertes ouvertes, et « ${command} 17 » affiche l’alerte 17.`,
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
    noteHint:
      'Indiquez ce que vous avez constaté et fait. Tous les membres du canal de l’alerte peuvent lire cette note.',
    reasons: {
      legitimate: 'Légitime : activité normale ou faux positif',
      fraud: 'Fraude : utilisation frauduleuse de l’abonnement',
      ignore: 'Ignorer : alerte ancienne ou sans objet',
    },
    submit: 'Résoudre',
    cancel: 'Annuler',
  },
  steps: {
    title: 'Que faire maintenant ?',
    summary: 'Voici les étapes pour cette alerte : confirmer, contenir, sécuriser, améliorer.',
    rows: [
      {
        title: '1. Confirmer',
        detail:
          'Retrouvez la même alerte dans l’Espace partenaires ou dans le produit qui l’a émise. Ne suivez aucun lien reçu dans un message. Demandez au client s’il est à l’origine de cette activité.',
      },
      {
        title: '2. Contenir',
        detail:
          'Bloquez la connexion aux comptes compromis et révoquez leurs sessions. Arrêtez ou supprimez les ressources qui n’appartiennent pas au client. Si les pertes continuent, résiliez l’abonnement : seul un administrateur général qui est aussi agent d’administration peut le faire.',
      },
      {
        title: '3. Sécuriser',
        detail:
          'Réinitialisez les mots de passe, remplacez les clés, imposez l’authentification multifacteur, vérifiez les rôles, les invités, les applications et les relations d’administration déléguée (GDAP). Ouvrez une demande de support auprès de Microsoft.',
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
    source: 'Microsoft conseille de répondre dans les 24 heures, et si possible dans l’heure.',
  },
  followUps: {
    news: {
      resolved: 'Résolue',
      reopened: 'Rouverte',
      noted: 'Nouvelle note',
      given: 'Confiée',
      taken: 'Suivie par une autre personne',
      severity: (now) => `Gravité désormais ${now.toLowerCase()}`,
      changed: 'Modifiée par la source',
      over: 'Terminée selon la source',
      merged: 'Se poursuit sous un autre incident',
      again: 'De nouveau en cours selon la source',
      newRows: 'Nouveaux éléments',
    },
    resolved: (who, number, name, how) => [
      who,
      ` a résolu l’alerte ${number}${name === null ? '' : `, « ${name} »`}. Motif : ${lowerFirst(how).replace(' : ', '. Note : ')}`,
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
      `La source ${sender} a augmenté la gravité de cette alerte : ${after.toLowerCase()} au lieu ${de(before.toLowerCase())}. Traitez-la maintenant, même si elle était déjà acquittée ou résolue.`,
    lowered: (sender, before, after) =>
      `La source ${sender} a abaissé la gravité de cette alerte : ${after.toLowerCase()} au lieu ${de(before.toLowerCase())}. ${checkIt}`,
    movedTenant: (sender, before, after) =>
      `La source ${sender} a rattaché cette alerte à un autre locataire partenaire : ${after} au lieu ${de(before)}. Vous pouvez toujours y répondre ici. ${checkIt}`,
    testNow: (sender) => `La source ${sender} indique maintenant que cette alerte est un test. ${checkIt}`,
    noTestNow: (sender) =>
      `La source ${sender} indique maintenant que cette alerte n’est pas un test. Traitez-la maintenant.`,
    sender: (name) => `La source ${name}`,
    mergedOpen:
      'Elle n’est pas terminée. Poursuivez avec l’autre incident. Quand vous l’aurez trouvé, résolvez cette alerte.',
    overOpen: 'Elle est toujours ouverte ici. Résolvez-la si vous êtes d’accord.',
    again: (sender, isOpen) =>
      `La source ${sender} indique que cette alerte n’est pas terminée.${isOpen ? '' : ' Elle est résolue ici. Rouvrez-la si vous êtes d’accord.'}`,
  },
  escalation: {
    text: (passed, reopened) =>
      reopened
        ? `Rouverte il y a ${passed}, cette alerte n’est toujours pas acquittée.`
        : `Personne n’a acquitté cette alerte en ${passed}.`,
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
      'Personne n’est d’astreinte pour ce locataire partenaire : je vous préviens donc en premier. Acquittez cette alerte, ou trouvez quelqu’un pour le faire.',
    notYet: 'Personne n’a encore acquitté cette alerte',
    admins: 'Personne n’a acquitté cette alerte en 24 heures, le délai que Microsoft exige. Acquittez-la maintenant.',
    advised:
      'Personne n’a acquitté cette alerte en 24 heures. Les revendeurs indirects n’ont pas de délai imposé, mais une attaque n’attend pas.',
    drill:
      'Personne n’a acquitté cet exercice en 24 heures. Cherchez pourquoi personne n’a réagi, et réglez le problème.',
    reopened: 'Personne n’a acquitté cette alerte depuis sa réouverture, il y a 24 heures. Acquittez-la maintenant.',
    unanswered: (passed) => `Non acquittée depuis ${passed}`,
    now: 'Acquittez-la maintenant.',
  },
  /** The label of a link to an alert's card in the same conversation. */
  toCard: 'Ouvrir sa carte',
  asked: {
    title: {
      holder: 'Vous occupez-vous toujours de cette alerte ?',
      channel: 'Quelqu’un s’occupe-t-il encore de cette alerte ?',
      admins: 'Quelqu’un s’occupe-t-il encore de cette alerte ?',
      offer: 'Personne n’a pris le relais pour cette alerte',
      giver: 'Personne n’a pris le relais pour cette alerte',
    },
    titleMany: {
      holder: (count) =>
        count === 1
          ? 'Vous occupez-vous toujours de cette alerte ?'
          : `Vous occupez-vous toujours de ces ${count} alertes ?`,
      channel: (count) =>
        `Quelqu’un s’occupe-t-il encore de ${count === 1 ? 'cette alerte' : `ces ${count} alertes`} ?`,
      admins: (count) => `Quelqu’un s’occupe-t-il encore de ${count === 1 ? 'cette alerte' : `ces ${count} alertes`} ?`,
      offer: (count) => `Personne n’a pris le relais pour ${count === 1 ? 'cette alerte' : `ces ${count} alertes`}`,
      giver: (count) => `Personne n’a pris le relais pour ${count === 1 ? 'cette alerte' : `ces ${count} alertes`}`,
    },
    news: {
      holder: 'Dites où vous en êtes',
      channel: 'La personne qui s’en occupe ne répond pas',
      admins: 'La personne qui s’en occupe ne répond pas',
      nobody: 'Personne ne s’en occupe ici',
      offer: 'Pas encore reprise',
      giver: 'Pas encore reprise',
      over: 'Question réglée',
      offered: 'On vous la confie',
    },
    textMany: {
      holder: 'Vous vous occupez de ces alertes. Dites où vous en êtes.',
      channel: 'Les personnes qui s’occupent de ces alertes ne répondent pas. Reprenez-les ou résolvez-les.',
      admins: 'Ni les personnes qui s’occupent de ces alertes ni le canal ne répondent. Occupez-vous-en.',
      offer:
        'Ces alertes ont été confiées à quelqu’un, mais personne ne les a reprises. Appuyez sur « Reprendre » pour vous en occuper.',
      giver: 'Vous les avez confiées à quelqu’un.',
    },
    holder: (since) => ['Vous vous occupez de cette alerte depuis le ', since, '. Dites où vous en êtes.'],
    yours: (since) => ['Vous vous en occupez depuis le ', since],
    others: (who, since) => [
      who,
      ' s’occupe de cette alerte depuis le ',
      since,
      ' et ne répond pas. Reprenez-la ou résolvez-la.',
    ],
    nobody: (who, since) => [
      who,
      ' a acquitté cette alerte le ',
      since,
      ', mais personne ne s’en occupe ici. Appuyez sur « Reprendre » pour vous en occuper, ou résolvez-la.',
    ],
    offer: (by, to, at) => [
      by,
      ' a confié cette alerte à ',
      to,
      ' le ',
      at,
      ', mais personne ne l’a reprise. Appuyez sur « Reprendre » pour vous en occuper.',
    ],
    giver: (to, isYours) => [to, ` n’a pas repris cette alerte${isYours ? ' : vous continuez à la suivre' : ''}.`],
    why: {
      holder:
        'Vous recevez ce message parce que vous avez acquitté ou repris cette alerte. Pour ne plus en recevoir, résolvez-la ou confiez-la.',
      offered:
        'Vous recevez ce message parce que quelqu’un vous a confié une alerte. Pour ne plus en recevoir, reprenez-la.',
    },
    over: 'Cette question a reçu une réponse',
    offered: 'Quelqu’un vous confie une alerte',
    offeredText: (by) => [by, ' vous confie cette alerte. Appuyez sur « Reprendre » pour l’accepter.'],
  },
  atWork: (count, who, ago) =>
    count === 1
      ? `1 alerte, acquittée par ${who} ${ago}, reste ouverte.`
      : `${count} alertes acquittées restent ouvertes, dont la plus ancienne, acquittée par ${who} ${ago}.`,
  withHolder: (who, since) => ['Suivie par ', who, ' depuis le ', since],
  offeredTo: (to) => ['confiée à ', to, ', qui ne l’a pas encore reprise'],
  keptAll: (count) => {
    if (count === 0) return 'Aucune alerte n’attendait votre réponse.';
    return count === 1 ? 'Vous vous occupez toujours d’une alerte.' : `Vous vous occupez toujours de ${count} alertes.`;
  },
  keptNow: 'Merci. Je vous reposerai la question le prochain jour ouvré à 9 heures.',
  takenNow: 'Vous suivez maintenant cette alerte.',
  keptOther: 'Merci. L’alerte reste ouverte.',
  givenNow: (to, isYours) =>
    `J’ai prévenu ${to}.${isYours ? ' Vous continuez à suivre l’alerte tant que cette personne n’a pas appuyé sur « Reprendre ».' : ''}`,
  give: {
    title: 'Confier',
    to: 'À qui ?',
    hint: 'Choisissez une personne qui peut répondre à cette alerte : un membre d’un canal du contact, ou un administrateur.',
    submit: 'Confier',
    nobody: 'Choisissez une personne.',
    one: 'Choisissez une seule personne.',
    yourself: 'Vous suivez déjà cette alerte.',
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
    late: 'Au moins l’une d’elles attend depuis plus de 24 heures. Acquittez-les maintenant.',
    more: (count) =>
      count === 1
        ? '1 autre figure dans la liste des alertes ouvertes.'
        : `${count} autres figurent dans la liste des alertes ouvertes.`,
  },
  overdueMany: {
    title: (count) => (count === 1 ? '1 alerte a dépassé son délai' : `${count} alertes ont dépassé leur délai`),
    missed: (count) => (count === 1 ? 'Un exercice a été manqué' : `${count} exercices ont été manqués`),
    bound: 'Personne n’a acquitté ces alertes en 24 heures, le délai que Microsoft exige. Acquittez-les maintenant.',
    advised:
      'Personne n’a acquitté ces alertes en 24 heures. Les revendeurs indirects n’ont pas de délai imposé, mais une attaque n’attend pas.',
    drills:
      'Personne n’a acquitté ces exercices en 24 heures. Cherchez pourquoi personne ne les a vus, et réglez le problème.',
  },
  unrouted: {
    title: 'Envoyée aux seuls administrateurs',
    noTenant: 'Son locataire n’est pas configuré.',
    noneNamed: (sender) =>
      `L’alerte n’indique aucun locataire : « ${sender} » doit envoyer « partnerTenantId », ou la source doit avoir un « tenant ».`,
    retiredTitle: 'Envoyée aux administrateurs, car son locataire partenaire a été retiré',
    retired: (sender) => `La source « ${sender} » doit indiquer un autre locataire partenaire.`,
    noCustomer: (customer, source) =>
      customer === ''
        ? `L’alerte n’indique aucun client. Si toutes les alertes de la source « ${source} » concernent un seul locataire partenaire, remplacez son « byCustomer » dans le fichier des sources par « fixed » et l’identifiant de ce locataire, puis redémarrez-moi.`
        : `Dans le fichier des sources, ajoutez « ${customer} » à « byCustomer » de la source « ${source} », puis redémarrez-moi.`,
    noContact: 'Il n’y a aucun contact de sécurité.',
    noChannelYet: 'Le contact de sécurité n’a pas de canal.',
    noChannel: 'Aucun canal ne l’a acceptée.',
  },
  storeFull: {
    near: {
      title: 'Mon espace de stockage est presque plein',
      summary: 'Mon espace de stockage est presque plein : je refuse les nouvelles alertes qui ne sont pas graves.',
      text: (megabytes) =>
        `Mon espace de stockage (STATE_LIMIT, ${megabytes} Mo) est occupé à plus de 80 %. Je refuse désormais les requêtes qui ne contiennent aucune alerte grave. Une fois l’espace plein, je refuserai toutes les nouvelles alertes. Je demande aux sources de renvoyer plus tard les alertes refusées.`,
    },
    full: {
      title: 'Mon espace de stockage est plein',
      summary: 'Mon espace de stockage est plein : je refuse les nouvelles alertes.',
      text: (megabytes) =>
        `Mon espace de stockage (STATE_LIMIT, ${megabytes} Mo) est plein. Je refuse les nouvelles alertes et demande à leurs sources de les renvoyer plus tard. Vous pouvez toujours acquitter et résoudre les alertes déjà présentes.`,
    },
    helps: (hasLesser) =>
      `Résolvez les alertes déjà traitées : elles libèrent de la place dès que leurs cartes sont à jour.${hasLesser ? ' Vous pouvez archiver ci-dessous, source par source, les alertes non acquittées qui n’ont jamais été graves.' : ''} Vous pouvez aussi demander à la personne qui gère le bot d’augmenter le paramètre STATE_LIMIT.`,
  },
  channelRefused: {
    adminChannel: {
      title: 'Le canal des administrateurs n’accepte plus de messages',
      summary: (channel) =>
        `Le canal ${channel} n’accepte plus de messages. Les administrateurs les reçoivent seulement en privé.`,
      effect:
        'En attendant, chaque administrateur général reçoit les rappels et les avis en privé. Pour choisir un autre canal des administrateurs, tapez « configurer ».',
    },
    alerts: {
      title: 'Un canal n’accepte plus d’alertes',
      summary: (channel) => `Le canal ${channel} n’accepte plus d’alertes : je les envoie ailleurs.`,
      effect: 'En attendant, j’envoie les alertes de ce canal aux autres canaux du contact ou, à défaut, à vous.',
    },
    fraud: {
      title: 'Un canal n’accepte plus d’alertes',
      summary: (channel) => `Le canal ${channel} n’accepte plus d’alertes de fraude Azure : je les envoie ailleurs.`,
      effect:
        'En attendant, j’envoie les alertes de fraude Azure aux autres canaux réservés à ces alertes et à ceux du contact de sécurité. Si aucun ne fonctionne, je vous envoie les alertes directement.',
    },
    platform: {
      title: (platform) => `Je ne peux rien publier dans ${platform} pour le moment`,
      summary: (channel, platform) =>
        `Le canal ${channel} ne reçoit pas d’alertes pour le moment, car je ne peux rien publier dans ${platform}.`,
      effect: 'Je vous envoie les alertes que je n’ai pu publier dans aucun autre canal.',
    },
  },
  channelLate: {
    alerts: {
      title: 'Un canal ne reçoit pas ses alertes graves',
      summary: (channel) =>
        `Le canal ${channel} ne reçoit pas ses alertes graves. Je vous envoie celles que je n’ai pu publier nulle part ailleurs.`,
      failing: (channel, reason) => [
        'Depuis 15 minutes, je n’arrive pas à publier une alerte grave dans le canal ',
        channel,
        ` (${reason}). Je continue d’essayer. En attendant, je vous envoie les alertes que je n’ai pu publier dans aucun autre canal. Répondez-y vous-même.`,
      ],
      slow: (channel) => [
        'Une alerte grave attend depuis 15 minutes d’être publiée dans le canal ',
        channel,
        ', car trop de messages y attendent déjà. Je vous envoie les alertes que je n’ai pu publier dans aucun autre canal. Répondez-y vous-même.',
      ],
      paused: (channel, until, platform) => [
        'Je ne peux rien publier dans le canal ',
        channel,
        ' avant le ',
        until,
        `, car ${platform} limite mes envois. En attendant, je vous envoie les alertes graves que je n’ai pu publier dans aucun autre canal. Répondez-y vous-même.`,
      ],
    },
    admin: {
      title: 'Le canal des administrateurs ne reçoit pas ses messages',
      summary: (channel) =>
        `Le canal ${channel} n’accepte pas les messages destinés aux administrateurs. Vous les recevez à sa place.`,
      failing: (channel, reason) => [
        'Depuis 15 minutes, le canal des administrateurs ',
        channel,
        ` n’accepte pas les messages destinés aux administrateurs (${reason}). Je continue d’essayer. En attendant, vous les recevez.`,
      ],
      slow: (channel) => [
        'Des messages destinés aux administrateurs attendent depuis 15 minutes d’être publiés dans le canal des administrateurs ',
        channel,
        ', car trop de messages y sont en attente. Vous les recevez.',
      ],
      paused: (channel, until, platform) => [
        'Je ne peux rien publier dans le canal des administrateurs ',
        channel,
        ' avant le ',
        until,
        `, car ${platform} limite mes envois. En attendant, vous recevez les messages urgents.`,
      ],
    },
  },
  cardRefused: {
    title: 'Je n’ai pas pu afficher une carte dans un canal',
    alertSummary: (number, severity, channel) =>
      `Je n’ai pas pu afficher l’alerte ${number} (gravité ${severity.toLowerCase()}) dans le canal ${channel}.`,
    summary: (channel) => `Je n’ai pas pu afficher une carte dans le canal ${channel}.`,
    alertText: (channel, { number, severity, reason, platform, command }) => [
      `Je n’ai pas pu afficher l’alerte ${number} (gravité ${severity.toLowerCase()}) dans le canal `,
      channel,
      ` : ${platform} a refusé sa carte (${reason}). Les autres cartes s’affichent normalement. Tapez « ${command} » pour lire l’alerte, et prévenez les membres de ce canal.`,
    ],
    text: (channel, reason, platform) => [
      'Je n’ai pas pu afficher une carte dans le canal ',
      channel,
      ` : ${platform} l’a refusée (${reason}). Les autres cartes s’affichent normalement. Signalez ce problème à la personne qui gère le bot.`,
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
    archived: 'Archivées sans être acquittées',
    summary: (count, unanswered, passed) =>
      `${count} alertes en ${passed}, ${unanswered === count ? 'toutes' : `dont ${unanswered}`} à acquitter.`,
    text: 'Les alertes de gravité moyenne ou inférieure étaient trop nombreuses pour que je les publie une à une : je les ai regroupées ici.',
    escalated: (count) =>
      count === 1
        ? '1 alerte attend une réponse depuis une heure. Acquittez-la.'
        : `${count} alertes attendent une réponse depuis une heure. Acquittez-les.`,
    reminderTitle: 'Alertes à acquitter',
    from: {
      source: (source) => de(source),
      signed: 'de la source signée',
      person: 'venant de personnes',
      bot: 'd’exercice',
    },
    ofShare: {
      title: (count, from) => (count === 1 ? `1 autre alerte ${from}` : `${count} autres alertes ${from}`),
      summary: (count, unanswered, from) => `${count} autres alertes ${from}, dont ${unanswered} à acquitter.`,
      text: (from) =>
        `Les alertes ${from} sont trop nombreuses pour que chacune ait sa carte. Pour les vérifier une à une, appuyez sur « Afficher ces alertes ».`,
      list: 'Afficher ces alertes',
      listTitle: 'Alertes regroupées sur une carte',
      listSummary: (count) =>
        count === 1 ? 'Cette carte regroupe 1 alerte.' : `Cette carte regroupe ${count} alertes.`,
      listFooter: (first, last, count) => `${first} à ${last} sur ${count}, par ordre d’arrivée.`,
    },
    ofUnverified: {
      title: (count) => (count === 1 ? '1 autre message NON VÉRIFIÉ' : `${count} autres messages NON VÉRIFIÉS`),
      summary: (count, unanswered) => `${count} autres messages NON VÉRIFIÉS, dont ${unanswered} à acquitter.`,
      text: 'N’importe qui a pu envoyer ces messages. Plus de cinq sont arrivés en une heure : à partir du sixième, je les regroupe ici, sans envoyer de rappel. Cherchez ces alertes dans le Centre de notifications (Action Center) de l’Espace partenaires. Ne suivez aucun lien de ces messages, n’appelez aucun de leurs numéros et n’y répondez pas.',
    },
    ofBacklog: {
      title: (count, from) =>
        count === 1 ? `1 ancienne alerte de sécurité ${from}` : `${count} anciennes alertes de sécurité ${from}`,
      summary: (count, unanswered, from) => `${count} anciennes alertes ${from}, dont ${unanswered} à acquitter.`,
      text: 'Cette source vient d’être ajoutée et a aussi envoyé ces anciennes alertes. Je n’envoie pas de rappel à leur sujet et ne les compte jamais en retard. Parcourez-les une fois et résolvez celles qui sont terminées. Si elles sont récentes, l’horloge de cette source n’est pas à l’heure.',
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
        return `Aucune alerte ouverte ne correspond à « ${words} ». Pour voir une alerte qui n’est plus ouverte, tapez « alertes » et son numéro.`;
      return count === 1 ? `1 alerte correspond à « ${words} ».` : `${count} alertes correspondent à « ${words} ».`;
    },
    drill: 'EXERCICE',
    test: 'TEST',
    noneOf: (filter) => `Aucune alerte ouverte ne correspond à « ${filter} ».`,
    summary: (count, isFound) => {
      if (isFound) return count === 1 ? '1 alerte ouverte.' : `${count} alertes ouvertes.`;
      return count === 1 ? '1 alerte est ouverte.' : `${count} alertes sont ouvertes.`;
    },
    drills: (count) => {
      if (count === 0) return '';
      return count === 1
        ? 'Les exercices et les tests sont en fin de liste.'
        : `${count} exercices et tests sont en fin de liste.`;
    },
    footer: (first, last, count) => `${first} à ${last} sur ${count}, les plus graves d’abord, puis par échéance.`,
    hint: (alerts) => `Tapez « ${alerts} 17 » pour voir l’alerte 17, « ${alerts} minage » pour faire une recherche.`,
    resolvedTitle: 'Alertes résolues',
    resolvedSummary: (count) => {
      if (count === 0) return 'Aucune alerte résolue ne peut être rouverte.';
      return count === 1 ? '1 alerte résolue peut être rouverte.' : `${count} alertes résolues peuvent être rouvertes.`;
    },
    footerResolved: (first, last, count) => `${first} à ${last} sur ${count}, les plus récentes d’abord.`,
    answerBy: 'à acquitter avant le',
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
        ? 'Je fermerai demain une alerte de gravité élevée'
        : `Je fermerai demain ${count} alertes de gravité élevée`,
    text: (count, days) =>
      `${count === 1 ? 'Cette alerte est acquittée' : 'Ces alertes sont acquittées'}, mais sans activité depuis ${days - 1} jours. ${count === 1 ? 'Je la fermerai demain, sauf si vous la résolvez ou appuyez' : 'Je les fermerai demain, sauf si vous les résolvez ou appuyez'} sur « Laisser ouverte ».`,
    more: (count) => (count === 1 ? 'Et 1 autre.' : `Et ${count} autres.`),
  },
  timeline: {
    earlier: (count) =>
      count === 1
        ? 'Une étape antérieure n’est pas affichée ici. Appuyez sur « M’envoyer les détails » pour tout recevoir.'
        : `${count} étapes antérieures ne sont pas affichées ici. Appuyez sur « M’envoyer les détails » pour tout recevoir.`,
    times: (count) => `${count} fois`,
    reached: (to, mentioned) =>
      to === ''
        ? 'le rappel n’a atteint personne'
        : `destinataires : ${to}${mentioned === '' ? '' : ` ; personnes mentionnées : ${mentioned}`}`,
    testNow: 'c’est maintenant un test',
    noTestNow: 'ce n’est plus un test',
    steps: {
      received: 'reçue',
      changed: 'modifiée par la source',
      acknowledged: 'acquittée',
      resolved: 'résolue',
      reopened: 'rouverte',
      escalated: 'rappel envoyé, car personne n’avait acquitté l’alerte',
      missed: 'exercice manqué',
      asked: 'question posée : quelqu’un s’en occupe-t-il encore ?',
      given: 'confiée',
      taken: 'reprise par une autre personne',
      kept: 'toujours en cours',
      closed: 'fermée automatiquement, après 30 jours sans activité',
      archived: 'archivée sans être acquittée, pour faire de la place',
      routed: 'destination modifiée',
      over: 'terminée selon la source',
      merged: 'fusionnée par la source : se poursuit sous l’incident',
      again: 'de nouveau en cours selon la source',
      seen: 'reçue de nouveau, sans changement',
      held: 'retenue par une fenêtre de maintenance',
      posted: 'n’est plus retenue',
      noted: 'note',
      rang: 'système prévenu, car personne n’avait acquitté l’alerte',
      writtenBack: 'réponse donnée aussi dans l’Espace partenaires',
      keptThere: 'réponse non transmise à l’Espace partenaires, où l’alerte était déjà résolue',
      goneThere: 'n’existe plus chez Microsoft',
    },
    closedWithTenant: 'fermée automatiquement, 30 jours après le retrait de son locataire partenaire',
    givenTo: (to) => `confiée à ${to}`,
    takenFrom: (from) => `à la place ${de(from)}`,
    seenTimes: (times) => `reçue ${times} fois en tout`,
    newRows: (count, names) =>
      names === ''
        ? `${count} nouveaux éléments`
        : `${count === 1 ? 'nouvel élément' : `${count} nouveaux éléments`} : ${names}`,
    why: {
      contact: 'envoyée aux canaux du contact de sécurité',
      fraud: 'fraude Azure, donc envoyée aux canaux réservés à ces alertes et à ceux du contact de sécurité',
      fraudAlone: 'fraude Azure, donc envoyée seulement aux canaux réservés à ces alertes',
      rule: 'envoyée aux canaux des alertes de fraude par une règle',
      ruleRefused:
        'envoyée aux canaux du contact de sécurité, car une règle désigne les canaux des alertes de fraude, mais aucun n’accepte de messages',
      fraudRefused:
        'envoyée aux canaux du contact de sécurité, car aucun canal des alertes de fraude n’accepte de messages',
      admins: 'envoyée aux administrateurs, car aucun canal du contact de sécurité ne l’a acceptée',
      noChannel: 'envoyée aux administrateurs, car le contact de sécurité n’a pas de canal',
      noTenant: 'envoyée aux administrateurs, car son locataire partenaire n’est pas configuré ici',
      noneNamed: 'envoyée aux administrateurs, car la source n’indique aucun locataire partenaire',
      retired:
        'envoyée aux administrateurs et, pendant 30 jours, aux anciens canaux, car son locataire partenaire a été retiré',
      noCustomer:
        'envoyée aux administrateurs, car le fichier des sources n’indique aucun locataire partenaire pour ce client',
    },
    delivery: {
      waiting: 'en attente',
      sending: 'en cours d’envoi',
      posted: 'livrée',
      refused: 'refusée',
      digested: 'regroupée avec d’autres',
      dropped: 'devenue inutile',
    },
    receipt: (state, attempts, reason) =>
      `${state}${attempts === 0 ? '' : attempts === 1 ? ' après 1 tentative' : ` après ${attempts} tentatives`}${reason ? `, dernier problème : ${reason}` : ''}`,
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
    senderId: 'Identifiant dans la source',
    timezone: 'Fuseau horaire de l’équipe',
    firstAnswer: 'Première réponse',
    answeredAfter: (passed, isInTime) =>
      `${passed} après la détection, ${isInTime ? 'dans les' : 'au-delà des'} 24 heures`,
    trail: 'Entrées du journal d’audit',
    number: 'Entrée n°',
    noEntries:
      'Le journal d’audit ne contient aucune action d’une personne sur cette alerte, ou ces entrées ont été effacées avec le temps.',
    verify:
      'Chaque empreinte couvre l’entrée et la précédente. « npm run verify », sur le serveur du bot, contrôle tout le journal ; l’empreinte de la dernière entrée est publiée chaque mois dans le canal des administrateurs.',
    comment: (number) => `Les détails de l’alerte ${number}.`,
    impossible: (command) =>
      `Je ne peux pas envoyer de fichiers dans cette conversation. Tapez « ${command} » pour lire les détails. Le bouton « Envois » affiche tout ce que j’ai envoyé.`,
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
      `Je publie aussitôt l’alerte dans les canaux du contact de sécurité ${de(tenant)}. Toute votre organisation peut la voir.`,
    alone: (tenant) => `Aucun canal ne fonctionne pour ${tenant} : seuls les administrateurs reçoivent l’alerte.`,
    displayName: 'Que s’est-il passé ?',
    severity: 'Gravité',
    customer: 'Client',
    customerHint: 'Si un client est concerné, indiquez son nom, son domaine ou l’identifiant de son locataire.',
    description: 'Détails',
    descriptionHint: 'Vous pouvez coller un e-mail ici. Ses liens ne seront pas cliquables.',
    submit: 'Signaler',
    cancel: 'Annuler',
    message: {
      by: (author) => `À partir d’un message ${de(author)}`,
      byNobodyKnown: 'À partir d’un message',
      open: 'ouvrir le message',
      cut: 'Le message est long : les détails ci-dessous en sont le début et la fin. Il reste entier dans la conversation.',
      noText: 'Le message n’a pas de texte que je puisse lire. Indiquez ce qui s’est passé.',
      alreadyTitle: 'Déjà signalé',
      already: (number, who) => [who, ` a déjà signalé ce message : c’est l’alerte ${number}.`],
      gone: 'Je n’ai plus ce message. Choisissez-le de nouveau dans la conversation.',
      lost: 'Je n’ai plus ce message : l’alerte ne contient donc pas de lien vers lui.',
      line: (number, who, card) => [
        `Signalé comme alerte ${number} par `,
        who,
        ...(card ? [', dans ', card] : []),
        '.',
      ],
    },
    done: (number) => `J’ai envoyé l’alerte ${number} aux canaux du contact.`,
    doneAlone: (number) =>
      `L’alerte ${number} est créée, mais seuls les administrateurs la reçoivent, car aucun canal ne fonctionne. Prévenez aussi quelqu’un par téléphone.`,
    doneTitle: 'Alerte créée',
    tooMany:
      'Vous avez signalé plusieurs alertes en peu de temps. Attendez dix minutes, ou ajoutez une note à une alerte existante.',
  },
  drill: {
    tooMany:
      'Vous avez lancé plusieurs exercices en peu de temps. Attendez dix minutes, pour que les alertes restent prises au sérieux.',
    name: 'Sommes-nous joignables ?',
    description: 'Cet exercice teste toute la chaîne, de la réception à l’acquittement. Appuyez sur « Acquitter ».',
    question: 'Lancer un exercice ?',
    what: (tenant) => `J’enverrai aussitôt à ${tenant} une alerte de gravité élevée, marquée EXERCICE.`,
    postedIn: 'Canaux destinataires',
    mentions: 'Personnes mentionnées',
    nobody: 'aucune, car personne n’est d’astreinte',
    theirTime: (time) => `${time}, heure locale`,
    alone: 'Aucun canal ne fonctionne : seuls les administrateurs reçoivent l’alerte.',
    reminds: 'Les rappels sont les mêmes que pour une vraie alerte.',
    start: 'Lancer l’exercice',
    doneTitle: 'Exercice lancé',
    done: (number) =>
      `J’ai envoyé l’exercice ${number} aux canaux du contact. Il est réussi dès que quelqu’un l’acquitte.`,
    doneAlone: (number) =>
      `L’exercice ${number} est lancé, mais seuls les administrateurs le reçoivent, car aucun canal ne fonctionne. Il en serait de même pour une vraie alerte.`,
  },
};
