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
  signals: {
    roles: {
      name: 'rôles',
      lost: 'Rôles : je ne vois pas qui est administrateur général. Seules les personnes de ADMINS peuvent donc modifier quelque chose.',
    },
    score: { name: 'score', lost: 'Score : ce que j’en affiche ne change plus, et indique son âge.' },
    alerts: {
      name: 'alertes',
      lost: 'Alertes : je ne vois pas celles de l’Espace partenaires. Ce que d’autres produits m’envoient arrive comme avant.',
    },
    writeBack: {
      name: 'report des réponses',
      lost: 'Report des réponses : vos réponses ici n’arrivent pas dans l’Espace partenaires pour l’instant.',
    },
    mail: {
      name: 'courrier',
      lost: 'Courrier : je ne lis pas ce qui arrive dans la boîte aux lettres du contact de sécurité. Veuillez y regarder vous-mêmes.',
    },
  },
  trouble: {
    causes: {
      credential: {
        title: 'Microsoft refuse ma connexion',
        summary: (name) => `Microsoft Entra ne laisse pas mon application se connecter à ${name}.`,
        remedy: () =>
          'La personne qui m’héberge vérifie si le secret ou le certificat de l’application a expiré ou a été changé, et le remplace.',
      },
      signIn: {
        title: 'Quelqu’un doit se connecter chez Microsoft',
        summary: (name) => `Microsoft demande qu’une personne se connecte pour ${name}.`,
        remedy: ({ name }) =>
          `La personne qui m’héberge exécute « npm run microsoft -- sign-in ${name} » sur ma machine ; la connexion se fait avec l’authentification multifacteur.`,
      },
      clock: {
        title: 'L’horloge de ma machine est fausse',
        summary: (name) =>
          `Microsoft refuse mes demandes sur ${name} : mon horloge et celle de Microsoft diffèrent de plus de 5 minutes.`,
        remedy: () => 'La personne qui m’héberge règle l’horloge de ma machine, par NTP.',
      },
      permission: {
        title: 'Une autorisation manque chez Microsoft',
        summary: (name) => `Microsoft refuse mes demandes sur ${name} : il manque une autorisation à mon application.`,
        remedy: ({ rights }) =>
          `La personne qui gère l’application lui accorde ${rights}. « Permissions » dans docs/microsoft.md dit où, et à quoi chacune sert.`,
      },
      mfa: {
        title: 'Microsoft demande qu’une personne se connecte',
        summary: (name) =>
          `Microsoft refuse mon application seule pour ${name}, ou une connexion sans authentification multifacteur.`,
        remedy: ({ name }) =>
          `La personne qui m’héberge met "by": "user" dans le fichier indiqué par MICROSOFT et exécute « npm run microsoft -- sign-in ${name} » ; la connexion se fait avec l’authentification multifacteur. Sinon, l’application reçoit un rôle dans l’Espace partenaires.`,
      },
      mailbox: {
        title: 'Microsoft ne trouve pas la boîte aux lettres',
        summary: (name) => `Microsoft ne trouve pas la boîte aux lettres du contact de sécurité de ${name}.`,
        remedy: () =>
          'La personne qui m’héberge compare "mailbox" dans le fichier indiqué par MICROSOFT avec l’adresse dans Exchange.',
      },
      refused: {
        title: 'Microsoft refuse une demande',
        summary: (name) => `Microsoft refuse mes demandes sur ${name}.`,
        remedy: () => 'La personne qui m’héberge cherche le code dans la documentation de Microsoft.',
      },
      silent: {
        title: 'Microsoft ne répond pas à certaines demandes',
        summary: (name) => `Depuis plus de 12 heures, Microsoft ne répond pas à certaines de mes demandes sur ${name}.`,
        remedy: () => 'Microsoft répond aux autres. Je continue, et je dirai ici quand tout refonctionne.',
      },
    },
    since: (when) => ['Ce qui ne fonctionne pas, depuis le ', when, ' :'],
    code: (code) => `Code : ${code}`,
    more: 'La personne qui m’héberge en voit plus dans le journal, avec « npm run doctor » et dans docs/microsoft.md.',
    ended: {
      answered: {
        title: 'Microsoft répond de nouveau',
        summary: (name, what) => `Microsoft répond de nouveau sur ${name} : ${what}.`,
        text: (name, what, when) => [
          `Microsoft répond de nouveau à mes demandes sur ${name} (${what}), depuis le `,
          when,
          '.',
        ],
      },
      other: {
        title: 'Un problème chez Microsoft est terminé',
        summary: (name, what) => `Ce problème sur ${name} est terminé : ${what}.`,
        text: (name, what, when) => [
          `Ce problème sur ${name} (${what}) est terminé depuis le `,
          when,
          ' : il y en a un autre, qui a son propre message, ou je ne demande plus rien.',
        ],
      },
    },
  },
  away: {
    away: { title: 'Microsoft ne répond pas', summary: (lasted) => `Aucune réponse de Microsoft depuis ${lasted}.` },
    stillAway: {
      title: 'Microsoft ne répond toujours pas',
      summary: (lasted) => `Toujours aucune réponse de Microsoft, depuis ${lasted} maintenant.`,
    },
    since: (when) => ['Microsoft n’a répondu à aucune de mes demandes depuis le ', when, '.'],
    goesOn:
      'Tout le reste continue : on peut répondre aux alertes, et les rappels arrivent. Je continue mes demandes, et je dirai quand Microsoft répondra de nouveau.',
    remedy:
      'La personne qui m’héberge vérifie si ma machine atteint graph.microsoft.com et login.microsoftonline.com, et ce que Microsoft dit de ses propres services.',
    back: {
      title: 'Microsoft répond de nouveau',
      summary: (lasted) => `Microsoft répond de nouveau, après ${lasted}.`,
      text: (when, lasted) => [
        'Microsoft répond de nouveau depuis le ',
        when,
        `, après ${lasted}. Je rattrape moi-même ce qui est arrivé entre-temps.`,
      ],
    },
  },
};
