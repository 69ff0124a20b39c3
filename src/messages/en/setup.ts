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
  allowUnnamed: 'They may go to the administrators',
  /** The bot posts this in the channels of each field. */
  posts: {
    fraudChannels: 'fraud alerts',
    adminChannel: 'what concerns administrators',
    expertsChannel: 'people’s questions',
  },
  hints: {
    id: 'The Microsoft Entra tenant id (a GUID). Azure portal → Microsoft Entra ID → Overview.',
    anniversaryMonth:
      'When the organisation joined the CSP programme. Microsoft checks the contact every year in that month.',
    manager: 'Gets the reports, and is told when reminders go unanswered.',
    fraudChannels: 'Where your admin agents are. Azure fraud alerts go there too.',
    adminChannel: 'For all tenants: reminders and warnings for administrators.',
    expertsChannel: 'For all tenants: questions that I cannot answer.',
    customers:
      'Cards of alerts show them, and “ack Fabrikam” finds them: a line for each, with its tenant id or domain, such as “fabrikam.com = Fabrikam”.',
    manyCustomers: (count: number) =>
      `${count} are recorded, too many to show here. A line such as “fabrikam.com = Fabrikam” adds or changes one, “fabrikam.com =” removes it.`,
    elsewhere: (name: string) =>
      `Now ${name} on the other platform; leave this empty to keep it, or tick below to remove it.`,
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
    idTaken: 'There is a partner tenant with this id already. Please edit that one.',
    idChanged: 'The id of a partner tenant cannot be changed. Please add another tenant instead.',
    retired:
      'The partner tenant with this id was retired. “setup” and its name show whether it can be taken back; after 30 days, an import does that.',
    unnamed: (senders: string) =>
      `These senders name no partner tenant: ${senders}. With a second one I cannot tell whose their alerts are: they would go to the administrators instead of a channel. Please have them name it first, or allow it below.`,
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
    'Not saved: meanwhile ',
    ...[who].flat(),
    ` changed this (${what}). Your entries are kept below. Please check them against that change; saving again replaces it.`,
  ],
  saved: {
    title: 'Partner tenant saved',
    summary: (tenant: string) => `The partner tenant ${tenant} is saved.`,
    next: 'Next: record its security contact.',
    mixedScripts:
      'Caution: the name has letters of several alphabets in one word. Such letters can imitate another name.',
    senders: (names: string) =>
      `Now that there are several partner tenants, alerts go to the administrators when they come from: ${names}. Say whose they are: a source with “tenant” in the sources’ file, then restart me; other senders with “partnerTenantId”.`,
  },
  choose: {
    title: 'Set up',
    text: 'Which partner tenant do you want to edit?',
    edit: 'Edit',
    add: 'Add a partner tenant',
    retire: 'Retire a partner tenant',
    retired: (when: Inline): Text => ['Retired on ', when, '. It can be taken back for 30 days.'],
  },
  retire: {
    choose: 'Retire a partner tenant',
    chooseText: 'Which partner tenant is yours no more? You are asked once more.',
    title: (tenant: string) => `Retire ${tenant}?`,
    question: (tenant: string, until: Inline): Text => [
      `Nobody is reminded of ${tenant} any more. Its open alerts still escalate. New ones go to the administrators, and to its channels too until `,
      until,
      '. Until then you can take it back, and alerts that name no partner tenant go to the administrators. Its channels and all administrators are told. Its history stays.',
    ],
    /** The asker is an administrator since this tenant is asked about them. */
    ownRights:
      'You are an administrator by this tenant’s Microsoft Entra, which is not asked any more then: only ADMINS and other partner tenants name administrators from then on.',
    channels: 'Its channels',
    sources: 'Sources whose “tenant” it is',
    submit: 'Retire',
    last: (tenant: string) =>
      `${tenant} is the last partner tenant, and cannot be retired. Please add another one first.`,
  },
  restore: {
    done: (tenant: string) =>
      `${tenant} is taken back: its alerts go to its channels again, and I remind people of it.`,
    tooLate: (tenant: string) =>
      `${tenant} was retired more than 30 days ago, and can be taken back only by an import (docs/register.md).`,
    nameTaken: (tenant: string) =>
      `Another partner tenant is called ${tenant} now, or its name looks the same. Please give that one another name, then take this one back.`,
  },
};
