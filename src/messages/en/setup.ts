import type { PartnerType } from '../../domain/tenant/partner-tenant.ts';
import type { Text } from '../../view/view.ts';

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
    removeElsewhere: 'Remove what is on the other platform',
  },
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
    nameTaken:
      'Another partner tenant has this name, or one that looks the same. Please choose a name that tells them apart.',
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
    sources: (names: string) =>
      `Now that there are several partner tenants, I refuse alerts from these sources: ${names}. In the sources’ file, say with “tenant” whose they are, and restart me.`,
  },
  choose: {
    title: 'Set up',
    text: 'Which partner tenant do you want to edit?',
    edit: 'Edit',
    add: 'Add a partner tenant',
  },
};
