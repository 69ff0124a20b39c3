import { portal } from '../../domain/tenant/partner-tenant.ts';
import { askerLocale } from '../../request/reader-locale.ts';
import type { PressHandler } from '../../request/request.ts';
import { button, card } from '../../view/build-card.ts';
import { stateLines } from '../cards/alert-state.ts';
import { findAlert } from './find-alert.ts';

/** The steps for an alert, in private: everybody may read them. */
export const pressPlaybook: PressHandler = async (request, alertId, world) => {
  const { steps, buttons } = request.words.alerts;
  const found = await findAlert(alertId, world);
  const alert = found?.alert;
  const link = button('link', 'alerts.portal', buttons.open, portal.securityAlerts);
  const shown = card(steps.title, steps.summary, {
    text: found
      ? [[{ kind: 'strong', text: found.alert.content.displayName }], ...stateLines(askerLocale(request), found)]
      : [],
    rows: steps.rows.map((row) => ({ ...row, button: null })),
    buttons: [
      ...(alert ? [button('press', 'alerts.show', buttons.story, alert.id)] : []),
      ...(alert?.origin === 'drill' ? [] : [link]),
    ],
    footer: steps.source,
  });
  return { kind: 'card', instead: false, card: shown };
};
