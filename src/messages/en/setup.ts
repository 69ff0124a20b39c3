import type { PartnerType } from '../../domain/tenant/partner-tenant.ts';
import type { Inline, Text } from '../../view/view.ts';

export const setup = {
  title: 'Partner tenant',
  submit: 'Save',
  cancel: 'Cancel',
  intro: 'Enter the partner tenant as Microsoft knows it, and your organisation’s own channels.',
  fields: {
    id: 'Tenant ID',
    name: 'Name',
    partnerType: 'Partner type',
    anniversaryMonth: 'CSP anniversary month',
    manager: 'Manager',
    fraudChannels: 'Channels for Azure fraud alerts',
    removeFraudChannels: 'Remove fraud channels on the other platform',
    adminChannel: 'Admin channel',
    expertsChannel: 'Experts’ channel',
    customers: 'Customer names',
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
    id: 'Enter the Microsoft Entra tenant ID (a GUID). You can find it in the Azure portal, under Microsoft Entra ID → Overview.',
    anniversaryMonth:
      'Choose the month in which your organisation joined the CSP programme. Microsoft checks the contact every year in that month.',
    manager: 'This person gets the reports, and a message when nobody reacts to reminders.',
    fraudChannels: 'Choose the channels of your admin agents. Azure fraud alerts also go to these channels.',
    adminChannel: 'Reminders and warnings for administrators go to this channel, for all tenants.',
    expertsChannel: 'Questions that I cannot answer go to this channel, for all tenants.',
    customers:
      'Alert cards show these names, and you can type them, for example “ack Fabrikam”. Write one line for each customer, with its tenant ID or domain, for example “fabrikam.com = Fabrikam”.',
    manyCustomers: (count: number) =>
      `${count} names are recorded, too many to show here. A line such as “fabrikam.com = Fabrikam” adds or changes a name, and “fabrikam.com =” removes it.`,
    elsewhere: (name: string) =>
      `The current choice is ${name} on the other platform. Leave the field empty to keep it, or tick the box below to remove it.`,
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
    id: 'This is not a tenant ID. A tenant ID looks like 12345678-90ab-cdef-1234-567890abcdef.',
    idTaken: 'A partner tenant with this ID already exists. Please edit that one.',
    idChanged: 'The ID of a partner tenant cannot be changed. Please add another tenant instead.',
    retired:
      'The partner tenant with this ID was retired. Type “setup” and its name to see whether you can restore it. After 30 days, only an import can restore it.',
    unnamed: (senders: string) =>
      `These senders name no partner tenant: ${senders}. With more than one tenant, I will not be able to tell which one their alerts belong to, so these alerts will go to the administrators. Before you save, have the senders name a tenant, or accept this below.`,
    nameTaken:
      'Another partner tenant has this name, or one that looks the same. Please choose a name that tells them apart.',
    customerId: (lines: string) =>
      `Please enter a tenant ID or a domain before “=”: ${lines}. Write each line like this: “fabrikam.com = Fabrikam”.`,
    customerNameless: (lines: string) => `Please enter a name after “=” in “${lines}”.`,
    customerName: (lines: string) => `Please enter only a name, without addresses and without < or >: ${lines}.`,
    customerLong: (lines: string, limit: number) => `A name may have at most ${limit} characters: ${lines}.`,
    customerTwice: (lines: string) => `Listed more than once, with different names: ${lines}.`,
    tooManyCustomers: (limit: number) => `A partner tenant may have at most ${limit} customer names.`,
  },
  conflict: (who: Text, what: string): Text => [
    'Your entries are not saved yet, because ',
    ...[who].flat(),
    ` changed this tenant (${what}) in the meantime. Your entries are still below. Please compare them with that change. If you save again, your entries will replace that change.`,
  ],
  saved: {
    title: 'Partner tenant saved',
    summary: (tenant: string) => `The partner tenant ${tenant} has been saved.`,
    next: 'Next, record the security contact of this tenant.',
    mixedScripts:
      'Caution: the name has letters from several alphabets in one word. Such letters can imitate another name.',
    senders: (names: string) =>
      `There are several partner tenants now. These sources do not say which one their alerts are about: ${names}. Until they do, their alerts go to the administrators. For each of these sources, add “tenant” in the sources file and restart me, or change the product so that it sends “partnerTenantId”.`,
  },
  /** Whoever set a tenant up gets this once, an hour after the last step. */
  toDo: {
    title: (tenant: string) => `Still to do for ${tenant}`,
    left: (count: number) => (count === 1 ? '1 thing is left to do.' : `${count} things are left to do.`),
    text: (count: number) =>
      count === 1
        ? 'You set up this partner tenant. One thing is left to do:'
        : `You set up this partner tenant. ${count} things are left to do:`,
    adminChannel: {
      title: 'Choose an admin channel',
      detail: 'Reminders and warnings go to the admin channel. Without one, each administrator gets them in private.',
      choose: 'Choose a channel',
    },
    why: 'You are receiving this one-time message because you set up this partner tenant.',
  },
  choose: {
    title: 'Set up',
    text: 'Which partner tenant do you want to edit?',
    edit: 'Edit',
    add: 'Add a partner tenant',
    retire: 'Retire a partner tenant',
    retired: (when: Inline, until: Inline): Text => [
      'Retired on ',
      when,
      '. You can restore this tenant until ',
      until,
      '.',
    ],
  },
  retire: {
    choose: 'Retire a partner tenant',
    chooseText: 'Which partner tenant is no longer yours? I will ask you to confirm.',
    title: (tenant: string) => `Retire ${tenant}?`,
    question: (tenant: string, until: Inline): Text => [
      `I will stop sending reminders about ${tenant}, except about its open alerts. You can restore this tenant until `,
      until,
      '. Until then, its new alerts go to the administrators and to its channels. Alerts that name no partner tenant go to the administrators. I will tell the channels of this tenant and all administrators. The history is kept.',
    ],
    /** The asker is an administrator since this tenant is asked about them. */
    ownRights:
      'You are an administrator through this tenant’s Microsoft Entra. Once it is retired, I will no longer ask it who is an administrator. Only ADMINS and your other partner tenants will count.',
    channels: 'Its channels',
    sources: 'Sources that use this tenant',
    submit: 'Retire',
    last: (tenant: string) =>
      `${tenant} is the last partner tenant, so it cannot be retired. Please add another one first.`,
  },
  restore: {
    done: (tenant: string) =>
      `${tenant} has been restored. Its alerts go to its channels again, and I send reminders again.`,
    tooLate: (tenant: string) =>
      `${tenant} was retired more than 30 days ago. Only an import can restore it (see docs/register.md).`,
    nameTaken: (tenant: string) =>
      `Another partner tenant is now called ${tenant}, or its name looks the same. Please rename that tenant first, then restore this one.`,
  },
};
