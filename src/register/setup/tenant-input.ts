import { customerKey, sortedCustomers } from '../../domain/tenant/customers.ts';
import {
  type Channel,
  channelOf,
  type Identity,
  identityOf,
  type Platform,
  platformOf,
  shownLimits,
} from '../../domain/tenant/identity.ts';
import {
  isName,
  limits,
  type Organisation,
  PartnerTenant,
  type StoredTenant,
} from '../../domain/tenant/partner-tenant.ts';
import { type TenantKey, tenantKeys } from '../../domain/tenant/tenant-fields.ts';
import { shortName } from '../../domain/text/words.ts';
import { channelsAfter } from '../../findings/check-channels.ts';
import type { Messages } from '../../messages/messages.ts';
import {
  isTicked,
  joinChecks,
  joinProblems,
  line,
  list,
  listProblem,
  pasted,
  readList,
  textProblem,
} from '../../request/form-input.ts';
import type { Request, Values } from '../../request/interaction.ts';
import { type Marks, marksOf } from '../check-form.ts';
import { linesIn, type NameLine } from '../lines-of-names.ts';

/** The names of the organisation's own channels, which the set-up form has too. */
export const organisationKeys = ['adminChannel', 'expertsChannel'] as const satisfies (keyof Organisation)[];
type ChannelField = 'fraudChannels' | (typeof organisationKeys)[number];

/** The values in the fields of the set-up form, valid or not. Its lists have only people and channels of the asker's platform. */
export interface TenantInput extends Readonly<Record<ChannelField, readonly Channel[]> & Record<TenantKey, unknown>> {
  id: string;
  name: string;
  partnerType: string;
  /** `1` to `12`; `0` for not known. */
  anniversaryMonth: string;
  /** A line for each customer, as `customerLines` returns them. */
  customers: string;
  manager: readonly Identity[];
  /** Lists the keys of the other platform's channels that are ticked for removal. */
  removeFraudChannels: readonly string[];
  /** Lists those of `manager`, `adminChannel` and `expertsChannel` that are to lose what they have on the other platform. */
  removeElsewhere: readonly string[];
  allowPublic: boolean;
  /** True when alerts that name no tenant may go to the admins from now on. */
  allowUnnamed: boolean;
  /** The problems of entries that cannot be read, by field; null or absent for none. */
  unreadable: Readonly<Record<string, string | null>>;
}

/** Returns a recorded tenant, or an empty one, as the form shows it to somebody on `platform`. */
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
    customers: customerLines(tenant) ?? '',
    manager: tenant?.manager && platformOf(tenant.manager) === platform ? [tenant.manager] : [],
    fraudChannels: own(tenant?.fraudChannels ?? []),
    removeFraudChannels: [],
    adminChannel: own([organisation.adminChannel]),
    expertsChannel: own([organisation.expertsChannel]),
    removeElsewhere: [],
    allowPublic: false,
    allowUnnamed: false,
    unreadable: {},
  };
}

/** Reads the entries of a sent form. A field that was not shown stays as it is in `shown`. */
export function tenantInputIn(values: Values, shown: TenantInput, { actor, platform, messages }: Request): TenantInput {
  const { channelUnreadable, personUnreadable } = messages.contactForm.problems;
  const channels = (name: ChannelField) =>
    readList(values[name], shown[name], (entry) => channelOf(entry, platform), channelUnreadable);
  const readPerson = (entry: string) => identityOf(entry, actor.id, shown.manager);
  const manager = readList(values.manager, shown.manager, readPerson, personUnreadable);
  const [fraud, admin, experts] = [channels('fraudChannels'), channels('adminChannel'), channels('expertsChannel')];
  return {
    id: line(values.id).toLowerCase(),
    name: line(values.name),
    partnerType: line(values.partnerType),
    anniversaryMonth: line(values.anniversaryMonth) || '0',
    customers: values.customers === undefined ? shown.customers : pasted(values.customers),
    manager: manager.items,
    fraudChannels: fraud.items,
    removeFraudChannels: list(values.removeFraudChannels) ?? [],
    adminChannel: admin.items,
    expertsChannel: experts.items,
    removeElsewhere: list(values.removeElsewhere) ?? [],
    allowPublic: isTicked(values.allowPublic),
    allowUnnamed: isTicked(values.allowUnnamed),
    unreadable: {
      manager: manager.problem,
      fraudChannels: fraud.problem,
      adminChannel: admin.problem,
      expertsChannel: experts.problem,
    },
  };
}

/** Returns the marks of the fields that other admins may change meanwhile. */
export function tenantMarks(input: TenantInput): Marks {
  return marksOf(Object.fromEntries([...tenantKeys, ...organisationKeys].map((key) => [key, input[key]])));
}

const EnteredTenant = PartnerTenant.pick({ id: true, name: true, partnerType: true, anniversaryMonth: true });

/** What the form declares of a tenant. */
export type DeclaredTenant = Pick<PartnerTenant, TenantKey>;

/**
 * Checks the whole form: returns all problems by field, and `declared`, which is null while there is a problem. A field that was not shown
 * is taken from `before`.
 */
export function checkTenant(input: TenantInput, before: StoredTenant | null, asker: Identity, messages: Messages) {
  const { setup } = messages;
  const say = messages.contactForm.problems;
  const { shape } = EnteredTenant;
  const anniversaryMonth = input.anniversaryMonth === '0' ? null : Number(input.anniversaryMonth);
  const manager = input.manager[0] ?? keptManager(input, before, asker);
  const recorded = before?.fraudChannels ?? [];
  const fraudChannels = channelsAfter(input.fraudChannels, recorded, platformOf(asker), input.removeFraudChannels);
  const customers = readCustomers(input.customers, before, messages);
  const idChanged = before !== null && before.id !== input.id;
  const found = {
    id: !shape.id.safeParse(input.id).success ? setup.problems.id : idChanged ? setup.problems.idChanged : null,
    name: textProblem(input.name, limits.tenantName, messages),
    partnerType: shape.partnerType.safeParse(input.partnerType).success ? null : say.choose,
    anniversaryMonth: shape.anniversaryMonth.safeParse(anniversaryMonth).success ? null : say.choose,
    customers: customers.problem,
    manager: listProblem(input.manager, 1, messages),
    fraudChannels: listProblem(fraudChannels, limits.channels, messages),
  } satisfies Record<TenantKey, string | null>;
  const problems = joinChecks(found, input.unreadable);
  if (Object.keys(problems).length > 0) return { problems, declared: null };
  const { id, name, partnerType } = input;
  // The manager and the lists are not parsed: entries of the other platform that an earlier version recorded stay as they are.
  return {
    problems,
    declared: {
      ...EnteredTenant.parse({ id, name, partnerType, anniversaryMonth }),
      ...{ manager, fraudChannels, customers: customers.customers },
    },
  };
}

/** Returns the manager on the other platform, who stays unless they are to be removed. */
function keptManager({ removeElsewhere }: TenantInput, before: StoredTenant | null, asker: Identity): Identity | null {
  const manager = before?.manager ?? null;
  if (manager === null || removeElsewhere.includes('manager')) return null;
  return platformOf(manager) === platformOf(asker) ? null : manager;
}

/** Returns the organisation's channels after the save. One of the other platform stays unless it is removed or replaced. */
export function organisationAfter(input: TenantInput, before: Organisation, platform: Platform): Organisation {
  const after = (field: (typeof organisationKeys)[number]) => {
    const kept = before[field]?.platform === platform || input.removeElsewhere.includes(field) ? null : before[field];
    return input[field][0] ?? kept;
  };
  return { adminChannel: after('adminChannel'), expertsChannel: after('expertsChannel') };
}

/* The names of customers as lines of the set-up form: «fabrikam.com = Fabrikam». */

/** The most characters of the field: as many as every platform takes. */
export const longestLines = shownLimits.longInput;

/** The most characters of recorded customers that the field shows. With more the field is empty, and what is entered is added. */
const mostShown = 2_000;

/** Returns a line for each customer; null when these are too long for the field. */
export function customerLines(tenant: Pick<StoredTenant, 'customers'> | null): string | null {
  const text = Object.entries(tenant?.customers ?? {})
    .map(([key, name]) => `${key} = ${name}`)
    .join('\n');
  return text.length > mostShown ? null : text;
}

/**
 * Reads the lines: they are all customers from now on. Where the recorded ones are too long for the field, the lines add to them, and
 * `fabrikam.com =` removes one. `problem` says all that is wrong; null for nothing.
 */
function readCustomers(text: string, before: StoredTenant | null, messages: Messages) {
  const { problems: say } = messages.setup;
  const adds = customerLines(before) === null;
  const lines = linesIn(text).map((one) => ({ ...one, key: one.left.toLowerCase() }));
  const firstOf = new Map<string, string>();
  for (const { key, right } of lines) if (!firstOf.has(key)) firstOf.set(key, right);
  const wrong = (isWrong: (one: NameLine & { key: string }) => boolean, problem: (these: string) => string) => {
    const those = lines.filter(isWrong).map(({ line }) => shortName(line, 60));
    const more = those.length > maxNamed ? [`+${those.length - maxNamed}`] : [];
    return those.length === 0 ? null : problem([...those.slice(0, maxNamed), ...more].join(' · '));
  };
  const isKey = ({ key }: { key: string }) => customerKey.test(key);
  const given = lines.filter(isKey).map(({ key, right }): [string, string] => [key, right]);
  const all = Object.entries({ ...(adds ? before?.customers : {}), ...Object.fromEntries(given) });
  const customers = all.filter(([, name]) => name !== '');
  const problem = joinProblems(
    text.length > longestLines ? messages.contactForm.problems.tooLong(longestLines) : null,
    wrong((one) => !isKey(one), say.customerId),
    wrong((one) => isKey(one) && one.right === '' && !adds, say.customerNameless),
    wrong(({ right }) => !isName(right), say.customerName),
    wrong(
      ({ right }) => right.length > limits.customerName,
      (these) => say.customerLong(these, limits.customerName),
    ),
    wrong(({ key, right }) => firstOf.get(key) !== right, say.customerTwice),
    customers.length > limits.customers ? say.tooManyCustomers(limits.customers) : null,
  );
  return { customers: sortedCustomers(Object.fromEntries(customers)), problem };
}

/** The most lines that a sentence names. */
const maxNamed = 3;
