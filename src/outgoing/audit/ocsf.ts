/**
 * The audit trail in the shape of OCSF 1.7.0, class Entity Management (3004): https://schema.ocsf.io/1.7.0/classes/entity_management. It
 * is the one class of OCSF that says who did what to something that an organisation manages, be it a contact, a tenant or an alert.
 */
import { type AuditAction, type Change, type HistoryEntry, hashedPart } from '../../domain/history.ts';
import { canonicalJson } from '../../domain/text/canonical-json.ts';

/** What an event says besides the entry: the installation's id, the version of the bot, and whether values may be in it. */
export interface OcsfContext {
  installation: string;
  version: string;
  values: boolean;
}

/** OCSF's activities of this class, with the names that it gives them. */
const activities = {
  Create: 1,
  Update: 3,
  Delete: 4,
  Activate: 10,
  Deactivate: 11,
  Suspend: 12,
  Resume: 13,
  Other: 99,
};

/** The action's activity, what it is done to, and its severity where that is not Informational. */
type Mapped = readonly [activity: keyof typeof activities, entity: Entity, severityId?: number];

type Entity = 'Security contact' | 'Partner tenant' | 'Organisation' | 'Person' | 'Alert' | 'FAQ question' | 'Reminder';

const low = 2;
const high = 4;

/** The OCSF activity of each action. */
export const auditActivities: Readonly<Record<AuditAction, Mapped>> = {
  'contact.updated': ['Update', 'Security contact'],
  'contact.confirmed': ['Other', 'Security contact'],
  'contact.attested': ['Other', 'Security contact'],
  'contact.phoneAttested': ['Other', 'Security contact'],
  'contact.channelsKept': ['Other', 'Security contact'],
  'contact.onCall': ['Update', 'Security contact'],
  'contact.disowned': ['Other', 'Security contact', high],
  'approval.asked': ['Other', 'Security contact'],
  'approval.approved': ['Other', 'Security contact'],
  'approval.refused': ['Other', 'Security contact', low],
  'approval.withdrawn': ['Other', 'Security contact'],
  'approval.lapsed': ['Other', 'Security contact'],
  'tenant.setUp': ['Create', 'Partner tenant'],
  'tenant.retired': ['Deactivate', 'Partner tenant'],
  'tenant.restored': ['Activate', 'Partner tenant'],
  'tenant.cleared': ['Update', 'Partner tenant'],
  'tenant.complianceAttested': ['Other', 'Partner tenant'],
  'organisation.setUp': ['Update', 'Organisation'],
  'register.imported': ['Update', 'Partner tenant'],
  'admins.changed': ['Update', 'Organisation', low],
  'admin.breakGlass': ['Other', 'Organisation', low],
  'microsoft.signedIn': ['Other', 'Partner tenant'],
  'person.erased': ['Delete', 'Person'],
  'faq.asked': ['Create', 'FAQ question'],
  'faq.answered': ['Update', 'FAQ question'],
  'faq.proposalRemoved': ['Delete', 'FAQ question'],
  'alert.acknowledged': ['Update', 'Alert'],
  'alert.acknowledgedAll': ['Update', 'Alert'],
  'alert.resolvedAll': ['Update', 'Alert'],
  'alert.archivedAll': ['Update', 'Alert'],
  'alert.resolved': ['Update', 'Alert'],
  'alert.reopened': ['Update', 'Alert'],
  'alert.noted': ['Update', 'Alert'],
  'alert.given': ['Update', 'Alert'],
  'alert.taken': ['Update', 'Alert'],
  'alert.kept': ['Other', 'Alert'],
  'alert.raised': ['Create', 'Alert'],
  'alert.drilled': ['Create', 'Alert'],
  'reminder.sent': ['Other', 'Reminder'],
  'reminder.snoozed': ['Suspend', 'Reminder'],
  'reminder.unsnoozed': ['Resume', 'Reminder'],
};

/** Fields of entries that hold numbers and words of ours alone, so that their values may go where those of the contact may not. */
const open: readonly string[] = ['alert', 'alerts', 'source'];

/** Why an alert was resolved is a word of ours. Why a reminder was snoozed, a person typed. */
function isOpenField(deed: AuditAction, field: string): boolean {
  return open.includes(field) || (field === 'reason' && deed.startsWith('alert.'));
}

/**
 * Returns the event of an entry. `unmapped` has the entry's place in the chain, and the names of the fields that changed, with their values
 * where these may go out. `hashed` is the text whose SHA-256, after `previous`, is `hash`; absent where it would show a value.
 */
export function ocsfEvent(entry: HistoryEntry, context: OcsfContext): Readonly<Record<string, unknown>> {
  const { number, at, deed, tenantId, previous, hash } = entry;
  const [activity, type, severityId = 1] = auditActivities[deed];
  const activityId = activities[activity];
  const fields = entry.changes.map(({ field }) => field);
  const shown = entry.changes.filter(({ field }) => context.values || isOpenField(deed, field));
  const name = shownName(entry.byName, context.values);
  const hashed = hashedPart(entry);
  const isOpen = isCommitted(hashed) || (shown.length === fields.length && name === entry.byName);
  return {
    class_uid: 3004,
    category_uid: 3,
    activity_id: activityId,
    activity_name: activity === 'Other' ? deed : activity,
    type_uid: 300_400 + activityId,
    severity_id: severityId,
    status_id: 1,
    time: Date.parse(at),
    message: [deed, fields.join(', ')].filter((part) => part !== '').join(': '),
    metadata: {
      version: '1.7.0',
      product: { name: 'security-contact', version: context.version, uid: context.installation },
      uid: auditId(entry, context.installation),
      sequence: number,
      event_code: deed,
      log_name: 'audit',
    },
    actor: entry.by === null ? { app_name: name || 'security-contact' } : { user: { uid: entry.by, full_name: name } },
    entity: { type_id: 99, type, uid: entityId(entry) },
    unmapped: {
      ...{ number, previous, hash },
      ...(isOpen ? { hashed: canonicalJson(hashed) } : {}),
      ...(tenantId === null ? {} : { tenant_id: tenantId }),
      ...{ fields, changes: shown },
    },
  };
}

/** Returns a person's name; empty for one that is an address, where none may go out. Microsoft names people so. */
export function shownName(name: string, values: boolean): string {
  return values || !name.includes('@') ? name : '';
}

/** Returns whether commitments stand in place of all values: of who did it, too. */
function isCommitted(hashed: object): boolean {
  return !('byName' in hashed);
}

/** Returns the id of the event of an entry. After a restore other entries have the same numbers, so a part of the hash is in it. */
export function auditId({ number, hash }: Pick<HistoryEntry, 'number' | 'hash'>, installation: string): string {
  return `audit-${installation}-${number}-${hash.slice(0, 8)}`;
}

/** Returns what the entry is about: an alert by its number, else the tenant, else the organisation. */
function entityId({ changes, tenantId }: HistoryEntry): string {
  const alert = changes.find(({ field }: Change) => field === 'alert')?.after;
  if (typeof alert === 'number' || typeof alert === 'string') return `alerts/${alert}`;
  return tenantId === null ? 'organisation' : `tenants/${tenantId}`;
}
