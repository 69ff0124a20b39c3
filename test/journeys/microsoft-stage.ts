/** The whole bot between Slack, Teams and a made-up Microsoft, which it asks about the partner tenant that it knows. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMicrosoft } from '../../adapters/microsoft/open-microsoft.ts';
import { fakeEntra } from '../support/entra.ts';
import { fakeGraph, globalAdministrator } from '../support/graph.ts';
import { activeAlert, type PartnerAlert } from '../support/graph-partner.ts';
import { clientId, microsoftFile, microsoftTenant } from '../support/microsoft-file.ts';
import { isoNow } from '../support/time.ts';
import { alertStage } from './alert-stage.ts';
import { contosoId } from './stage.ts';

export type MicrosoftStage = Awaited<ReturnType<typeof microsoftStage>>;

/** `signals` is what the file says of the tenant beside how it signs in; `roles` are the permissions that the app was granted. */
export async function microsoftStage(signals: object, roles: string[]) {
  const entra = await fakeEntra();
  const graph = await fakeGraph(entra);
  const secret = 'Abc8Q~a-client-secret-of-a-test';
  entra.tokens.register({ tenantId: contosoId, clientId, secrets: [{ value: secret }], roles });
  const dir = mkdtempSync(join(tmpdir(), 'microsoft-'));
  const path = join(dir, 'microsoft.json');
  const tenant = microsoftTenant({ id: contosoId, ...signals });
  writeFileSync(path, microsoftFile([tenant], { login: entra.login, api: graph.api }));
  const microsoft = openMicrosoft(path, { APP_SECRET: secret }, { sourceNames: [], isLocal: false });
  const stage = await alertStage({}, {}, microsoft);
  const { partner, mail, users } = graph.tenant(contosoId);
  return {
    ...stage,
    graph,
    entra,
    partner,
    mail,
    /** An account in Entra; an administrator where it holds the role. */
    account(id: string, isAdmin: boolean) {
      const name = `person-${users.size}`;
      const made = {
        ...{ id, userPrincipalName: `${name}@contoso.example`, displayName: name, mail: null, userType: 'Member' },
        ...{ accountEnabled: true as unknown, memberOf: new Set(isAdmin ? [globalAdministrator] : []) },
      };
      users.set(id, made);
      return made;
    },
    /** An alert stands at Microsoft from now on. */
    hasAlert(id: string, more: Partial<PartnerAlert> = {}): void {
      const detectedDateTime = isoNow();
      const open = { resolvedReason: null, resolvedOnDateTime: null, resolvedBy: null, activityLogs: [] };
      partner.alerts.set(id, { ...activeAlert, ...open, id, displayName: 'Mining', detectedDateTime, ...more });
    },
    /** Somebody changes the status of an alert in Partner Center. */
    inPartnerCenter(id: string, more: Partial<PartnerAlert>): void {
      const before = partner.alerts.get(id);
      if (!before) throw new Error(`there is no alert ${id}`);
      partner.alerts.set(id, { ...before, resolvedBy: 'ana@contoso.example', ...more });
    },
    async closes(): Promise<void> {
      await stage.on.closes();
      await graph.stop();
      await entra.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
