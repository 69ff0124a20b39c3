import { z } from 'zod';
import {
  type Channel,
  channelKey,
  channelOf,
  type Identity,
  identityOf,
  type Platform,
  platformOf,
} from '../domain/identity.ts';
import { limits, type Organisation, PartnerType, type StoredTenant } from '../domain/partner-tenant.ts';
import { isTicked, line, list, readable } from '../entered.ts';
import { type Marks, marksOf } from '../form-marks.ts';
import type { Words } from '../messages/words.ts';
import { chosen, only, type Problems, text, together, unreadable } from '../problems.ts';
import type { Values } from '../request/request.ts';

/** What stands in the set-up form's fields, right or wrong. Lists hold what is of the asker's platform. */
export interface TypedTenant {
  id: string;
  name: string;
  partnerType: string | null;
  /** `1` to `12`; `0` for not known. */
  anniversaryMonth: string;
  manager: readonly Identity[];
  fraudChannels: readonly Channel[];
  removeFraudChannels: readonly string[];
  adminChannel: readonly Channel[];
  expertsChannel: readonly Channel[];
  /** Which of `manager`, `adminChannel` and `expertsChannel` are to lose what they have on the other platform. */
  removeElsewhere: readonly string[];
  allowPublic: boolean;
  /** By field. */
  unreadable: Record<'manager' | 'fraudChannels' | 'adminChannel' | 'expertsChannel', readonly string[]>;
}

/** A tenant as the form shows it to somebody on `platform`. */
export function typedFromTenant(
  tenant: StoredTenant | null,
  organisation: Organisation,
  platform: Platform,
): TypedTenant {
  const own = (channels: readonly (Channel | null)[]) =>
    channels.flatMap((one) => (one?.platform === platform ? [one] : []));
  return {
    id: tenant?.id ?? '',
    name: tenant?.name ?? '',
    partnerType: tenant?.partnerType ?? null,
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

/** What came back in a submit. What was not shown stays as it is. */
export function typedTenantIn(
  values: Values,
  tenant: StoredTenant | null,
  organisation: Organisation,
  asker: Identity,
): TypedTenant {
  const platform = platformOf(asker);
  const own = typedFromTenant(tenant, organisation, platform);
  const channels = (name: 'fraudChannels' | 'adminChannel' | 'expertsChannel') =>
    readable(list(values[name]), own[name], (entry) => channelOf(entry, platform));
  const manager = readable(list(values.manager), own.manager, (entry) => identityOf(entry, asker, own.manager));
  const [fraud, admin, experts] = [channels('fraudChannels'), channels('adminChannel'), channels('expertsChannel')];
  return {
    id: line(values.id).toLowerCase(),
    name: line(values.name),
    partnerType: line(values.partnerType) || null,
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

/** Of what other admins may change meanwhile. */
export function tenantMarks(typed: TypedTenant): Marks {
  const { id, name, partnerType, anniversaryMonth, manager, fraudChannels, adminChannel, expertsChannel } = typed;
  return marksOf({
    ...{ id, name, partnerType, anniversaryMonth, manager },
    ...{ fraudChannels, adminChannel, expertsChannel },
  });
}

/** The part of a tenant that the form declares. */
export type DeclaredTenant = Pick<
  StoredTenant,
  'id' | 'name' | 'partnerType' | 'anniversaryMonth' | 'manager' | 'fraudChannels'
>;

const Month = z.coerce.number().int().min(0).max(12);

/** Every problem at once, by field; `declared` only when there is none. What was not shown is taken from `before`. */
export function checkTypedTenant(typed: TypedTenant, before: StoredTenant | null, asker: Identity, words: Words) {
  const { setup, contactForm } = words;
  const id = z.guid().safeParse(typed.id);
  const partnerType = PartnerType.safeParse(typed.partnerType);
  const month = Month.safeParse(typed.anniversaryMonth);
  const channels = (field: 'fraudChannels' | 'adminChannel' | 'expertsChannel') =>
    unreadable(typed.unreadable[field], contactForm.problems.channelUnreadable);
  const problems: Problems = only({
    id: !id.success ? setup.problems.id : before && before.id !== typed.id ? setup.problems.idChanged : null,
    name: text(typed.name, limits.tenantName, true, words),
    partnerType: partnerType.success ? null : contactForm.problems.choose,
    anniversaryMonth: month.success ? null : contactForm.problems.choose,
    manager: together(
      chosen(typed.manager, 1, words),
      unreadable(typed.unreadable.manager, contactForm.problems.personUnreadable),
    ),
    fraudChannels: together(
      chosen(fraudChannelsAfter(typed, before, platformOf(asker)), limits.channels, words),
      channels('fraudChannels'),
    ),
    adminChannel: channels('adminChannel'),
    expertsChannel: channels('expertsChannel'),
  });
  if (!partnerType.success || !month.success || Object.keys(problems).length > 0) return { problems, declared: null };
  const declared: DeclaredTenant = {
    id: typed.id,
    name: typed.name,
    partnerType: partnerType.data,
    anniversaryMonth: month.data || null,
    manager:
      typed.manager[0] ??
      (typed.removeElsewhere.includes('manager') ? null : otherPlatform(before?.manager ?? null, asker)),
    fraudChannels: fraudChannelsAfter(typed, before, platformOf(asker)),
  };
  return { problems, declared };
}

function otherPlatform(id: Identity | null, asker: Identity): Identity | null {
  return id && platformOf(id) !== platformOf(asker) ? id : null;
}

function fraudChannelsAfter(typed: TypedTenant, before: StoredTenant | null, platform: Platform): Channel[] {
  const others = before?.fraudChannels.filter((channel) => channel.platform !== platform) ?? [];
  return [
    ...typed.fraudChannels,
    ...others.filter((channel) => !typed.removeFraudChannels.includes(channelKey(channel))),
  ];
}

/** The organisation's channels after the save; one of the other platform stays unless it is removed or this one takes its place. */
export function organisationAfter(typed: TypedTenant, before: Organisation, platform: Platform): Organisation {
  const after = (field: 'adminChannel' | 'expertsChannel') => {
    const kept = before[field]?.platform === platform || typed.removeElsewhere.includes(field) ? null : before[field];
    return typed[field][0] ?? kept;
  };
  return { adminChannel: after('adminChannel'), expertsChannel: after('expertsChannel') };
}
