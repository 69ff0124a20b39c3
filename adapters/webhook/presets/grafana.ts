import { z } from 'zod';
import { GroupedAlert, groupedEvent, Truncated } from './alertmanager.ts';
import type { Preset, Reading } from './preset.ts';
import { listOf, readBody, SentText } from './read-body.ts';

const GrafanaAlert = GroupedAlert.extend({ dashboardURL: SentText, panelURL: SentText });
const Group = z.object({ truncatedAlerts: Truncated, alerts: listOf(GrafanaAlert) });

/**
 * Reads what a webhook contact point of Grafana Alerting sends: one alert for each alert of the group. What Grafana measured
 * (`values`, `valueString`) is left out, since it differs in each repeat.
 * https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/
 */
export const grafana: Preset = (body): Reading => {
  const { alerts, truncatedAlerts } = readBody(Group, body);
  return { events: alerts.map(grafanaEvent), truncated: truncatedAlerts };
};

function grafanaEvent({ dashboardURL, panelURL, ...alert }: z.output<typeof GrafanaAlert>) {
  const said = groupedEvent(alert, [dashboardURL, panelURL].map(withoutTimes));
  // The button Test of a contact point sends these two labels. https://github.com/zulip/zulip/pull/39405
  const isButton = alert.labels.get('alertname') === 'TestAlert' && alert.labels.get('instance') === 'Grafana';
  return { ...said, isTest: said.isTest || isButton };
}

/** Returns the address without the span of time, which moves with each repeat. */
function withoutTimes(address: string): string {
  const url = URL.parse(address);
  if (!url) return address;
  url.searchParams.delete('from');
  url.searchParams.delete('to');
  return url.href;
}
