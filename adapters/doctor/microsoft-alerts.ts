import type { MicrosoftTenant } from '../microsoft/file/tenant.ts';
import type { TenantInspection } from '../microsoft/inspection.ts';
import { type CheckResult, failed, fine, off } from './check.ts';
import { refusalOf } from './microsoft-refusal.ts';

type AlertsInspection = Pick<TenantInspection, 'signedIn' | 'alerts'>;

/**
 * Checks what Microsoft answers the app, or the person who signed in, to the list of alerts. `obstacle` is why Microsoft is not asked; null
 * where it is.
 */
export async function alertsCheck(
  { name, alerts }: MicrosoftTenant,
  asked: AlertsInspection,
  obstacle: CheckResult | null,
): Promise<CheckResult> {
  if (!alerts) return off('Not asked: `alerts` is not set for this tenant.');
  if (alerts.by === 'user') return personCheck(name, asked, obstacle);
  if (obstacle) return off(obstacle.detail);
  const answer = await asked.alerts('app');
  if (answer instanceof Error) return refusalOf('Microsoft Graph does not list the alerts to the app', answer);
  return fine('Microsoft lists the alerts to the app.');
}

async function personCheck(name: string, asked: AlertsInspection, obstacle: CheckResult | null): Promise<CheckResult> {
  const signedIn = await asked.signedIn();
  if (signedIn instanceof Error)
    return failed(`The sign-in of a person cannot be read (${signedIn.code}).`, signedIn.step);
  if (signedIn.at === null)
    return failed(
      'Nobody has signed in.',
      `Let somebody whom Partner Center shows the alerts run npm run microsoft -- sign-in ${name}`,
    );
  const since = `A person signed in on ${signedIn.at.slice(0, 10)}.`;
  if (obstacle) return off(`${obstacle.detail} ${since}`);
  const [person, app] = await Promise.all([asked.alerts('user'), asked.alerts('app')]);
  if (person instanceof Error) {
    const refusal = refusalOf('Microsoft Graph does not list the alerts to the person', person);
    return { ...refusal, detail: `${refusal.detail} ${since}` };
  }
  const alone =
    app instanceof Error
      ? `The app alone gets no answer (${app.code}).`
      : 'Microsoft lists them to the app alone too: "by":"app" needs nobody.';
  return fine(`Microsoft lists the alerts to the person. ${since} ${alone}`);
}
