/** The bot, to which Alertmanager's own webhook bodies are sent by bearer. */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ours, tenantOf } from '../alerts/ours.ts';
import { description, httpPost, type Sent, type Side } from '../alerts/side.ts';

const token = 'a-token-of-a-bench-for-one-source-alone';
const startsAt = new Date().toISOString();

export function byAlertmanager(slackUrl: string): Side {
  const sources = [
    { name: 'prom', preset: 'alertmanager', auth: { bearer: ['env:PROM_TOKEN'] }, tenant: { fixed: tenantOf(0) } },
  ];
  const side = ours(slackUrl, async (dir) => {
    const file = join(dir, 'sources.json');
    writeFileSync(file, JSON.stringify({ version: 1, sources }));
    return { SOURCES: file, PROM_TOKEN: token };
  });
  return {
    ...side,
    request: (alerts) => httpPost('/webhooks/alerts/prom', { authorization: `Bearer ${token}` }, bodyOf(alerts)),
  };
}

/** https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
function bodyOf(alerts: readonly Sent[]): string {
  const common = { alertname: 'Security', severity: 'high', batch: alerts[0]?.id };
  return JSON.stringify({
    version: '4',
    groupKey: `{}:{batch="${common.batch}"}`,
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'security-contact',
    groupLabels: { batch: common.batch },
    commonLabels: common,
    commonAnnotations: { description },
    externalURL: 'http://alertmanager.example:9093',
    alerts: alerts.map(({ id, place }) => ({
      status: 'firing',
      labels: { ...common, id, place: String(place) },
      annotations: { summary: `Security incident id=${id}`, description },
      startsAt,
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: 'http://prometheus.example:9090/graph?g0.expr=up&g0.tab=1',
      fingerprint: createHash('sha256').update(id).digest('hex').slice(0, 16),
    })),
  });
}
