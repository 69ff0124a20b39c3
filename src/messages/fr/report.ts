import type { report as english } from '../en/report.ts';
import { de } from './elision.ts';

const minutes = (count: number) => (count < 1 ? 'moins d’une minute' : count === 1 ? '1 minute' : `${count} minutes`);

export const report: typeof english = {
  title: (month) => `Rapport des alertes, ${month}`,
  summary: (tenant, month, count) =>
    count === 0
      ? `${tenant} n’a eu aucune alerte de sécurité en ${month}.`
      : `${tenant} a eu ${count === 1 ? '1 alerte' : `${count} alertes`} de sécurité en ${month}.`,
  unknown: (first) =>
    `Je connais les alertes à partir ${de(first)} : les plus anciennes sont supprimées, ou datent d’avant mon arrivée.`,
  ahead: (month) => `Le mois ${de(month)} n’a pas commencé.`,
  noMonthTitle: 'Quel mois ?',
  noMonth: (typed) =>
    `Il n’y a pas de mois « ${typed} ». Indiquez l’année et le mois, de 01 à 12, par exemple 2026-11.`,
  needsManager:
    'Seuls les responsables désignés pour ce locataire partenaire et les administrateurs généraux peuvent voir le rapport.',
  facts: {
    answered: 'Prises en charge ou résolues',
    unanswered: 'Jamais prises en charge',
    closedByAge: 'Closes par ancienneté',
    median: 'Délai médian de prise en charge',
    average: 'Moyenne sur 30 jours',
    share: 'Prises en charge en moins de 24 heures',
    drills: 'Exercices pris en charge à temps',
  },
  bySeverity: { fact: 'Gravité', title: 'Alertes par gravité', series: 'Alertes' },
  answers: {
    inTime: 'Sous 24 heures',
    late: 'En retard',
    value: (inTime, late, closedByAge) =>
      inTime + late + closedByAge === 0
        ? 'aucune'
        : `${inTime} ${inTime < 2 ? 'prise' : 'prises'} en charge sous 24 heures, ${late} en retard${closedByAge === 0 ? '' : `, ${closedByAge} ${closedByAge === 1 ? 'close' : 'closes'} par ancienneté`}`,
  },
  hours: (hours) => (hours < 1 ? minutes(Math.round(hours * 60)) : `${hours.toFixed(1).replace('.', ',')} heures`),
  none: 'rien à mesurer pour l’instant',
  noDrill: 'aucun terminé ce mois-ci',
  ofJudged: (percent) => `${percent} % de celles prises en charge ou en retard`,
  of: (some, all) => `${some} sur ${all}`,
  limit:
    'Le délai court de la détection jusqu’à la prise en charge ou la résolution. Microsoft exige 24 heures ou moins en moyenne sur 30 jours, sauf pour les revendeurs indirects, et conseille une heure. Le mois est en UTC.',
  buttons: { before: 'Mois précédent', csv: 'M’envoyer le CSV', json: 'M’envoyer le JSON' },
  file: (tenant, month) => `Les alertes ${de(tenant)} pour ${month}, comme demandé.`,
  sent: (name) => `Le fichier ${name} est dans notre conversation privée.`,
  offered: (name) =>
    `Je vous propose le fichier ${name} dans notre conversation privée. Acceptez-le là-bas : il sera placé dans votre OneDrive.`,
  impossible: (month, type) =>
    `Cette conversation ne connaît pas les fichiers. Dans un terminal, « npm run --silent report -- --month ${month} --format ${type} » l’affiche.`,
  notSent: (reason) => `Je n’ai pas pu vous envoyer le fichier (${reason}). Réessayez un peu plus tard.`,
};
