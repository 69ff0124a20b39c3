import type { microsoft as english } from '../en/microsoft.ts';

const points = (count: number) => String(Number(count.toFixed(1))).replace('.', ',');

export const microsoft: typeof english = {
  facts: {
    onFile: 'Contact enregistré chez Microsoft',
    average: 'Temps de réponse moyen, calculé par Microsoft',
    score: 'Score de sécurité du partenaire',
  },
  onFile: {
    yes: (ago) => `oui, vérifié ${ago} (Microsoft ne précise pas quel contact)`,
    no: (ago) => `non, vérifié ${ago}`,
    unknown: (ago) => `inconnu (dernière tentative ${ago})`,
  },
  lastKnown: (unknown, last) => `${unknown}. Dernière réponse obtenue : ${last.replace(', vérifié', ',')}`,
  score: (current, max) => `${points(current)} sur ${points(max)}`,
  asked: (figure, ago) => `${figure} (relevé ${ago})`,
  ago: (time) => `il y a ${time}`,
  justNow: 'à l’instant',
  news: {
    breakGlass: {
      title: 'Une personne a utilisé les droits que donne le paramètre ADMINS',
      summary: (name) => `${name} a utilisé des droits d’administrateur accordés par le paramètre ADMINS.`,
      text: (person, at) => [
        person,
        ' a utilisé des droits d’administrateur le ',
        at,
        '. Je ne vois pas son rôle d’administrateur général dans Microsoft Entra, mais le paramètre ADMINS lui accorde ces droits. Cette action figure aussi dans l’historique.',
      ],
      remedy:
        'Si ce n’était pas une urgence, demandez à cette personne d’activer plutôt son rôle dans Entra la prochaine fois. Si vous n’étiez pas au courant, interrogez-la tout de suite. La personne qui gère le bot peut retirer ce compte du paramètre ADMINS.',
    },
    gone: {
      title: 'Un compte n’est plus actif dans Microsoft Entra',
      summary: (name) => `Le compte Microsoft Entra de ${name} est désactivé ou supprimé.`,
      text: (person) => [
        'Le compte de ',
        person,
        ' est désactivé ou supprimé dans Microsoft Entra. Je l’ai constaté deux fois, à au moins 20 heures d’intervalle.',
      ],
      manager: (tenants) =>
        `Cette personne est enregistrée comme responsable pour ${tenants}. Pour choisir une autre personne, tapez « configurer ».`,
      proven:
        'Cette personne était administrateur général. Je ne lui envoie plus les messages destinés aux administrateurs.',
      remedy: (id) =>
        `Si cette personne est partie, demandez à la personne qui gère le bot de retirer "${id}" du paramètre ADMINS et du fichier indiqué par le paramètre MICROSOFT. Sinon, réactivez le compte dans Entra. Je revérifie chaque nuit.`,
    },
    signedIn: {
      title: 'Une personne s’est connectée à Microsoft pour le bot',
      summary: (name, tenant) => `Le compte ${name} s’est connecté à Microsoft pour ${tenant}.`,
      text: (name, tenant, at) => [
        `Le compte ${name} s’est connecté à Microsoft le `,
        at,
        `. J’utilise désormais ce compte pour lire les alertes et le score de sécurité de ${tenant}.`,
      ],
      remedy:
        'Si vous ne savez pas qui a fait cela, révoquez les sessions de ce compte dans Microsoft Entra. Demandez ensuite à la personne qui gère le bot la liste des personnes qui ont accès au serveur.',
    },
  },
  signals: {
    roles: {
      name: 'rôles',
      lost: 'Rôles : je ne vois pas qui est administrateur général. Seules les personnes indiquées dans le paramètre ADMINS peuvent faire des modifications.',
    },
    score: { name: 'score de sécurité', lost: 'Score : j’affiche le dernier score connu et son ancienneté.' },
    alerts: {
      name: 'alertes',
      lost: 'Alertes : je ne vois pas les nouvelles alertes de l’Espace partenaires. Les alertes des autres produits arrivent toujours.',
    },
    writeBack: {
      name: 'réponses à l’Espace partenaires',
      lost: 'Réponses à l’Espace partenaires : vos réponses ne parviennent pas à Microsoft pour le moment.',
    },
    mail: {
      name: 'messagerie',
      lost: 'Messagerie : je ne peux pas lire la boîte aux lettres du contact de sécurité. Consultez-la vous-même.',
    },
  },
  trouble: {
    causes: {
      credential: {
        title: 'Microsoft refuse ma connexion',
        summary: (name) => `Microsoft Entra ne laisse pas mon application se connecter à ${name}.`,
        remedy: () =>
          'Demandez à la personne qui gère le bot de vérifier si le secret ou le certificat de l’application a expiré ou a été changé, et de le remplacer.',
      },
      signIn: {
        title: 'Quelqu’un doit se connecter à Microsoft',
        summary: (name) => `Microsoft demande qu’une personne se connecte pour ${name}.`,
        remedy: ({ name }) =>
          `Demandez à la personne qui gère le bot d’exécuter « npm run microsoft -- sign-in ${name} » sur le serveur du bot. Une personne doit ensuite se connecter avec l’authentification multifacteur.`,
      },
      clock: {
        title: 'L’horloge de mon serveur n’est pas à l’heure',
        summary: (name) =>
          `Microsoft refuse mes requêtes pour ${name} : mon horloge et celle de Microsoft ont plus de 5 minutes d’écart.`,
        remedy: () =>
          'Demandez à la personne qui gère le bot de synchroniser par NTP l’horloge du serveur qui héberge le bot.',
      },
      permission: {
        title: 'Il me manque une autorisation chez Microsoft',
        summary: (name) => `Microsoft refuse mes requêtes pour ${name} : il manque une autorisation à mon application.`,
        remedy: ({ rights }) =>
          `Demandez à la personne qui gère l’application dans Microsoft Entra de lui accorder ${rights}. La section « Permissions » de docs/microsoft.md explique où et pourquoi.`,
      },
      mfa: {
        title: 'Microsoft exige l’authentification multifacteur',
        summary: (name) =>
          `Pour ${name}, Microsoft exige qu’une personne se connecte avec l’authentification multifacteur.`,
        remedy: ({ name }) =>
          `Demandez à la personne qui gère le bot de mettre "by": "user" dans le fichier indiqué par le paramètre MICROSOFT et d’exécuter « npm run microsoft -- sign-in ${name} ». Une personne doit ensuite se connecter avec l’authentification multifacteur. Autre solution : donnez à l’application un rôle dans l’Espace partenaires.`,
      },
      mailbox: {
        title: 'Microsoft ne trouve pas la boîte aux lettres',
        summary: (name) => `Microsoft ne trouve pas la boîte aux lettres du contact de sécurité de ${name}.`,
        remedy: () =>
          'Demandez à la personne qui gère le bot de comparer l’adresse « mailbox », dans le fichier indiqué par le paramètre MICROSOFT, avec l’adresse dans Exchange.',
      },
      refused: {
        title: 'Microsoft refuse une requête',
        summary: (name) => `Microsoft refuse mes requêtes pour ${name}.`,
        remedy: () => 'Demandez à la personne qui gère le bot de chercher ce code dans la documentation de Microsoft.',
      },
      silent: {
        title: 'Microsoft ne répond pas à certaines requêtes',
        summary: (name) =>
          `Depuis plus de 12 heures, Microsoft ne répond pas à certaines de mes requêtes pour ${name}.`,
        remedy: () =>
          'Microsoft répond à mes autres requêtes. Je continue d’essayer et je vous préviendrai ici quand tout fonctionnera de nouveau.',
      },
    },
    since: (when) => ['Ce qui ne fonctionne plus depuis le ', when, ' :'],
    code: (code) => `Code : ${code}`,
    more: 'La personne qui gère le bot trouvera plus de détails dans le journal, avec « npm run doctor » et dans docs/microsoft.md.',
    ended: {
      answered: {
        title: 'Microsoft répond de nouveau',
        summary: (name, what) => `Microsoft répond de nouveau à mes requêtes pour ${name} (${what}).`,
        text: (name, what, when) => [
          `Microsoft répond de nouveau à mes requêtes pour ${name} (${what}) depuis le `,
          when,
          '.',
        ],
      },
      other: {
        title: 'Un problème avec Microsoft est résolu',
        summary: (name, what) => `Le problème avec ${name} est résolu (${what}).`,
        text: (name, what, when) => [
          `Ce problème avec ${name} (${what}) a disparu le `,
          when,
          '. Soit je ne demande plus ces données à Microsoft, soit un autre problème l’a remplacé. Dans ce second cas, un autre message vous en informe.',
        ],
      },
    },
  },
  away: {
    away: { title: 'Microsoft ne répond pas', summary: (lasted) => `Microsoft ne répond plus depuis ${lasted}.` },
    stillAway: {
      title: 'Microsoft ne répond toujours pas',
      summary: (lasted) => `Microsoft ne répond toujours pas après ${lasted}.`,
    },
    since: (when) => ['Microsoft n’a répondu à aucune de mes requêtes depuis le ', when, '.'],
    goesOn:
      'Tout le reste fonctionne : vous pouvez répondre aux alertes, et j’envoie les rappels. Je continue d’essayer et je vous préviendrai ici quand Microsoft répondra de nouveau.',
    remedy:
      'Demandez à la personne qui gère le bot de vérifier que le serveur du bot peut joindre graph.microsoft.com et login.microsoftonline.com, et de consulter l’état des services de Microsoft.',
    back: {
      title: 'Microsoft répond de nouveau',
      summary: (lasted) => `Microsoft répond de nouveau, après ${lasted} d’interruption.`,
      text: (when, lasted) => [
        'Microsoft répond de nouveau depuis le ',
        when,
        `, après ${lasted} d’interruption. Je rattrape ce que j’ai manqué.`,
      ],
    },
  },
};
