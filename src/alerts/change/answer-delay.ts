import { type Alert, isReal } from '../../domain/alert/alert.ts';
import { isBacklog } from '../../domain/alert/backlog.ts';
import { detectedAt } from '../../domain/alert/deadlines.ts';
import type { World } from '../../ports/world.ts';

/** An alert before and after somebody answered it. */
export interface Answered {
  before: Alert;
  alert: Alert;
}

/**
 * Measures how long alerts waited for their first answer, from their detection: until a person acknowledged or resolved them.
 * Drills, tests, a backlog and later answers do not count, nor does an alert that closed by age, also when it is reopened.
 */
export function measureAnswers(answered: readonly Answered[], { meter }: Pick<World, 'meter'>): void {
  for (const { before, alert } of answered) {
    const { firstAnsweredAt, content, status } = alert;
    if (before.firstAnsweredAt !== null || firstAnsweredAt === null || !isReal(alert) || isBacklog(before)) continue;
    if (status === 'active') continue; // It was reopened.
    const seconds = Math.max(0, Date.parse(firstAnsweredAt) - Date.parse(detectedAt(alert))) / 1_000;
    meter.observe('alert_acknowledge_delay_seconds', content.severity, seconds);
  }
}
