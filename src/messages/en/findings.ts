import type { FindingCode, Missing } from '../../domain/finding/finding.ts';
import type { PortalPart } from '../../domain/tenant/contact-fields.ts';
import type { Text } from '../../view/view.ts';

type Around = readonly [before: string, after: string];

/** Returns a function that writes a sentence around the channels that it is about: around one, or around several. */
const around =
  (one: Around, many: Around) =>
  (channels: Text, count: number): Text => {
    const [before, after] = count === 1 ? one : many;
    return [before, ...[channels].flat(), after];
  };

/** Texts are found by the code of a finding; some codes are followed by what the finding is about. */
type Of<C extends FindingCode> = C extends 'fieldMissing'
  ? `${C}.${'channels' | 'lastName'}`
  : C extends 'singlePoint'
    ? `${C}.${'channel' | 'person'}`
    : C;
type Brief = Record<Of<FindingCode> | Missing | 'groupGone', string>;

/** Joins words as a sentence does: “name, e-mail and phone”. */
const listed = (words: readonly string[]) =>
  [words.slice(0, -1).join(', '), ...words.slice(-1)].filter(Boolean).join(' and ');
const portalParts: Record<PortalPart, string> = { name: 'name', email: 'e-mail address', phone: 'phone number' };
const moreToFix = (count: number) => (count === 1 ? '1 more thing to fix' : `${count} more things to fix`);
const days = (count: number) => (count === 1 ? 'a day' : `${count} days`);

const ofSeveral: Partial<Record<FindingCode, readonly [subject: string, predicate: string]>> = {
  alertOverdue: ['alerts', 'are overdue'],
  channelUnreachable: ['channels', 'cannot be reached'],
  channelOpened: ['channels', 'can be read by more people'],
  someoneLeft: ['people', 'have left the organisation'],
  fieldMissing: ['required fields', 'are empty'],
  calendarStale: ['on-call calendars', 'cannot be read'],
  calendarZone: ['calendars', 'have an unknown time zone'],
};

/** These words say why a contact looks outdated: a title, and what to do about it. `subject` names the thing exactly. */
export const findings = {
  titles: {
    alertOverdue: 'An alert is overdue',
    contactMissing: 'No security contact',
    channelUnreachable: 'A channel cannot be reached',
    channelOpened: 'More people can read a channel',
    mailDead: 'The e-mail address does not work',
    someoneLeft: 'Somebody has left the organisation',
    fieldMissing: 'A required field is empty',
    notOnFile: 'Microsoft has no contact on file',
    nobodyOnCall: 'Nobody is on call',
    calendarStale: 'An on-call calendar cannot be read',
    calendarZone: 'A calendar has an unknown time zone',
    unattested: 'Not compared with Partner Center',
    unconfirmed: 'Contact not confirmed',
    anniversary: 'Microsoft’s yearly check is coming up',
    phoneUnattested: '24x7 phone not confirmed',
    complianceUnconfirmed: 'Compliance contact not confirmed',
    unproven: 'No proof that the contact can be reached',
    singlePoint: 'Only one channel or person',
    oneAdmin: 'Only one Global Administrator',
    personalEmail: 'The e-mail address looks personal',
  } satisfies Record<FindingCode, string>,
  details: {
    alertOverdue: (): Text => 'Nobody acknowledged the alert within 24 hours. Acknowledge it now.',
    contactMissing: (): Text => 'Microsoft requires every CSP partner to have a security contact. Add yours now.',
    /** These sentences say why the bot cannot post in a channel; `unknown` is for a reason that was not stored. */
    channelUnreachable: {
      archived: around(
        ['This channel is archived: ', '. Restore it, or choose another channel.'],
        ['These channels are archived: ', '. Restore them, or choose other channels.'],
      ),
      notMember: {
        slack: around(
          [
            'I am not a member of this channel: ',
            '. In the channel, type /invite and my name, or choose another channel.',
          ],
          [
            'I am not a member of these channels: ',
            '. In each channel, type /invite and my name, or choose other channels.',
          ],
        ),
        teams: around(
          [
            'I am not in this channel: ',
            '. Add me to its team again and mention me once in the channel, or choose another channel.',
          ],
          [
            'I am not in these channels: ',
            '. Add me to their teams again and mention me once in each channel, or choose other channels.',
          ],
        ),
      },
      missing: around(
        ['I cannot find this channel: ', '. Add me again, or choose another channel.'],
        ['I cannot find these channels: ', '. Add me again, or choose other channels.'],
      ),
      noRight: around(
        ['I am not allowed to post in this channel: ', '. Allow apps to post there, or choose another channel.'],
        ['I am not allowed to post in these channels: ', '. Allow apps to post there, or choose other channels.'],
      ),
      notConfigured: (platform: string) =>
        around(
          [`I am not connected to ${platform}, so I cannot post in this channel: `, '. Choose another channel.'],
          [`I am not connected to ${platform}, so I cannot post in these channels: `, '. Choose other channels.'],
        ),
      platform: (platform: string) =>
        around(
          [
            `I cannot post anywhere in ${platform} right now, so nothing reaches this channel: `,
            '. I will keep trying.',
          ],
          [
            `I cannot post anywhere in ${platform} right now, so nothing reaches these channels: `,
            '. I will keep trying.',
          ],
        ),
      other: around(
        [
          'My last attempt to post in this channel failed: ',
          '. I will keep trying. If this continues, choose another channel.',
        ],
        [
          'My last attempts to post in these channels failed: ',
          '. I will keep trying. If this continues, choose other channels.',
        ],
      ),
      unknown: around(
        ['I cannot post in this channel: ', '. Add me again, or choose another channel.'],
        ['I cannot post in these channels: ', '. Add me again, or choose other channels.'],
      ),
    },
    channelOpened: {
      all: around(
        [
          'Everybody in the organisation can now read this channel: ',
          '. Make the channel private again, choose another one, or accept this.',
        ],
        [
          'Everybody in the organisation can now read these channels: ',
          '. Make them private again, choose other channels, or accept this.',
        ],
      ),
      others: around(
        [
          'Guests or people from other organisations can now read this channel: ',
          '. Remove these people, choose another channel, or accept this.',
        ],
        [
          'Guests or people from other organisations can now read these channels: ',
          '. Remove these people, choose other channels, or accept this.',
        ],
      ),
    },
    mailDead: (domain: Text): Text => [
      'The e-mail domain ',
      ...[domain].flat(),
      ' does not exist or refuses all e-mail. Correct the e-mail address.',
    ],
    someoneLeft: (people: Text): Text => ['No longer active: ', ...[people].flat(), '. Choose somebody else.'],
    groupGone: (groups: Text): Text => [
      'Empty or deleted in Slack: ',
      ...[groups].flat(),
      '. Add people to the group, or choose somebody else.',
    ],
    adminsLeft: (): Text =>
      'No known Global Administrator is active any more. Ask the person who runs the bot to add another one to the ADMINS setting.',
    fieldMissing: (field: Text): Text => ['Fill in “', ...[field].flat(), '”.'],
    notOnFile: (): Text => 'Enter the contact in Partner Center, then confirm here that you did.',
    nobodyOnCall: (): Text =>
      'The on-call calendar lists nobody for the next 24 hours, and the list of on-call people is empty.',
    calendarStale: (calendar: string, isCopied: boolean, why: string): string =>
      isCopied
        ? `I have been using my last copy of the calendar for a day. ${why} Calendar: ${calendar}.`
        : `I am using the list of on-call people, because I have not been able to read the calendar yet. ${why} Calendar: ${calendar}.`,
    calendarTrouble: {
      unknown: 'Check that the calendar’s server answers, or enter the address again.',
      status: (code: string) =>
        `The calendar’s server answers with status ${code}. Open the address in a browser, or enter it again.`,
      unreachable: 'The calendar’s server cannot be reached. Open the address in a browser, or enter it again.',
      timeout: 'The calendar’s server takes longer than ten seconds to answer.',
      internal: 'The address is in an internal network, and I do not read calendars there. Enter another address.',
      redirect: 'The address redirects to another host, and I do not follow redirects. Enter the final address.',
      tooLarge: 'The calendar is larger than 5 MB. Publish a shorter period.',
      tooMuch: 'The calendar has more events than I can read. Publish a shorter period.',
      notCalendar:
        'I found no calendar at this address. Perhaps the address leads to a sign-in page. Publish the calendar again, and enter the new address.',
      people: 'Slack or Teams did not tell me who is in the calendar. I will ask again every 15 minutes.',
      bug: 'I could not read the calendar, and logged the error. Ask the person who runs the bot to look for calendar.failed in the log.',
    },
    calendarZone: (zones: string): Text =>
      `I am ignoring the calendar’s events, because I do not know the time zone ${zones}. Choose another one in the calendar.`,
    unattested: (ago: number): Text =>
      `The contact was changed here ${days(ago)} ago. Nobody has confirmed since then that Partner Center shows the same contact.`,
    neverAttested: (): Text => 'Nobody has confirmed yet that Partner Center shows the same contact.',
    unconfirmed: (ago: number): Text => `Nobody has confirmed for ${days(ago)} that the contact is still right.`,
    neverConfirmed: (): Text => 'Nobody has confirmed this contact yet.',
    anniversary: (month: string): Text =>
      `Every year in ${month}, the month in which you joined the CSP programme, Microsoft checks that the contact exists. Confirm the contact, and compare it with Partner Center.`,
    phoneUnattested: (): Text =>
      'Confirm that somebody answers the phone day and night. The confirmation is valid for a year.',
    complianceUnconfirmed: (): Text =>
      'Microsoft also asks for a user with the Compliance admin role in Partner Center. Please confirm that you have one.',
    unproven: (): Text => 'Nobody has acknowledged a drill or an alert for 90 days. Start a drill.',
    missedDrill: (): Text => 'Nobody acknowledged the last drill. Tell the people on call, and start another drill.',
    oneChannel: (): Text => 'Choose a second channel. Ideally, have one in Slack and one in Teams.',
    onePerson: (): Text => 'Choose a second person on call, or make the contact a group.',
    oneAdmin: (): Text =>
      'I know only one person who is a Global Administrator. If that account is blocked or misused, nobody else can act. Add a second person in Microsoft Entra, or ask the person who runs the bot to add one to the ADMINS setting.',
    personalEmail: (): Text =>
      'Microsoft recommends a distribution list, because people sleep, travel and change jobs.',
  },
  /** The line about a tenant's state names a finding in these few words. */
  brief: {
    alertOverdue: 'an alert is overdue',
    contactMissing: 'no security contact',
    channelUnreachable: 'a channel cannot be reached',
    channelOpened: 'more people can read a channel',
    mailDead: 'the e-mail address does not work',
    someoneLeft: 'somebody has left the organisation',
    groupGone: 'a user group is empty',
    'fieldMissing.channels': 'no alert channel',
    'fieldMissing.lastName': 'no last name',
    notOnFile: 'Microsoft has no contact on file',
    nobodyOnCall: 'nobody on call',
    calendarStale: 'a calendar cannot be read',
    calendarZone: 'unknown time zone in a calendar',
    unattested: 'not compared with Partner Center',
    unconfirmed: 'not confirmed recently',
    anniversary: 'Microsoft’s yearly check is coming up',
    phoneUnattested: '24x7 phone not confirmed',
    complianceUnconfirmed: 'compliance contact not confirmed',
    unproven: 'no proof that the contact can be reached',
    'singlePoint.channel': 'only one channel',
    'singlePoint.person': 'only one person',
    oneAdmin: 'only one Global Administrator',
    personalEmail: 'a personal e-mail address',
    attestation: 'not compared with Partner Center',
    confirmation: 'not confirmed yet',
    onCall: 'nobody on call',
  } satisfies Brief as Readonly<Record<string, string>>,
  /** The copy in Partner Center was not compared since these changed here. It is the next step, a title and part of a line. */
  oldInPortal: (parts: readonly PortalPart[]) =>
    `Partner Center may still have the old ${listed(parts.map((part) => portalParts[part]))}`,
  changeInPortal: (parts: number) =>
    `Change ${parts === 1 ? 'it' : 'them'} there too, then press “Done in Partner Center”.`,
  nextStep: 'Next:',
  /** What to do about a finding, as the next step. */
  next: {
    alertOverdue: 'acknowledge the overdue alert',
    contactMissing: 'add the security contact',
    channelUnreachable: 'choose a channel that works',
    channelOpened: 'check who can read the channel',
    mailDead: 'correct the e-mail address',
    someoneLeft: 'replace the person who left',
    groupGone: 'replace the empty user group',
    'fieldMissing.channels': 'choose an alert channel',
    'fieldMissing.lastName': 'add the last name',
    notOnFile: 'enter the contact in Partner Center',
    nobodyOnCall: 'choose who is on call',
    calendarStale: 'correct the on-call calendar',
    calendarZone: 'correct the calendar’s time zone',
    unattested: 'compare the contact with Partner Center',
    unconfirmed: 'confirm that the contact is still right',
    anniversary: 'confirm the contact before Microsoft’s yearly check',
    phoneUnattested: 'confirm that somebody answers the phone 24x7',
    complianceUnconfirmed: 'confirm the compliance contact',
    unproven: 'start a drill',
    'singlePoint.channel': 'add a second channel',
    'singlePoint.person': 'add a second person',
    oneAdmin: 'add a second Global Administrator',
    personalEmail: 'use a shared e-mail address',
    attestation: 'compare the contact with Partner Center',
    confirmation: 'confirm that the contact is right',
    onCall: 'choose who is on call',
  } satisfies Brief as Readonly<Record<string, string>>,
  moreToFix,
  stands: (tenant: string, state: string) => `${tenant}: ${state}`,
  /** A tenant's state: the worst finding, and how many more there are. */
  state: (worst: string | null, more: number, off: number) =>
    [
      worst ?? 'nothing to fix',
      ...(more === 0 ? [] : [moreToFix(more)]),
      ...(off === 0 ? [] : [`${off} snoozed`]),
    ].join(', '),
  /** A button that serves several findings has these labels, by the finding, and by the button's id where a finding has several. */
  buttons: {
    'anniversary.contact.confirm': 'Confirm for this year',
    'anniversary.contact.attest': 'Checked in Partner Center',
    channelUnreachable: 'Change the channels',
    channelOpened: 'Change the channels',
    mailDead: 'Correct the address',
    someoneLeft: 'Choose somebody else',
    nobodyOnCall: 'Choose who is on call',
    calendarStale: 'Change the calendar',
    calendarZone: 'Change the calendar',
    'fieldMissing.channels': 'Choose channels',
    'fieldMissing.lastName': 'Add the last name',
    'singlePoint.channel': 'Add a channel',
    'singlePoint.person': 'Add a second person',
    personalEmail: 'Change the address',
  } as Readonly<Record<string, string>>,
  /** These words say which of the two there is only one of. */
  single: { channel: 'Only one channel', person: 'Only one person', both: 'Only one channel and one person' },
  /** The title for an on-call user group that has no members, or does not exist any more. */
  groupGone: 'A user group is empty',
  /** This title says which field it is about. */
  ofField: (title: string, field: string) => `${title} (${field})`,
  /** The common title of several findings of one kind; `title` is that of one. */
  several: (title: string, count: number, code: FindingCode) => {
    const [subject, predicate] = ofSeveral[code] ?? [];
    return subject === undefined ? `${title} (${count})` : `${count} ${subject} ${predicate}`;
  },
  /** Stands before the last one of some names. */
  and: ' and ',
  /** Shown after some names. */
  others: (count: number) => (count === 1 ? 'and 1 other' : `and ${count} others`),
  /** The last row, when the list is too long for the card: how many rows are left out. */
  more: (count: number) => (count === 1 ? 'and 1 more' : `and ${count} more`),
  /** A list of tenants says this of each. */
  count: (count: number) =>
    count === 0 ? 'nothing to fix' : count === 1 ? '1 thing to fix' : `${count} things to fix`,
  fields: { channels: 'Alert channels', lastName: 'Last name' },
};
