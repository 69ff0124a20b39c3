import type { record as english } from '../en/record.ts';
import { lowerFirst } from './behind-colon.ts';
import { de } from './elision.ts';

const counted = (count: number, one: string, many: string) => (count === 1 ? `1 ${one}` : `${count} ${many}`);

export const record: typeof english = {
  contact: {
    is: (tenant, name, { email, phone }) => [
      `Le contact de sécurité ${de(tenant)} est ${name} : `,
      email,
      ', ',
      phone,
      '.',
    ],
    none: (tenant) => `${tenant} n’a pas encore de contact de sécurité ici.`,
  },
  onCall: {
    are: (tenant, people, phone) => [`D’astreinte pour ${tenant} : `, ...[people].flat(), '. Téléphone : ', phone, '.'],
    nobody: (tenant, phone) => [`Personne n’est d’astreinte pour ${tenant}. Téléphone du contact : `, phone, '.'],
  },
  confirmation: {
    whole: (confirmed, attested) => [...[confirmed].flat(), '. ', ...[attested].flat(), '.'],
    confirmed: (tenant, { when, who }) => [
      `Dernière confirmation du contact ${de(tenant)} : le `,
      when,
      ...(who ? [', par ', who] : []),
    ],
    neverConfirmed: (tenant) => `Personne n’a encore confirmé le contact ${de(tenant)}`,
    attested: ({ when, who }) => [
      'Dernière vérification que l’Espace partenaires affiche le même contact : le ',
      when,
      ...(who ? [', par ', who] : []),
    ],
    notAttested:
      'Depuis la dernière modification, personne n’a confirmé que l’Espace partenaires affiche le même contact',
  },
  approvers: {
    untold: 'noms indisponibles pour le moment',
    mayChange: (tenant, admins) =>
      admins === null
        ? `Seuls les administrateurs généraux peuvent modifier le contact ${de(tenant)}, et aucun n’est encore connu. `
        : ['Seuls les administrateurs généraux (', ...[admins].flat(), `) peuvent modifier le contact ${de(tenant)}. `],
    mayConfirm: (channels) => [
      [channels].flat().length === 1 ? 'Les membres du canal ' : 'Les membres des canaux ',
      ...[channels].flat(),
      ' peuvent, comme eux, confirmer que le contact est exact.',
    ],
    adminsConfirm: 'Eux seuls peuvent confirmer que le contact est exact, car il n’a aucun canal.',
    none: (tenant, admins) =>
      admins === null
        ? `${tenant} n’a pas encore de contact de sécurité ici. Seuls les administrateurs généraux peuvent l’ajouter, et aucun n’est encore connu.`
        : [
            `${tenant} n’a pas encore de contact de sécurité ici. Seuls les administrateurs généraux (`,
            ...[admins].flat(),
            ') peuvent l’ajouter.',
          ],
  },
  lastChange: {
    what: {
      'contact.updated': (tenant) => `le contact ${de(tenant)}`,
      'tenant.setUp': (tenant) => `la configuration ${de(tenant)}`,
      'register.imported': (tenant) => `la fiche ${de(tenant)}`,
    },
    whole: (who, what, when, changes) => [
      who,
      ` a modifié ${what} pour la dernière fois le `,
      when,
      ...(changes === null ? ['.'] : [' (', ...[changes].flat(), ').']),
    ],
    separator: ' ; ',
    more: (count) => `et ${counted(count, 'autre modification', 'autres modifications')}`,
    notSince: (tenant, { when, who }) => [
      `Le contact ${de(tenant)} n’a pas changé depuis le `,
      when,
      ...(who === null ? ['.'] : [', date de sa modification par ', who, '.']),
    ],
    none: (tenant, months) =>
      `Aucune modification du contact ni de la configuration ${de(tenant)} n’est enregistrée pour les ${months} derniers mois.`,
  },
  findings: {
    none: (tenant, off) =>
      off === 0
        ? `Rien ne manque et tout est à jour pour ${tenant}.`
        : `Il n’y a aucun point à régler pour ${tenant} pour le moment. ${off === 1 ? '1 point est reporté' : `${off} points sont reportés`}.`,
    some: (tenant, titles, { count, off }) => {
      const rest = count - titles.length;
      const others = rest === 1 ? 'et 1 autre' : `et ${rest} autres`;
      const all = [...titles.map(lowerFirst), ...(rest > 0 ? [others] : [])].join(' ; ');
      const putOff = off === 0 ? '' : off === 1 ? ' (1 autre est reporté)' : ` (${off} autres sont reportés)`;
      return `${counted(count, 'point', 'points')} à régler pour ${tenant} : ${all}${putOff}.`;
    },
  },
  reminders: {
    next: (when, to, titles) => [
      ...(when === null ? ['J’envoie tout de suite le prochain rappel'] : ['J’enverrai le prochain rappel le ', when]),
      '. Destinataires : ',
      ...[to].flat(),
      `. ${titles.length === 1 ? 'Motif' : 'Motifs'} : ${titles.map(lowerFirst).join(' ; ')}.`,
    ],
    nothingOpen: 'Aucun rappel n’est prévu, car aucun point ouvert n’en demande.',
    putOff: 'Aucun rappel n’est prévu, car tous les points ouverts sont reportés. La liste indique jusqu’à quand.',
    nobody: 'Des points sont ouverts, mais aucun rappel n’est prévu, car je ne connais aucun administrateur.',
  },
  openAlerts: {
    none: 'Aucune alerte n’est ouverte.',
    acknowledged: (open) =>
      open === 1 ? '1 alerte est ouverte, et elle est acquittée.' : `${open} alertes sont ouvertes, toutes acquittées.`,
    waiting: (open, waiting, first) => [
      open === 1
        ? '1 alerte est ouverte, et personne ne l’a acquittée. Il faut répondre à '
        : waiting === open
          ? `${open} alertes sont ouvertes, et aucune n’est acquittée. Il faut d’abord répondre à `
          : `${open} alertes sont ouvertes, dont ${waiting === 1 ? '1 non acquittée' : `${waiting} non acquittées`}. Il faut d’abord répondre à `,
      ...[first].flat(),
      '.',
    ],
    onlyBacklog: (count) =>
      `Aucune alerte n’est ouverte, sauf ${count === 1 ? '1 plus ancienne, antérieure à l’ajout de sa source' : `${count} plus anciennes, antérieures à l’ajout de leur source`}.`,
    alsoBacklog: (count) =>
      count === 1
        ? ' 1 alerte plus ancienne, antérieure à l’ajout de sa source, reste ouverte.'
        : ` ${count} alertes plus anciennes, antérieures à l’ajout de leur source, restent ouvertes.`,
    named: (number, name) => `la nº ${number} « ${name} »`,
    by: (when) => [', avant le ', when],
    late: (when) => [', en retard depuis le ', when],
  },
  report: {
    whole: (tenant, months) => `${tenant}. ${months.map((one) => `En ${one}`).join(' ')}`,
    month: (month, answers) => {
      const bySeverity = answers.map(({ severity, answered }) => `${severity.toLowerCase()} (${answered})`);
      return `${month} : ${bySeverity.length === 0 ? 'aucune alerte' : bySeverity.join(' ; ')}.`;
    },
  },
};
