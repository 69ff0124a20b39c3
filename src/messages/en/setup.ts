import type { PartnerType } from '../../domain/tenant/partner-tenant.ts';
import type { Inline, Text } from '../../view/view.ts';

export const setup = {
  title: 'Partner tenant',
  submit: 'Save',
  cancel: 'Cancel',
  intro: 'The partner tenant as Microsoft knows it, and your organisation’s own channels.',
  fields: {
    id: 'Tenant id',
    name: 'Name',
    partnerType: 'Partner type',
    anniversaryMonth: 'Anniversary month',
    manager: 'Manager',
    fraudChannels: 'Channels for Azure fraud alerts',
    removeFraudChannels: 'Remove fraud channels of the other platform',
    adminChannel: 'Channel of the administrators',
    expertsChannel: 'Channel of the experts',
    customers: 'Names of customers',
    removeElsewhere: 'Remove what is on the other platform',
    allowUnnamed: 'Alerts without a partner tenant',
  },
  allowUnnamed: 'Send them to the administrators',
  /** The bot posts this in the channels of each field. */
  posts: {
    fraudChannels: 'fraud alerts',
    adminChannel: 'messages for administrators',
    expertsChannel: 'people’s questions',
  },
  hints: {
    id: 'The Microsoft Entra tenant id (a GUID). Azure portal → Microsoft Entra ID → Overview.',
    anniversaryMonth:
      'The month in which your organisation joined the CSP programme. Microsoft checks the contact every year in that month.',
    manager: 'Gets the reports, and a message when nobody reacts to reminders.',
    fraudChannels: 'Where your admin agents are. Azure fraud alerts go there too.',
    adminChannel: 'For all tenants: reminders and warnings for administrators.',
    expertsChannel: 'For all tenants: questions that I cannot answer.',
    customers:
      'Alert cards show these names, and “ack Fabrikam” finds them. One line each, with the tenant id or domain: “fabrikam.com = Fabrikam”.',
    manyCustomers: (count: number) =>
      `${count} are recorded, too many to show here. A line such as “fabrikam.com = Fabrikam” adds or changes one, “fabrikam.com =” removes it.`,
    elsewhere: (name: string) =>
      `Now ${name} on the other platform. Leave this empty to keep it, or tick below to remove it.`,
  },
  partnerTypes: {
    directBill: 'Direct-bill partner',
    indirectProvider: 'Indirect provider (distributor)',
    indirectReseller: 'Indirect reseller',
  } satisfies Record<PartnerType, string>,
  months: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
  unknownMonth: 'Not known',
  problems: {
    id: 'This is not a tenant id. It looks like 12345678-90ab-cdef-1234-567890abcdef.',
    idTaken: 'A partner tenant with this id exists already. Please edit that one.',
    idChanged: 'The id of a partner tenant cannot be changed. Please add another tenant instead.',
    retired:
      'The partner tenant with this id was retired. Type “setup” and its name to see whether you can restore it. After 30 days, only an import can.',
    unnamed: (senders: string) =>
      `These senders name no partner tenant: ${senders}. With two tenants, I do not know whose alerts these are, and send them to the administrators. Please make the senders name the tenant first, or allow this below.`,
    nameTaken:
      'Another partner tenant has this name, or one that looks the same. Please choose a name that tells them apart.',
    customerId: (lines: string) =>
      `Not a tenant id or a domain before “=”: ${lines}. A line looks like “fabrikam.com = Fabrikam”.`,
    customerNameless: (lines: string) => `Without a name behind “=”: ${lines}.`,
    customerName: (lines: string) => `Not a name, without addresses and without < or >: ${lines}.`,
    customerLong: (lines: string, limit: number) => `A name may have at most ${limit} characters: ${lines}.`,
    customerTwice: (lines: string) => `Here twice, with different names: ${lines}.`,
    tooManyCustomers: (limit: number) => `A partner tenant may have at most ${limit} names of customers.`,
  },
  conflict: (who: Text, what: string): Text => [
    'Not saved. Meanwhile, ',
    ...[who].flat(),
    ` changed this (${what}). Your entries are still below. Please compare them with that change. If you save again, you replace it.`,
  ],
  saved: {
    title: 'Partner tenant saved',
    summary: (tenant: string) => `The partner tenant ${tenant} is saved.`,
    next: 'Next: record its security contact.',
    mixedScripts:
      'Caution: the name has letters of several alphabets in one word. Such letters can imitate another name.',
    senders: (names: string) =>
      `There are several partner tenants now. Alerts from these senders go to the administrators until they name one: ${names}. Add “tenant” to a source in the sources’ file and restart me, or send “partnerTenantId”.`,
  },
  /** Whoever set a tenant up gets this once, an hour after the last step. */
  toDo: {
    title: (tenant: string) => `Still to do: ${tenant}`,
    left: (count: number) => (count === 1 ? '1 thing is left to do.' : `${count} things are left to do.`),
    text: (count: number) =>
      count === 1
        ? 'You set up this partner tenant. One thing is left:'
        : `You set up this partner tenant. ${count} things are left:`,
    adminChannel: {
      title: 'Choose an admin channel',
      detail: 'Reminders and warnings go there. Without it, each administrator gets them in private.',
      choose: 'Choose a channel',
    },
    why: 'You get this once, because you set up this partner tenant.',
  },
  choose: {
    title: 'Set up',
    text: 'Which partner tenant do you want to edit?',
    edit: 'Edit',
    add: 'Add a partner tenant',
    retire: 'Retire a partner tenant',
    retired: (when: Inline): Text => ['Retired on ', when, '. You can restore it for 30 days.'],
  },
  retire: {
    choose: 'Retire a partner tenant',
    chooseText: 'Which partner tenant is no longer yours? I will ask once more.',
    title: (tenant: string) => `Retire ${tenant}?`,
    question: (tenant: string, until: Inline): Text => [
      `I stop sending reminders about ${tenant}. Its open alerts still escalate. Until `,
      until,
      ', new alerts go to the administrators and to its channels, and you can restore it. Alerts that name no partner tenant go to the administrators. I inform its channels and all administrators. Its history stays.',
    ],
    /** The asker is an administrator since this tenant is asked about them. */
    ownRights:
      'You are an administrator through this tenant’s Microsoft Entra. After that, I no longer ask it: only ADMINS and your other partner tenants name administrators.',
    channels: 'Its channels',
    sources: 'Sources whose “tenant” it is',
    submit: 'Retire',
    last: (tenant: string) =>
      `${tenant} is the last partner tenant, and cannot be retired. Please add another one first.`,
  },
  restore: {
    done: (tenant: string) => `${tenant} is restored. Its alerts go to its channels again, and I send reminders again.`,
    tooLate: (tenant: string) =>
      `${tenant} was retired more than 30 days ago. Only an import can restore it (docs/register.md).`,
    nameTaken: (tenant: string) =>
      `Another partner tenant is now called ${tenant}, or its name looks the same. Please rename it first, then restore this one.`,
  },
};
