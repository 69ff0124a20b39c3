import type { z } from 'zod';
import {
  type Channel,
  channelOf,
  type Identity,
  identityOf,
  type Platform,
  platformOf,
} from '../../domain/tenant/identity.ts';
import { limits, type Organisation, PartnerTenant, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { channelsAfter } from '../../findings/check-channels.ts';
import type { Words } from '../../messages/words.ts';
import { isTicked, line, list, readable } from '../../request/form-input.ts';
import { chosen, only, type Problems, text, together, unreadable } from '../../request/form-problems.ts';
import type { Values } from '../../request/interaction.ts';
import { type Marks, marksOf } from '../form-marks.ts';

type ChannelField = 'fraudChannels' | 'adminChannel' | 'expertsChannel';

/** The values in the fields of the set-up form, valid or not. Lists hold only people and channels of the asker's platform. */
export interface TenantInput extends Readonly<Record<ChannelField, readonly Channel[]>> {
  id: string;
  name: string;
  partnerType: string;
  /** `1` to `12`; `0` for not known. */
  anniversaryMonth: string;
  manager: readonly Identity[];
  /** Keys of the other platform's channels that are ticked for removal. */
  removeFraudChannels: readonly string[];
  /** Which of `manager`, `adminChannel` and `expertsChannel` are to lose what they have on the other platform. */
  removeElsewhere: readonly string[];
  allowPublic: boolean;
  /** Entries that cannot be read at all, by field. */
  unreadable: Readonly<Record<'manager' | ChannelField, readonly string[]>>;
}

/** A recorded tenant, or an empty one, as the form shows it to somebody on `platform`. */
export function tenantInputFrom(
  tenant: StoredTenant | null,
  organisation: Organisation,
  platform: Platform,
): TenantInput {
  const own = (channels: readonly (Channel | null)[]) =>
    channels.flatMap((one) => (one?.platform === platform ? [one] : []));
  return {
    id: tenant?.id ?? '',
    name: tenant?.name ?? '',
    partnerType: tenant?.partnerType ?? '',
    anniversaryMonth: String(tenant?.anniversaryMonth ?? 0),
    manager: tenant?.manager && platformOf(tenant.manager) === platform ? [tenant.manager] : [],
    fraudChannels: own(tenant?.fraudChannels ?? []),
    removeFraudChannels: [],
    adminChannel: own([organisation.adminChannel]),
    expertsChannel: own([organisation.expertsChannel]),
    removeElsewhere: [],
    allowPublic: false,
    unreadable: { manager: [], fraudChannels: [], adminChannel: [], expertsChannel: [] },
  };
}

/** Reads the values of a sent form. A field that was not shown stays as it is in `shown`. */
export function tenantInputIn(values: Values, shown: TenantInput, asker: Identity): TenantInput {
  const channels = (name: ChannelField) =>
    readable(list(values[name]), shown[name], (entry) => channelOf(entry, platformOf(asker)));
  const manager = readable(list(values.manager), shown.manager, (entry) => identityOf(entry, asker, shown.manager));
  const [fraud, admin, experts] = [channels('fraudChannels'), channels('adminChannel'), channels('expertsChannel')];
  return {
    id: line(values.id).toLowerCase(),
    name: line(values.name),
    partnerType: line(values.partnerType),
    anniversaryMonth: line(values.anniversaryMonth) || '0',
    manager: manager.read,
    fraudChannels: fraud.read,
    removeFraudChannels: list(values.removeFraudChannels) ?? [],
    adminChannel: admin.read,
    expertsChannel: experts.read,
    removeElsewhere: list(values.removeElsewhere) ?? [],
    allowPublic: isTicked(values.allowPublic),
    unreadable: {
      manager: manager.unreadable,
      fraudChannels: fraud.unreadable,
      adminChannel: admin.unreadable,
      expertsChannel: experts.unreadable,
    },
  };
}

/** Marks of the fields that other admins may change meanwhile. */
export function tenantMarks(input: TenantInput): Marks {
  const { id, name, anniversaryMonth, manager, fraudChannels, adminChannel, expertsChannel } = input;
  // Forms that earlier versions opened have the mark of null where nothing was chosen.
  const partnerType = input.partnerType || null;
  return marksOf({ id, name, partnerType, anniversaryMonth, manager, fraudChannels, adminChannel, expertsChannel });
}

const Typed = PartnerTenant.pick({ id: true, name: true, partnerType: true, anniversaryMonth: true });

/** The part of a tenant that the form declares. */
export type DeclaredTenant = z.infer<typeof Typed> & Pick<PartnerTenant, 'manager' | 'fraudChannels'>;

/** Checks the whole form: returns all problems by field, and `declared`, which is null while there is a problem. A field that was not shown is taken from `before`. */
export function checkTenant(
  input: TenantInput,
  before: StoredTenant | null,
  asker: Identity,
  words: Words,
): { problems: Problems; declared: DeclaredTenant | null } {
  const { setup } = words;
  const say = words.contactForm.problems;
  const { shape } = Typed;
  const anniversaryMonth = input.anniversaryMonth === '0' ? null : Number(input.anniversaryMonth);
  const manager = input.manager[0] ?? keptManager(input, before, asker);
  const recorded = before?.fraudChannels ?? [];
  const fraudChannels = channelsAfter(input.fraudChannels, recorded, platformOf(asker), input.removeFraudChannels);
  const unreadableIn = (field: ChannelField) => unreadable(input.unreadable[field], say.channelUnreadable);
  const idChanged = before !== null && before.id !== input.id;
  const problems = only({
    id: !shape.id.safeParse(input.id).success ? setup.problems.id : idChanged ? setup.problems.idChanged : null,
    name: text(input.name, limits.tenantName, true, words),
    partnerType: shape.partnerType.safeParse(input.partnerType).success ? null : say.choose,
    anniversaryMonth: shape.anniversaryMonth.safeParse(anniversaryMonth).success ? null : say.choose,
    manager: together(chosen(input.manager, 1, words), unreadable(input.unreadable.manager, say.personUnreadable)),
    fraudChannels: together(chosen(fraudChannels, limits.channels, words), unreadableIn('fraudChannels')),
    adminChannel: unreadableIn('adminChannel'),
    expertsChannel: unreadableIn('expertsChannel'),
  });
  if (Object.keys(problems).length > 0) return { problems, declared: null };
  const { id, name, partnerType } = input;
  // What an earlier version recorded of the other platform stays as it is.
  return {
    problems,
    declared: { ...Typed.parse({ id, name, partnerType, anniversaryMonth }), manager, fraudChannels },
  };
}

/** The manager on the other platform, who stays unless they are to be removed. */
function keptManager({ removeElsewhere }: TenantInput, before: StoredTenant | null, asker: Identity): Identity | null {
  const manager = before?.manager ?? null;
  if (manager === null || removeElsewhere.includes('manager')) return null;
  return platformOf(manager) === platformOf(asker) ? null : manager;
}

/** The organisation's channels after the save; one of the other platform stays unless it is removed or this one takes its place. */
export function organisationAfter(input: TenantInput, before: Organisation, platform: Platform): Organisation {
  const after = (field: 'adminChannel' | 'expertsChannel') => {
    const kept = before[field]?.platform === platform || input.removeElsewhere.includes(field) ? null : before[field];
    return input[field][0] ?? kept;
  };
  return { adminChannel: after('adminChannel'), expertsChannel: after('expertsChannel') };
}
