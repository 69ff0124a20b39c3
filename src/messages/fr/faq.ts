import type { faq as english } from '../en/faq.ts';
import { lowerFirst } from './behind-colon.ts';
import { de } from './elision.ts';

export const faq: typeof english = {
  unsure: (count) => (count === 1 ? 'Est-ce cette question ?' : 'Est-ce l’une de ces questions ?'),
  unknown: 'Je ne connais pas la réponse à cette question. Vous pouvez la reformuler.',
  smalltalk:
    'Je réponds aux questions sur le contact de sécurité CSP. Posez la vôtre avec vos propres mots, en français ou en anglais.',

  askAQuestion: 'Poser une question',
  show: 'Afficher',
  sources: (pages, checked) => [
    pages.length === 1 ? 'Source : ' : 'Sources :\n',
    ...pages.flatMap((page) => [...[page].flat(), '\n']),
    `Vérifié le ${checked}. Texte rédigé par des personnes, sans IA. Il ne vient pas de Microsoft.`,
  ],
  ownDocuments: 'Source : la documentation livrée avec ce bot.',
  curated: 'Ces réponses sont rédigées par des personnes, sans IA. Elles ne viennent pas de Microsoft.',
  otherLanguage: 'In English',
  summary: (question) => `Une réponse à la question : ${question}`,
  unread: 'non disponible ici',
  registerUnread:
    'Je ne peux pas lire le registre ici. Posez la question au bot, ou lancez cette commande là où se trouve son dossier d’état.',
  andMore: (count) => (count === 1 ? 'et 1 autre' : `et ${count} autres`),
  ofTenant: (value, tenant) => [...[value].flat(), ` (${tenant})`],
  yourTenants: 'vos locataires partenaires',
  gone: 'Cette réponse ne figure plus dans la FAQ. Reposez la question avec vos propres mots.',

  helped: {
    title: 'Cette réponse est-elle utile ?',
    detail: 'Votre avis nous aide à mieux rédiger les réponses.',
    yes: 'Oui, merci',
    no: 'Non',
    thanks: 'Merci de votre avis.',
  },
  unhelpful: {
    title: 'Que manquait-il ?',
    intro: (question) => `La réponse à « ${question} » ne vous a pas été utile.`,
    reason: 'Pourquoi ?',
    reasons: {
      unrelated: 'Réponse à une autre question',
      incomplete: 'Réponse incomplète',
      unclear: 'Réponse difficile à comprendre',
      wrong: 'Réponse fausse ou périmée',
    },
    note: 'Que vouliez-vous savoir ?',
    noteHint:
      'Les administrateurs voient votre réponse, sans votre nom. N’écrivez ni mot de passe ni donnée personnelle.',
    submit: 'Envoyer',
    cancel: 'Annuler',
    doneTitle: 'Merci',
    done: 'Merci. Les administrateurs voient votre avis, sans votre nom. Si vous cherchez encore une réponse, demandez à un expert.',
  },

  unsureTitle: 'Je ne suis pas sûr d’avoir compris',
  numbered: (at: number, question: string) => `${at}. ${question}`,
  showNumber: (at: number) => `Afficher ${at}`,
  none: 'Aucune de ces questions',
  incident: {
    title: 'L’incident est-il en cours ?',
    text: 'Si vous signalez une alerte, les personnes d’astreinte sont prévenues aussitôt. Le formulaire reprend déjà votre texte.',
    yes: 'Oui, signaler une alerte',
    no: 'Non, une simple question',
  },
  unknownTitle: 'Je ne sais pas',
  unanswered: (question: string) => `Sur « ${question} », je ne sais pas. Vous pouvez poser cette question à part.`,
  again: 'Vous pouvez reformuler votre question.',
  ask: 'Demander à un expert',
  askNobody:
    'Il n’y a pas encore de canal des experts. Un administrateur général peut en choisir un : il lui suffit de taper « configurer ».',
  askNote:
    'Si vous appuyez sur « Demander à un expert », je publie votre question, avec votre nom, dans le canal des experts de votre organisation.',
  thanksTitle: 'Je vous en prie',
  smalltalkTitle: 'Que souhaitez-vous savoir ?',
  commands: (examples) =>
    `Vous pouvez aussi taper une commande, par exemple ${examples.map((one) => `« ${one} »`).join(', ')}.`,
  help: 'Ce que je sais faire',
  allTopics: 'Tous les thèmes',

  topics: {
    topic: 'Thème',
    question: 'Question',
    title: 'Les questions auxquelles je réponds',
    intro: 'Choisissez un thème, ou posez votre question avec vos propres mots, en français ou en anglais.',
    groupIntro: 'Choisissez une question, ou posez la vôtre avec vos propres mots, en français ou en anglais.',
    example: (command) => `Par exemple : ${command}`,
    exampleQuestion: 'qui peut modifier le contact ?',
    count: (count) => (count === 1 ? '1 question' : `${count} questions`),
    groups: {
      basics: 'Qu’est-ce que le contact de sécurité ?',
      choice: 'Qui désigner',
      entry: 'Saisir et modifier le contact',
      rules: 'Obligations et délais',
      mails: 'Les e-mails de Microsoft',
      alerts: 'Les alertes de sécurité',
      fraud: 'La fraude Azure',
      bot: 'Ce bot',
    },
  },

  ownRecord: {
    questions: {
      'our-contact': 'Qui est notre contact de sécurité ?',
      'our-on-call': 'Qui est d’astreinte ?',
      'our-confirmation': 'Quand notre contact a-t-il été confirmé pour la dernière fois ?',
      'our-approvers': 'Qui peut modifier ou confirmer notre contact ici ?',
      'our-history': 'Quelle est la dernière modification, et qui l’a faite ?',
      'our-check': 'Ce que nous avons enregistré est-il complet et exact ?',
      'our-reminders': 'Pourquoi ces rappels, et quand arrive le prochain ?',
      'our-alerts': 'Quelles alertes sont ouvertes ?',
      'our-report': 'Combien d’alertes avons-nous reçues, et en combien de temps y avons-nous répondu ?',
    },
    buttons: {
      show: 'Afficher le contact',
      history: 'Historique',
      check: 'Vérifier maintenant',
      reminders: 'Afficher les rappels',
      alerts: 'Alertes ouvertes',
      report: 'Rapport',
    },
    other: 'Je voulais autre chose',
    byTenant: 'Voici la réponse pour chacun de vos locataires partenaires.',
    askVerb: (verb) =>
      `Le bot trouve cette réponse dans votre propre registre : posez-lui la question dans la conversation, ou tapez-y « ${verb} ».`,
  },

  person: {
    title: 'Demander à un expert',
    refusedTitle: 'Question non transmise',
    intro:
      'Je publie votre question, avec votre nom, dans le canal des experts de votre organisation. N’y mettez aucun mot de passe.',
    question: 'Votre question',
    submit: 'Envoyer',
    cancel: 'Annuler',
    askedTitle: 'Votre question est transmise',
    asked: 'J’ai transmis votre question aux experts de votre organisation. Je vous enverrai la réponse en privé.',
    askedBefore:
      'Vous avez déjà posé cette question aux experts et personne n’a encore répondu. Je vous préviendrai dès qu’une réponse arrive.',
    tooMany: (most) => `Vous avez posé ${most} questions aux experts en une heure, et c’est le maximum.`,
    tooManyOpen: (most) =>
      `${most} de vos questions attendent une réponse, et c’est le maximum. Vous pourrez en poser une autre quand l’une d’elles aura sa réponse.`,
    nextFrom: (when) => ['Vous pourrez poser la suivante à partir du ', when, '.'],
    noChannelTitle: 'Pas encore de canal des experts',
    noChannel: 'Votre organisation n’a pas encore de canal des experts : je ne peux pas transmettre votre question.',
    whoToAsk: (people) => ['Adressez-vous à un administrateur : ', ...[people].flat(), '.'],
    howToSet: (command) => `Un administrateur général peut en choisir un : il lui suffit de taper « ${command} ».`,
  },

  experts: {
    title: (number) => `Question ${number} pour les experts`,
    answeredTitle: (number) => `Un expert a répondu à la question ${number}`,
    undeliveredTitle: (number) => `Réponse à la question ${number} non remise`,
    summary: (name, question) => `${name} demande aux experts : « ${question} ».`,
    answeredSummary: (name, question) => `${name} a répondu à : « ${question} ».`,
    text: (who) => [...[who].flat(), ' demande :'],
    hasAnswered: (who) => [...[who].flat(), ' a répondu :'],
    facts: { language: 'Langue', asked: 'Posée', shown: 'Réponses déjà affichées', answered: 'Réponse donnée' },
    undelivered: (name) =>
      `Je n’ai pas encore pu remettre cette réponse à ${name} : je ne peux pas lui écrire en privé pour le moment. Cette personne recevra la réponse dès qu’elle m’écrira. Si c’est urgent, prévenez-la vous-même.`,
    footer:
      'J’envoie la réponse en privé à la personne qui a posé la question. Les membres de ce canal peuvent répondre.',
    proposed: 'Cette réponse est proposée pour la FAQ.',
    answer: 'Répondre',
    notExpert: 'Seuls les membres du canal des experts peuvent répondre.',
    needsExpert: (channel) => [
      'Seuls les membres du canal ',
      ...[channel].flat(),
      ' peuvent répondre aux questions posées aux experts. Demandez à rejoindre ce canal.',
    ],
    noChannel:
      'Il n’y a plus de canal des experts : personne ne peut répondre. Un administrateur général peut en choisir un : il lui suffit de taper « configurer ».',
    gone: 'Cette question n’est plus enregistrée.',
    alreadyTitle: 'Quelqu’un a déjà répondu',
    already: (who, when) => [
      ...[who].flat(),
      ' a répondu avant vous le ',
      ...[when].flat(),
      '. Je n’ai pas envoyé votre réponse.',
    ],
    form: {
      title: 'Répondre à la question',
      intro: (name, language) => `${name} demande (en ${language}) :`,
      answer: 'Votre réponse',
      answerHint:
        'Je l’envoie en privé à la personne qui a posé la question, avec votre nom. Répondez si possible dans la langue de la question.',
      keep: 'FAQ',
      keepYes: 'Proposer la question et la réponse pour la FAQ',
      submit: 'Envoyer la réponse',
      cancel: 'Annuler',
    },
    doneTitle: 'Réponse envoyée',
    done: (name) => `J’ai transmis votre réponse à ${name}.`,
    doneKept: (name) =>
      `J’ai transmis votre réponse à ${name}. Les administrateurs la voient parmi les propositions pour la FAQ.`,
  },

  answered: {
    title: 'Une réponse à votre question',
    summary: (name, question) => `${name} a répondu à votre question : « ${question} ».`,
    you: 'Votre question',
    by: 'Réponse de',
    when: 'Répondu le',
    footer: 'Un collègue a rédigé cette réponse. Elle ne vient pas de Microsoft.',
  },

  misses: {
    title: 'Questions sans réponse',
    none: 'Toutes les questions des 90 derniers jours ont reçu une réponse.',
    summary: (count) =>
      count === 1
        ? '1 groupe de questions est resté sans réponse au cours des 90 derniers jours.'
        : `${count} groupes de questions sont restés sans réponse au cours des 90 derniers jours.`,
    detail: (count, language, last) => [
      count === 1 ? `Posée une fois, en ${language}, le ` : `Posée ${count} fois, en ${language}, la dernière fois le `,
      ...[last].flat(),
    ],
    like: (examples) => `Aussi posée ainsi : ${examples.map((one) => `« ${one} »`).join(', ')}`,
    unhelpful: (question, reason) => `La réponse à « ${question} » n’a pas été utile : ${lowerFirst(reason)}.`,
    note: (note) => `Remarque : « ${note} »`,
    footer: (first, last, all) =>
      `${first} à ${last} sur ${all}. Je n’enregistre pas qui a posé la question, et je masque les adresses, les numéros et les noms que je connais. Les autres noms restent lisibles. J’efface ces questions après 90 jours. Pour ajouter une réponse, écrivez une entrée dans data/faq.`,
    more: 'Suite',
    proposals: 'Propositions pour la FAQ',
  },
  proposals: {
    title: 'Entrées proposées pour la FAQ',
    none: 'Aucune entrée n’est proposée.',
    summary: (count) => (count === 1 ? '1 entrée est proposée.' : `${count} entrées sont proposées.`),
    entry: (number, question) => `${number} · ${question}`,
    by: (name, when) => [`Réponse ${de(name)} le `, ...[when].flat()],
    shortened: (text) => `${text} …`,
    open: 'Ouvrir',
    remove: 'Retirer',
    removeQuestion: {
      title: 'Retirer cette proposition ?',
      text: 'La proposition disparaît de cette liste. La personne qui a posé la question garde la réponse.',
      yes: 'Retirer',
      no: 'Garder',
    },
    removed: 'La proposition est retirée.',
    gone: 'Cette proposition n’existe plus.',
    footer: 'Une proposition n’a aucun effet tant que personne ne l’a ajoutée à data/faq.',
    more: 'Suite',
    back: 'Toutes les propositions',
    facts: { question: 'Question', answer: 'Réponse', language: 'Langue', by: 'Réponse de' },
  },

  digest: ({ answered, askedBack, unknown, helpful }) =>
    `Questions à la FAQ : ${answered} avec réponse, ${askedBack} à préciser, ${unknown} sans réponse. La réponse a aidé ${helpful} fois.`,
};
