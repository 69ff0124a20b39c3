import type { AnswerCounts } from '../../domain/alert/report.ts';
import type { Severity } from '../../domain/alert/severity.ts';
import type { report as english } from '../en/report.ts';
import { de } from './elision.ts';

const minutes = (count: number) => (count < 1 ? 'moins d’une minute' : count === 1 ? '1 minute' : `${count} minutes`);

const hours = (count: number) => {
  if (count < 1) return minutes(Math.round(count * 60));
  const shown = count.toFixed(1);
  return `${shown.replace('.', ',')} heure${Number(shown) < 2 ? '' : 's'}`;
};
/** A time in hours in as few characters as a heading has room for. */
const shortTime = (count: number) =>
  count < 1 ? `${count * 60 < 1 ? '< 1' : Math.round(count * 60)} min` : `${count.toFixed(1).replace('.', ',')} h`;
/** An alert's adjective, for one and for several. */
const named: Record<Severity, readonly [string, string]> = {
  high: ['de gravité élevée', 'de gravité élevée'],
  medium: ['de gravité moyenne', 'de gravité moyenne'],
  low: ['de gravité faible', 'de gravité faible'],
  informational: ['informative', 'informatives'],
};

const plural = (count: number) => (count < 2 ? '' : 's');

/** Says how many of the alerts are acknowledged, and what became of the others: of all of them, or of some. */
function answersOf(count: number, { inTime, late, overdue, waiting, closedByAge, archived }: AnswerCounts): string {
  const answered = inTime + late;
  const others = [
    { some: overdue, are: 'en retard' },
    { some: waiting, are: 'encore dans les délais' },
    { some: closedByAge, are: `fermée${plural(closedByAge)} automatiquement` },
    { some: archived, are: `archivée${plural(archived)}` },
  ].filter(({ some }) => some > 0);
  const afterTime = late === 0 ? '' : late === answered ? ' hors délai' : ` (${late} hors délai)`;
  if (count === 1)
    return `1 alerte ${answered === 1 ? `acquittée${afterTime}` : ['non acquittée', ...others.map(({ are }) => are)].join(', ')}`;
  const acquitted =
    answered === 0
      ? `${count} alertes, aucune acquittée`
      : answered === count
        ? `${count} alertes, toutes acquittées${afterTime}`
        : `${answered} alerte${plural(answered)} acquittée${plural(answered)}${afterTime} sur ${count}`;
  const [only] = others;
  if (only && others.length === 1 && only.some > 1)
    return `${acquitted}, ${answered === 0 ? 'toutes' : `les ${only.some} autres`} ${only.are}`;
  return [acquitted, ...others.map(({ some, are }) => `${some} ${are}`)].join(', ');
}

export const report: typeof english = {
  title: (month) => `Rapport sur les alertes ${de(month)}`,
  together: (tenants, month) => `Voici les alertes ${de(tenants)} en ${month}.`,
  none: (tenant, month) => `${tenant} n’a eu aucune alerte de sécurité en ${month}.`,
  noAlert: 'Il n’y a eu aucune alerte de sécurité.',
  averageOf: (mean, limit, isFinal) => {
    const average = `Délai moyen : ${shortTime(mean)}`;
    if (limit === null) return average;
    if (mean > limit) return `${average}, au-delà de la limite de ${limit}\u00A0h`;
    return isFinal
      ? `${average}, dans la limite de ${limit}\u00A0h\u00A0✓`
      : `${average} à ce jour, pour une limite de ${limit}\u00A0h`;
  },
  averagePeriod: (until) =>
    `De la détection à l’acquittement, toutes gravités confondues, ${until === null ? 'sur les 30 derniers jours' : `sur 30 jours jusqu’à fin ${until}`}.`,
  counted: (tenant, month, answered) => `${tenant}, ${month} : ${answered}`,
  answeredOf: (count, answers) => `${answersOf(count, answers)}.`,
  unknown: (first) => `Je n’ai de données que depuis ${first}.`,
  ahead: (month) => `${/^\d+$/.test(month) ? `L’année ${month}` : `Le mois ${de(month)}`} n’a pas encore commencé.`,
  noMonthTitle: 'Quel mois ?',
  noMonth: (typed) =>
    `Le mois « ${typed} » n’existe pas. Indiquez l’année et le mois, de 01 à 12, par exemple 2026-11.`,
  needsManager:
    'Seuls les responsables désignés pour ce locataire partenaire et les administrateurs généraux peuvent voir le rapport.',
  facts: {
    high: 'Alertes de gravité élevée',
    medium: 'Alertes de gravité moyenne',
    low: 'Alertes de gravité faible',
    informational: 'Alertes informatives',
    closedByAge: 'Alertes fermées automatiquement',
    held: 'Alertes retenues par une maintenance',
    backlog: 'Anciennes alertes, comptées à part',
    drills: 'Exercices acquittés à temps',
  },
  open: (severity, { count, overdue, waiting }) => {
    const open = overdue + waiting;
    const [one, several] = named[severity];
    if (count === 1)
      return `La seule alerte ${one} n’est ${overdue > 0 ? 'pas acquittée, et elle est en retard' : 'pas encore acquittée'}.`;
    const what = `${open} ${open === 1 ? `alerte ${one}` : `alertes ${several}`} sur ${count}`;
    const answered = `acquittée${plural(open)}`;
    return overdue > 0 ? `${what} non ${answered}, dont ${overdue} en retard.` : `${what} pas encore ${answered}.`;
  },
  answered: (answers) => {
    const { count, overdue, waiting, average } = answers;
    if (average === null) return answersOf(count, answers);
    const so = overdue + waiting > 0 ? ' à ce jour' : '';
    return `${answersOf(count, answers)} · délai moyen d’acquittement${so} : ${hours(average.hours)}`;
  },
  hours,
  bySeverity: {
    title: 'Alertes par gravité',
    answered: 'Acquittées',
    open: 'Non acquittées',
    all: 'Alertes',
  },
  answers: {
    inTime: 'À temps',
    late: 'En retard',
    value: (inTime, late, closedByAge) =>
      inTime + late + closedByAge === 0
        ? 'aucune'
        : `${inTime} ${inTime < 2 ? 'acquittée' : 'acquittées'} à temps, ${late} en retard${closedByAge === 0 ? '' : `, ${closedByAge} ${closedByAge === 1 ? 'fermée' : 'fermées'} automatiquement`}`,
  },
  of: (some, all) => `${some} sur ${all}`,
  limit: 'Mois et jours en UTC. Pour une alerte sans réponse, je compte le temps écoulé à ce jour.',
  buttons: { other: 'Choisir un autre mois', csv: 'M’envoyer le CSV', json: 'M’envoyer le JSON' },
  month: { label: 'Mois', submit: 'Afficher' },
  file: (tenant, month) => `Les alertes ${de(tenant)} pour ${month}, comme demandé.`,
  sent: (name) => `Le fichier ${name} est dans notre conversation privée.`,
  offered: (name) =>
    `Je vous propose le fichier ${name} dans notre conversation privée. Acceptez-le, et je l’enregistrerai dans votre OneDrive.`,
  impossible: (month, type) =>
    `Je ne peux pas envoyer de fichiers dans cette conversation. Sur le serveur du bot, dans son dossier, la commande « npm run --silent report -- --month ${month} --format ${type} » affiche le rapport.`,
  notSent: (reason) => `Je n’ai pas pu vous envoyer le fichier (${reason}). Réessayez un peu plus tard.`,
};
