import type { PressHandler } from '../asking.ts';
import { button, card } from '../card.ts';
import { portal } from '../domain/portal.ts';

/** The steps for an alert, in private: everybody may read them. */
export const pressSteps: PressHandler = async ({ words }) => {
  const { steps, buttons } = words.alerts;
  const shown = card(steps.title, steps.summary, {
    rows: steps.rows.map((row) => ({ ...row, button: null })),
    buttons: [button('link', 'alerts.portal', buttons.open, portal.securityAlerts)],
    footer: steps.source,
  });
  return { kind: 'card', instead: false, card: shown };
};
