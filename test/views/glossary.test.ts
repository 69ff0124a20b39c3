import { expect, it } from 'vitest';
import { messages } from '../../src/messages/messages.ts';

/** Words that must not be swapped, by meaning: English, French. Typed anew here, so that a slip in `messages/` shows. */
const glossary: Readonly<Record<string, readonly [string, string]>> = {
  'alerts.severities.high': ['High', 'Élevée'],
  'alerts.severities.medium': ['Medium', 'Moyenne'],
  'alerts.severities.low': ['Low', 'Faible'],
  'alerts.severities.informational': ['Informational', 'Informative'],
  'alerts.levels.high': ['High severity', 'Gravité élevée'],
  'alerts.levels.medium': ['Medium severity', 'Gravité moyenne'],
  'alerts.levels.low': ['Low severity', 'Gravité faible'],
  'alerts.levels.informational': ['Informational', 'Informative'],
  'alerts.kinds.high': ['High-severity alert', 'Alerte de gravité élevée'],
  'alerts.kinds.medium': ['Medium-severity alert', 'Alerte de gravité moyenne'],
  'alerts.kinds.low': ['Low-severity alert', 'Alerte de gravité faible'],
  'alerts.kinds.informational': ['Informational alert', 'Alerte informative'],
  'alerts.confidences.high': ['High', 'Élevée'],
  'alerts.confidences.medium': ['Medium', 'Moyenne'],
  'alerts.confidences.low': ['Low', 'Faible'],
  'alerts.statuses.active': ['Not acknowledged', 'Non acquittée'],
  'alerts.statuses.investigating': ['Acknowledged', 'Acquittée'],
  'alerts.statuses.resolved': ['Resolved', 'Résolue'],
  'alerts.list.unacknowledged': ['Not acknowledged', 'Non acquittées'],
  'report.facts.high': ['High severity', 'Alertes de gravité élevée'],
  'report.facts.medium': ['Medium severity', 'Alertes de gravité moyenne'],
  'report.facts.low': ['Low severity', 'Alertes de gravité faible'],
  'report.bySeverity.answered': ['Acknowledged', 'Acquittées'],
  'report.bySeverity.open': ['Not acknowledged', 'Non acquittées'],
  'alerts.reasons.legitimate': ['Legitimate', 'Légitime'],
  'alerts.reasons.fraud': ['Fraud', 'Fraude'],
  'alerts.reasons.ignore': ['Ignored', 'Ignorée'],
  'alerts.form.reasons.legitimate': ['Legitimate', 'Légitime'],
  'alerts.form.reasons.fraud': ['Fraud', 'Fraude'],
  'alerts.form.reasons.ignore': ['Ignore', 'Ignorer'],
  'alerts.facts.detected': ['Detected', 'Détectée'],
  'alerts.facts.acknowledged': ['Acknowledged', 'Acquittée'],
  'alerts.facts.resolved': ['Resolved', 'Résolue'],
  'alerts.facts.tenant': ['Partner tenant', 'Locataire partenaire'],
  'alerts.facts.customer': ['Customer tenant', 'Locataire client'],
  'alerts.timeline.steps.received': ['received', 'reçue'],
  'alerts.timeline.steps.acknowledged': ['acknowledged', 'acquittée'],
  'alerts.timeline.steps.resolved': ['resolved', 'résolue'],
  'alerts.timeline.steps.reopened': ['reopened', 'rouverte'],
  'alerts.buttons.acknowledge': ['Acknowledge', 'Acquitter'],
  'alerts.buttons.resolve': ['Resolve', 'Résoudre'],
  'alerts.buttons.reopen': ['Reopen', 'Rouvrir'],
  'notices.contactChanged.button': ['Not us', 'Ce n’est pas nous'],
  'securityContact.buttons.confirm': ['Still right', 'Toujours exact'],
  'securityContact.buttons.attest': ['Done in Partner Center', 'Fait dans l’Espace partenaires'],
  'securityContact.buttons.update': ['Update', 'Modifier'],
  'reminders.buttons.snooze': ['Snooze', 'Reporter'],
  'reminders.buttons.unsnooze': ['End the snooze', 'Annuler le report'],
};

/** The beginning of a label, up to what explains it. */
function wordAt(locale: 'en' | 'fr', path: string): unknown {
  const found = path
    .split('.')
    .reduce<unknown>(
      (inner, step) => (Object(inner) === inner ? Reflect.get(Object(inner), step) : null),
      messages(locale),
    );
  return typeof found === 'string' ? found.split(/\s?:/)[0] : found;
}

it.each(Object.entries(glossary))('%s means the same in both languages', (path, said) => {
  expect([wordAt('en', path), wordAt('fr', path)]).toEqual(said);
});
