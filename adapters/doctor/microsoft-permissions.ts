import type { MicrosoftTenant } from '../microsoft/file/tenant.ts';
import { type CheckResult, failed, fine, off, quoted } from './check.ts';

/** An application permission of Microsoft Graph, the signals that need it, and the permission that covers it too. */
interface Permission {
  name: string;
  /** Returns the signals of the tenant's entry that need it. */
  neededFor(tenant: MicrosoftTenant): readonly string[];
  coveredBy?: string;
}

const whereSet = (signals: Readonly<Record<string, boolean>>) =>
  Object.entries(signals).flatMap(([name, isSet]) => (isSet ? [name] : []));

/** The table “Permissions” of docs/microsoft.md. Where a person signs in (`"by":"user"`), the app itself needs nothing for score and alerts. */
const permissions: readonly Permission[] = [
  { name: 'User.Read.All', neededFor: ({ roles }) => whereSet({ roles }) },
  {
    name: 'PartnerSecurity.Read.All',
    neededFor: ({ score, alerts }) => (alerts?.by === 'user' ? [] : whereSet({ score, alerts: alerts !== null })),
    coveredBy: 'PartnerSecurity.ReadWrite.All',
  },
  {
    name: 'PartnerSecurity.ReadWrite.All',
    neededFor: ({ alerts }) => (alerts?.by === 'app' && alerts.writeBack ? ['writeBack'] : []),
  },
];

/** What the app of a tenant may do, compared with what the tenant's entry needs. */
export interface PermissionsFound {
  /** Permissions that are needed, and neither granted nor covered. */
  missing: readonly string[];
  check: CheckResult;
}

/** Compares the permissions of the app's token with those that the signals need; `granted` is null where the token cannot be read. */
export function comparePermissions(tenant: MicrosoftTenant, granted: readonly string[] | null): PermissionsFound {
  if (granted === null)
    return { missing: [], check: off('Not looked at: the token that Microsoft Entra gave cannot be read.') };
  const needed = permissions.filter(({ neededFor }) => neededFor(tenant).length > 0);
  const isNeeded = (name: string | undefined) => needed.some((one) => one.name === name);
  const isGranted = (name: string | undefined) => name !== undefined && granted.includes(name);
  const absent = needed.filter(({ name }) => !isGranted(name));
  const missing = absent.filter(({ coveredBy }) => !isGranted(coveredBy));
  const toAdd = absent.filter(({ coveredBy }) => !(isGranted(coveredBy) && isNeeded(coveredBy)));
  const toRemove = [...new Set(granted)].filter((name) => !isNeeded(name)).map((name) => quoted(name));
  return { missing: missing.map(({ name }) => name), check: verdict(tenant, { needed, missing, toAdd, toRemove }) };
}

function verdict(
  tenant: MicrosoftTenant,
  { needed, missing, toAdd, toRemove }: Record<'needed' | 'missing' | 'toAdd', Permission[]> & { toRemove: string[] },
): CheckResult {
  const names = needed.map(({ name }) => name).join(', ');
  if (toAdd.length === 0 && toRemove.length === 0)
    return fine(needed.length === 0 ? 'None is needed, and none is granted.' : `Granted, and nothing else: ${names}.`);
  const lacking = missing.map((one) => `${one.name} (for ${one.neededFor(tenant).join(', ')})`).join(', ');
  const opensAll = toRemove.some((name) => /^Mail\./.test(name)) ? ' Mail permissions here open every mailbox.' : '';
  const detail = [
    ...(lacking ? [`Missing: ${lacking}.`] : []),
    ...(toRemove.length > 0 ? [`More than needed: ${toRemove.join(', ')}.${opensAll}`] : []),
  ].join(' ');
  const steps = [
    ...(toAdd.length > 0
      ? [`add as application permissions ${toAdd.map(({ name }) => name).join(', ')} and grant admin consent`]
      : []),
    ...(toRemove.length > 0 ? [`remove ${toRemove.join(', ')}`] : []),
  ].join('; ');
  const late =
    tenant.credential.kind === 'managedIdentity' ? ' Azure may keep the token of a managed identity for a day.' : '';
  const where = 'On entra.microsoft.com, “App registrations”, the app, “API permissions”';
  return failed(detail, `${where}: ${steps}.${late} Which are needed: docs/microsoft.md, “Permissions”.`);
}
