import type { Alert, AlertIn } from '../alert/alert.ts';
import type { SenderNotes } from '../alert/sender-notes.ts';
import { ownStep, type RoutingReason, withStep } from '../alert/timeline.ts';
import { type Channel, channelKey, sameChannel } from '../tenant/identity.ts';
import { isRestorable, isRetired, type StoredTenant } from '../tenant/partner-tenant.ts';
import type { Destination } from './delivery.ts';

/**
 * Alert types of Microsoft's Azure fraud notifications: those since 15 May 2024, then the older ones. Sources:
 * https://learn.microsoft.com/partner-center/security/security-alerts-reference-guide (its stored copies end in the middle of the
 * list) and https://learn.microsoft.com/partner-center/security/azure-fraud-notification
 */
const fraudTypes: readonly string[] = [
  'CryptoMining',
  'ARM_AnomalousResourceConsumption',
  'ARM_SuspiciousOperations',
  'VM_AnomalousDeployment',
  'AzureBatch_AnomalousDeployment',
  'AzureContainerInstances_AnomalousDeployment',
  'AzureMachineLearning_AnomalousDeployment',
  'networkConnectionsToCryptoMiningPools',
  'usageAnomalyDetection',
  'multiRegionalAzureBatchUsage',
  'suspiciousActivity',
  'azureFraudEvent',
];

/** The parts of an alert that say where it goes. */
interface Routable {
  content: Pick<AlertIn, 'alertType' | 'severity'>;
  notes?: SenderNotes | undefined;
}

/** Returns whether an alert is routed as an Azure fraud notification: by its type, its source (which sends nothing else), or a rule. */
export function isFraudAlert({ content, notes }: Routable): boolean {
  const byRule = notes?.rule?.channels;
  if (byRule !== undefined) return byRule === 'fraud';
  return notes?.azureFraud === true || isAzureFraud(content.alertType);
}

/** Returns whether an alert type is one of Azure fraud. */
export function isAzureFraud(alertType: string | null): boolean {
  return alertType !== null && fraudTypes.some((type) => type.toLowerCase() === alertType.toLowerCase());
}

/** The way of an alert. */
interface AlertRoute {
  /** `admins` means to them, and to channels that were removed less than a day ago, or whose tenant was retired in the last 30 days. */
  routed: Alert['routed'];
  channels: readonly Channel[];
}

/** The settings that routing needs. */
export interface RouteSettings {
  /** True when Azure fraud goes to the security contact too, where there are fraud channels. */
  fraudToContact: boolean;
}

/**
 * Returns where an alert goes. Azure fraud goes to the fraud channels, and to the security contact too unless the setting says
 * otherwise: Microsoft's pages contradict each other on whether the contact gets it. A high alert also goes to channels that were
 * removed less than a day ago, since an attacker would silence alerts by removing a channel. For the same reason, alerts of a tenant
 * that was retired go to the admins, and for 30 days to its former channels too. A rule of the source may choose one set of channels:
 * without fraud channels, those of the contact.
 */
export function routeOf(alert: Routable, tenant: StoredTenant | null, now: string, how: RouteSettings): AlertRoute {
  const fraud = isFraudAlert(alert) ? (tenant?.fraudChannels ?? []) : [];
  const alone = fraud.length > 0 && (!how.fraudToContact || alert.notes?.rule?.channels === 'fraud');
  const contact = alone ? [] : (tenant?.contact?.channels ?? []);
  const former = alert.content.severity === 'high' ? formerChannels(alert, tenant, now) : [];
  const channels = distinct([...fraud, ...contact, ...former]);
  if (tenant && isRetired(tenant)) return { routed: 'admins', channels: isRestorable(tenant, now) ? channels : [] };
  // A removed channel is a second reader, and does not count as one that takes the alert.
  if (fraud.length + contact.length === 0) return { routed: 'admins', channels };
  if (alone) return { routed: 'fraudAlone', channels };
  return { routed: fraud.length > 0 ? 'fraud' : 'contact', channels };
}

function formerChannels(alert: Routable, tenant: StoredTenant | null, now: string): readonly Channel[] {
  const all = tenant?.formerChannels ?? [];
  return all.filter(({ until, fraud }) => until > now && (!fraud || isFraudAlert(alert))).map(({ channel }) => channel);
}

type RoutedAlert = Pick<Alert, 'routed' | 'notes' | 'content'>;

/** Returns the reason why an alert that is routed so goes where it goes, as its tenant is now. */
export function whyRouted({ routed, notes, content }: RoutedAlert, tenant: StoredTenant | null): RoutingReason {
  const byRule = notes?.rule?.channels === 'fraud';
  if (byRule && routed === 'fraudAlone') return 'rule';
  if (byRule && routed === 'fraudRefused') return 'ruleRefused';
  if (routed !== 'admins') return routed;
  if (!tenant && notes?.customer !== undefined) return 'noCustomer';
  if (!tenant) return content.partnerTenantId === null ? 'noneNamed' : 'noTenant';
  if (isRetired(tenant)) return 'retired';
  return tenant.contact && tenant.contact.channels.length > 0 ? 'admins' : 'noChannel';
}

/** Returns the alert routed again: its timeline keeps where it goes from now on, and why. */
export function routedTo(alert: Alert, routed: Alert['routed'], tenant: StoredTenant | null, at: string): Alert {
  const why = whyRouted({ ...alert, routed }, tenant);
  const timeline = withStep(alert.timeline, ownStep('routed', at, { why }));
  return { ...alert, tenantId: tenant?.id ?? alert.tenantId, routed, revision: alert.revision + 1, timeline };
}

/** Returns whether a destination is that channel. */
export function sameDestination(to: Destination, channel: Channel): boolean {
  return to.kind === 'channel' && sameChannel(to.channel, channel);
}

/** Returns the channels, each once. */
export function distinct(channels: readonly Channel[]): Channel[] {
  return [...new Map(channels.map((channel) => [channelKey(channel), channel])).values()];
}
