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
  count < 1 ? `${Math.max(1, Math.round(count * 60))} min` : `${count.toFixed(1).replace('.', ',')} h`;
/** An alert's adjective, for one and for several. */
const named: Record<Severity, readonly [string, string]> = {
  high: ['de gravité élevée', 'de gravité élevée'],
  medium: ['de gravité moyenne', 'de gravité moyenne'],
  low: ['de gravité faible', 'de gravité faible'],
  informational: ['informative', 'informatives'],
};

const plural = (count: number) => (count < 2 ? '' : 's');

function answersOf(count: number, { inTime, late, overdue, waiting, closedByAge, archived }: AnswerCounts): string {
  const answered = inTime + late;
  return [
    `${answered === 0 && count > 1 ? `aucune acquittée sur ${count}` : `${answered} sur ${count} acquittée${plural(answered)}`}${late === 0 ? '' : ` (${late} hors délai)`}`,
    ...(overdue > 0 ? [`${overdue} en retard`] : []),
    ...(waiting > 0 ? [`${waiting} encore dans les délais`] : []),
    ...(closedByAge > 0 ? [`${closedByAge} fermée${plural(closedByAge)} automatiquement`] : []),
    ...(archived > 0 ? [`${archived} archivée${plural(archived)}`] : []),
  ].join(', ');
}

export const report: typeof english = {
  title: (month) => `Rapport des alertes, ${month}`,
  together: (tenants, month) => `Les alertes ${de(tenants)} en ${month}.`,
  none: (tenant, month) => `${tenant} n’a eu aucune alerte de sécurité en ${month}.`,
  noAlert: 'Aucune alerte de sécurité.',
  averageOf: (mean, limit, isFinal) => {
    const average = `Délai moyen : ${shortTime(mean)}`;
    if (limit === null) return average;
    if (mean > limit) return `${average} — limite de ${limit}\u00A0h dépassée`;
    return isFinal ? `${average} — limite ${limit}\u00A0h\u00A0✓` : `${average} à ce jour — limite ${limit}\u00A0h`;
  },
  averagePeriod: (until) =>
    `De la détection à l’acquittement, toutes gravités, ${until === null ? 'sur les 30 derniers jours' : `sur 30 jours jusqu’à fin ${until}`}.`,
  counted: (tenant, month, answered) => `${tenant}, ${month} : ${answered}`,
  answeredOf: (count, answers) => `${answersOf(count, answers)}.`,
  unknown: (first) => `Données disponibles depuis ${first}.`,
  ahead: (month) => `${/^\d+$/.test(month) ? `L’année ${month}` : `Le mois ${de(month)}`} n’a pas encore commencé.`,
  noMonthTitle: 'Quel mois ?',
  noMonth: (typed) =>
    `Il n’y a pas de mois « ${typed} ». Indiquez l’année et le mois, de 01 à 12, par exemple 2026-11.`,
  needsManager:
    'Seuls les responsables désignés pour ce locataire partenaire et les administrateurs généraux peuvent voir le rapport.',
  facts: {
    high: 'Alertes de gravité élevée',
    medium: 'Alertes de gravité moyenne',
    low: 'Alertes de gravité faible',
    informational: 'Alertes informatives',
    closedByAge: 'Fermées automatiquement',
    held: 'Retenues par une maintenance',
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
    return `${answersOf(count, answers)} · attente moyenne${so} : ${hours(average.hours)}`;
  },
  hours,
  bySeverity: {
    title: 'Alertes par gravité',
    answered: 'Acquittées',
    open: 'Non acquittées',
    waiting: 'Encore à temps',
  },
  answers: {
    inTime: 'Sous 24 heures',
    late: 'En retard',
    value: (inTime, late, closedByAge) =>
      inTime + late + closedByAge === 0
        ? 'aucune'
        : `${inTime} ${inTime < 2 ? 'acquittée' : 'acquittées'} sous 24 heures, ${late} en retard${closedByAge === 0 ? '' : `, ${closedByAge} ${closedByAge === 1 ? 'fermée' : 'fermées'} automatiquement`}`,
  },
  of: (some, all) => `${some} sur ${all}`,
  limit: 'Mois et jours en UTC. Pour une alerte sans réponse, je compte le temps écoulé à ce jour.',
  buttons: { other: 'Autre mois', csv: 'M’envoyer le CSV', json: 'M’envoyer le JSON' },
  month: { label: 'Mois', submit: 'Afficher' },
  file: (tenant, month) => `Les alertes ${de(tenant)} pour ${month}, comme demandé.`,
  sent: (name) => `Le fichier ${name} est dans notre conversation privée.`,
  offered: (name) =>
    `Je vous propose le fichier ${name} dans notre conversation privée. Acceptez-le là-bas : je l’enregistre dans votre OneDrive.`,
  impossible: (month, type) =>
    `Je ne peux pas envoyer de fichiers dans cette conversation. Dans un terminal, « npm run --silent report -- --month ${month} --format ${type} » l’affiche.`,
  notSent: (reason) => `Je n’ai pas pu vous envoyer le fichier (${reason}). Réessayez un peu plus tard.`,
};
