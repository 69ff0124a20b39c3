/** The made-up Entra and Graph in a process of their own. Arguments: how many open alerts, and the requests that get a 429. */
import { fakeEntra } from '../../test/support/entra.ts';
import { fakeGraph } from '../../test/support/graph.ts';
import { activeAlert } from '../../test/support/graph-partner.ts';
import { graphFaults } from '../../test/support/microsoft-faults.ts';
import { isoNow } from '../../test/support/time.ts';

const [count = '0', throttled = ''] = process.argv.slice(2);
const [tenantId, clientId, secret] = process.env.APP?.split(' ') ?? [];
const entra = await fakeEntra();
const graph = await fakeGraph(entra);
entra.tokens.register({
  ...{ tenantId: tenantId ?? '', clientId: clientId ?? '', secrets: [{ value: secret ?? '' }] },
  roles: ['PartnerSecurity.Read.All'],
});
const { alerts } = graph.tenant(tenantId ?? '').partner;
for (let n = 0; n < Number(count); n++) {
  const id = `${String(n).padStart(8, '0')}-a216-3404-69ef-bdffa445eff6`;
  alerts.set(id, { ...activeAlert, id, detectedDateTime: isoNow(), resolvedBy: null, resolvedReason: null });
}
let asked = 0;
const turns = throttled.split(',').map(Number);
const isTurn = () => {
  asked += 1;
  return turns.includes(asked);
};
graph.faults.fail(isTurn, graphFaults.throttledSeconds, throttled === '' ? 0 : turns.length);
process.stdout.write(`${JSON.stringify({ login: entra.login, api: graph.api })}\n`);
