import type { record as english } from '../en/record.ts';
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
    none: (tenant) => `Aucun contact de sécurité n’est encore enregistré pour ${tenant}.`,
  },
  onCall: {
    are: (tenant, people, phone) => [
      `D’astreinte pour ${tenant} : `,
      ...[people].flat(),
      ' ; le numéro de téléphone est le ',
      phone,
      '.',
    ],
    nobody: (tenant, phone) => [
      `Aucune personne d’astreinte n’est désignée pour ${tenant} ; le numéro du contact est le `,
      phone,
      '.',
    ],
  },
  confirmation: {
    whole: (confirmed, attested) => [...[confirmed].flat(), ' ; ', ...[attested].flat(), '.'],
    confirmed: (tenant, { when, who }) =>
      who
        ? [who, ` a confirmé le contact ${de(tenant)} pour la dernière fois le `, when]
        : [`Le contact ${de(tenant)} a été confirmé pour la dernière fois le `, when],
    neverConfirmed: (tenant) => `Personne n’a encore confirmé le contact ${de(tenant)}`,
    attested: ({ when, who }) =>
      who
        ? [who, ' a attesté pour la dernière fois le ', when, ' que la fiche de l’Espace partenaires est identique']
        : ['il a été attesté pour la dernière fois le ', when, ' que la fiche de l’Espace partenaires est identique'],
    notAttested:
      'personne n’a attesté depuis la dernière modification que la fiche de l’Espace partenaires est identique',
  },
  approvers: {
    untold: 'l’annuaire ne dit pas pour le moment qui ils sont',
    mayChange: (tenant, admins) =>
      admins === null
        ? `Seuls les administrateurs généraux peuvent modifier le contact ${de(tenant)}, et aucun n’est encore connu ; `
        : [
            'Seuls les administrateurs généraux (',
            ...[admins].flat(),
            `) peuvent modifier le contact ${de(tenant)} ; `,
          ],
    mayConfirm: (channels) => [
      'eux-mêmes et les membres de ',
      ...[channels].flat(),
      ' peuvent confirmer qu’il est exact.',
    ],
    adminsConfirm: 'eux seuls peuvent confirmer qu’il est exact, car il n’a aucun canal.',
    none: (tenant, admins) =>
      admins === null
        ? `Aucun contact de sécurité n’est encore enregistré pour ${tenant} ; seuls les administrateurs généraux peuvent l’ajouter, et aucun n’est encore connu.`
        : [
            `Aucun contact de sécurité n’est encore enregistré pour ${tenant} ; seuls les administrateurs généraux (`,
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
      ` a modifié en dernier ${what}, le `,
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
        ? `Rien ne manque et rien ne semble dépassé dans ce qui est enregistré pour ${tenant}.`
        : `Plus rien à régler pour l’instant dans ce qui est enregistré pour ${tenant} ; ${off === 1 ? '1 point est reporté' : `${off} points sont reportés`}.`,
    some: (tenant, titles, { count, off }) => {
      const rest = count - titles.length;
      const others = rest === 1 ? 'et 1 autre' : `et ${rest} autres`;
      const all = [...titles, ...(rest > 0 ? [others] : [])].join(' ; ');
      const putOff = off === 0 ? '' : off === 1 ? ' (1 autre est reporté)' : ` (${off} autres sont reportés)`;
      return `${counted(count, 'point', 'points')} à régler pour ${tenant} : ${all}${putOff}.`;
    },
  },
  reminders: {
    next: (when, to, titles) => [
      ...(when === null
        ? ['Le prochain rappel part tout de suite, pour ']
        : ['Le prochain rappel part le ', when, ', pour ']),
      ...[to].flat(),
      ` ; ${titles.length === 1 ? 'motif' : 'motifs'} : ${titles.join(' ; ')}.`,
    ],
    nothingOpen: 'Aucun rappel n’est prévu : aucun point ouvert n’en demande.',
    putOff: 'Aucun rappel n’est prévu : tout ce qui est ouvert a été reporté. La liste dit jusqu’à quand.',
    nobody:
      'Aucun rappel n’est prévu alors que des points sont ouverts : je ne connais aucun administrateur à qui l’envoyer.',
  },
  openAlerts: {
    none: 'Aucune alerte n’est ouverte.',
    acknowledged: (open) =>
      open === 1
        ? '1 alerte est ouverte, et elle est prise en charge.'
        : `${open} alertes sont ouvertes, toutes prises en charge.`,
    waiting: (open, waiting, first) => [
      open === 1
        ? '1 alerte est ouverte, et personne ne l’a prise en charge ; celle à laquelle répondre est '
        : waiting === open
          ? `${open} alertes sont ouvertes, et aucune n’est prise en charge ; la première à laquelle répondre est `
          : `${open} alertes sont ouvertes, dont ${waiting === 1 ? '1 non prise' : `${waiting} non prises`} en charge ; la première à laquelle répondre est `,
      ...[first].flat(),
      '.',
    ],
    onlyBacklog: (count) =>
      `Aucune alerte n’est ouverte, sauf ${count === 1 ? '1 plus ancienne, d’avant le raccordement de sa source' : `${count} plus anciennes, d’avant le raccordement de leur source`}.`,
    alsoBacklog: (count) =>
      count === 1
        ? ' Reste ouverte 1 alerte plus ancienne, d’avant le raccordement de sa source.'
        : ` Restent ouvertes ${count} alertes plus anciennes, d’avant le raccordement de leur source.`,
    named: (number, name) => `la nº ${number} « ${name} »`,
    by: (when) => [', avant le ', when],
    late: (when) => [', dont l’échéance était le ', when],
  },
  report: {
    whole: (tenant, months, before) =>
      `${tenant} : ${months.join(' ; ')}. Un autre mois : « rapport ${tenant} ${before} ».`,
    month: (month, count, answers) => {
      if (count === 0) return `aucune alerte en ${month}`;
      const bySeverity = answers.map(({ severity, answered }) => `${severity.toLowerCase()} : ${answered}`);
      return `${counted(count, 'alerte', 'alertes')} en ${month} (${bySeverity.join(' ; ')})`;
    },
  },
};
