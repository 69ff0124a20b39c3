/** A source of the sources' file with rules, from its JSON to the alerts that the bot stores; and what CIPP sends. */
import { readAlerts } from '../../adapters/webhook/sources/read-alerts.ts';
import { settingsOf } from '../../adapters/webhook/sources/sources-file.ts';
import { sourcesSchema } from '../../adapters/webhook/sources/sources-schema.ts';
import { acceptFromSource } from '../../src/alerts/sources/accept-from-source.ts';
import type { World } from '../../src/ports/world.ts';

/** What CIPP sends of one finding; `rows` are the users whom it found. */
export interface Finding {
  customer?: string;
  type?: string;
  name?: string;
  rows?: readonly string[];
}

/** Returns how sources with these entries reach the bot of this world, whose settings have them from now on. */
export function ruledSources(world: World, ...entries: readonly object[]) {
  const auth = { bearer: ['env:KEY'] };
  const json = { version: 1, sources: entries.map((entry) => ({ auth, preset: 'cipp', ...entry })) };
  const { sources } = sourcesSchema(null, world.clock.now()).parse(json);
  world.settings.sources = sources.map(settingsOf);
  let sent = 0;
  const post = (name: string, body: object, sentAt: string | null = null) => {
    const found = sources.find(({ source }) => source.name === name);
    if (!found) throw new Error(`no source ${name}`);
    return acceptFromSource(name, readAlerts(found.source, body, world.clock.now()), sentAt, world);
  };
  return {
    post,
    /** What CIPP sends now: each time it is a body with a time, and so with an id, of its own. */
    finds: (name: string, finding: Finding = {}) => post(name, cippBody(finding, world.clock.now(), ++sent)),
  };
}

/** Returns the body that CIPP sends of a finding at that time. `nth` tells apart what it sends in one millisecond. */
export function cippBody(
  {
    customer = 'fabrikam.com',
    type = 'Get-CIPPAlertMFAAdmins',
    name = 'Admins without MFA',
    rows = ['ops@x'],
  }: Finding,
  at: string,
  nth = 0,
) {
  return {
    ...{ schemaVersion: '1.0', source: 'Alert', invoking: type, title: `Alert - ${customer} - ${name}` },
    ...{ tenant: customer, generatedAt: at.replace('Z', `${String(nth).padStart(4, '0')}Z`), alertCount: 1 },
    payload: {
      tenant: customer,
      results: rows.map((user) => ({ UserPrincipalName: user, LastSignIn: at, MFARegistered: false })),
    },
  };
}
