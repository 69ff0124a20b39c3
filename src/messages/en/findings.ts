import type { FindingCode, Missing } from '../../domain/finding/finding.ts';
import type { Text } from '../../view/view.ts';

/** Returns a function that writes a sentence around the things that it is about. */
const around =
  (before: string, after: string) =>
  (what: Text): Text => [before, ...[what].flat(), after];

/** Texts are found by the code of a finding; some codes go on with the thing that they are about. */
type Of<C extends FindingCode> = C extends 'fieldMissing'
  ? `${C}.${'channels' | 'lastName'}`
  : C extends 'singlePoint'
    ? `${C}.${'channel' | 'person'}`
    : C;
type Brief = Record<Of<FindingCode> | Missing | 'groupGone', string>;

const days = (count: number) => (count === 1 ? 'a day' : `${count} days`);

/** These words say why a contact looks outdated: a title, and what to do about it. `subject` names the thing exactly. */
export const findings = {
  titles: {
    alertOverdue: 'An alert is overdue',
    contactMissing: 'No security contact',
    channelUnreachable: 'A channel cannot be reached',
    channelOpened: 'More people can read a channel',
    mailDead: 'The e-mail address does not receive mail',
    someoneLeft: 'Somebody has left',
    fieldMissing: 'A required field is empty',
    notOnFile: 'Microsoft sees no contact on file',
    nobodyOnCall: 'Nobody is on call',
    calendarStale: 'An on-call calendar cannot be read',
    calendarZone: 'A calendar has an unknown time zone',
    unattested: 'Not compared with Partner Center',
    unconfirmed: 'Not confirmed lately',
    anniversary: 'The anniversary month is near',
    phoneUnattested: 'Phone not attested as 24x7',
    complianceUnconfirmed: 'Compliance contact not attested',
    unproven: 'No proof that the contact can be reached',
    singlePoint: 'Only one channel or person',
    oneAdmin: 'Only one administrator',
    personalEmail: 'The e-mail address looks personal',
  } satisfies Record<FindingCode, string>,
  details: {
    alertOverdue: (): Text => 'Nobody acknowledged it within 24 hours. Acknowledge it now.',
    contactMissing: (): Text => 'Microsoft requires one of every CSP partner. Add it now.',
    /** These sentences say why the bot cannot post in a channel; `unknown` stands where the reason was not noted. */
    channelUnreachable: {
      archived: around('Archived: ', '. Have it restored, or choose another channel.'),
      notMember: {
        slack: around('I am not in ', '. In that channel, type /invite and my name, or choose another one.'),
        teams: around(
          'I am not in ',
          '. Add me to its team again and mention me once in the channel, or choose another one.',
        ),
      },
      missing: around(
        'I cannot find ',
        ': it was deleted, or I was removed from it. Add me there again, or choose another channel.',
      ),
      noRight: around('I may not post in ', '. Allow apps to post there, or choose another channel.'),
      notConfigured: (platform: string) =>
        around(`I am not connected to ${platform}, so I cannot post in `, '. Choose another channel.'),
      platform: (platform: string) =>
        around(`${platform} lets me post nowhere for now, not in `, ' either. I keep trying.'),
      other: around('I could not post in ', ' last time. I keep trying; if it lasts, choose another channel.'),
      unknown: around('I cannot post in ', '. Add me there again, or choose another channel.'),
    },
    channelOpened: {
      all: around(
        'Everybody in the organisation can read ',
        ' now. Make it private again, choose another channel, or accept it.',
      ),
      others: around(
        'Guests or people of other organisations can read ',
        ' now. Take them out, choose another channel, or accept it.',
      ),
    },
    mailDead: (domain: Text): Text => [
      'The mail system of ',
      ...[domain].flat(),
      ' does not exist or refuses all mail, seen twice a day apart. Correct the address.',
    ],
    someoneLeft: (people: Text): Text => ['No longer active: ', ...[people].flat(), '. Name somebody else.'],
    groupGone: (groups: Text): Text => [
      'Nobody is in ',
      ...[groups].flat(),
      ', or it was deleted. Add people to it in Slack, or name somebody else.',
    ],
    adminsLeft: (): Text =>
      'No known Global Administrator is active any more. Whoever runs the bot names another one in the setting ADMINS.',
    fieldMissing: (field: Text): Text => ['Still empty: ', ...[field].flat(), '.'],
    notOnFile: (): Text =>
      'Microsoft says that the partner tenant has no security contact. Enter it in Partner Center, then attest it here.',
    nobodyOnCall: (): Text =>
      'Nobody is in the on-call calendar for the next 24 hours, and the list of on-call people is empty.',
    calendarStale: (calendar: string, isCopied: boolean, why: string): string =>
      isCopied
        ? `Not read for a day: ${calendar}. The last copy counts meanwhile. ${why}`
        : `Not read yet: ${calendar}. The list counts meanwhile. ${why}`,
    calendarTrouble: {
      unknown: 'Check that its server answers, or enter the address again.',
      status: (code: string) =>
        `Its server answers with status ${code}. Open the address in a browser, or enter it again.`,
      unreachable: 'Its server cannot be reached. Open the address in a browser, or enter it again.',
      timeout: 'Its server takes longer than ten seconds.',
      internal: 'The address leads into an internal network, where I read nothing. Enter another one.',
      redirect: 'The address leads on to another host, where I do not follow. Enter the address there.',
      tooLarge: 'It is larger than 5 MB. Publish a shorter time.',
      tooMuch: 'It has more events than I read. Publish a shorter time.',
      notCalendar:
        'There is no calendar at the address, but perhaps a page that asks for a sign-in. Publish it again, and enter the new address.',
      people: 'Slack or Teams does not say who is in it. I ask again every 15 minutes.',
      bug: 'Reading it failed on my side, and it was logged. Ask whoever runs the bot to look for calendar.failed in the log.',
    },
    calendarZone: (zones: string): Text =>
      `Its events do not count: ${zones} is no time zone that I know. Choose another one in the calendar.`,
    unattested: (ago: number): Text =>
      `Changed here ${days(ago)} ago, and nobody has attested that Partner Center says the same.`,
    neverAttested: (): Text => 'Nobody has attested yet that Partner Center says the same.',
    unconfirmed: (ago: number): Text => `Nobody has said for ${days(ago)} that it is still right.`,
    neverConfirmed: (): Text => 'Nobody has said yet that this record is right.',
    anniversary: (month: string): Text =>
      `In ${month} Microsoft checks whether the contact exists. Confirm it, and compare it with Partner Center.`,
    phoneUnattested: (): Text => 'Attest that it is answered day and night; that holds for a year.',
    complianceUnconfirmed: (): Text => 'Microsoft also wants a user with the Compliance admin role in Partner Center.',
    unproven: (): Text => 'Nobody has acknowledged a drill or an alert for 90 days. Start a drill.',
    missedDrill: (): Text => 'Nobody acknowledged the last drill. Start another one, and tell the people on call.',
    oneChannel: (): Text => 'There is one channel only. Choose a second one, on the other platform if you can.',
    onePerson: (): Text => 'The contact is one person without a second. Name another one on call, or make it a group.',
    oneAdmin: (): Text =>
      'Nobody would notice what one account changes, and nobody could act without it. Microsoft advises two or more emergency access accounts, which are Global Administrators too.',
    personalEmail: (): Text => 'People sleep, travel and leave. Microsoft advises a distribution list.',
  },
  /** The line that says how a tenant stands names a finding in these few words. */
  brief: {
    alertOverdue: 'an alert is overdue',
    contactMissing: 'no security contact',
    channelUnreachable: 'a channel cannot be reached',
    channelOpened: 'more people can read a channel',
    mailDead: 'the e-mail address is dead',
    someoneLeft: 'somebody has left',
    groupGone: 'nobody in a user group',
    'fieldMissing.channels': 'no alert channel',
    'fieldMissing.lastName': 'no last name',
    notOnFile: 'Microsoft sees no contact',
    nobodyOnCall: 'nobody on call',
    calendarStale: 'a calendar cannot be read',
    calendarZone: 'unknown zone in a calendar',
    unattested: 'not compared with Partner Center',
    unconfirmed: 'not confirmed lately',
    anniversary: 'the anniversary month is near',
    phoneUnattested: 'the phone is not attested',
    complianceUnconfirmed: 'compliance contact not attested',
    unproven: 'not proven reachable',
    'singlePoint.channel': 'one channel only',
    'singlePoint.person': 'one person only',
    oneAdmin: 'only one administrator',
    personalEmail: 'a personal e-mail address',
    attestation: 'not compared with Partner Center',
    confirmation: 'not confirmed yet',
    onCall: 'nobody on call',
  } satisfies Brief as Readonly<Record<string, string>>,
  /** This line says how a tenant stands: the worst finding, and how many more there are. */
  stands: (tenant: string, worst: string | null, more: number, off: number) =>
    `${tenant}: ${[worst ?? 'nothing to fix', ...(more === 0 ? [] : [`${more} more to fix`]), ...(off === 0 ? [] : [`${off} put off`])].join(', ')}`,
  /** A button that serves several findings has these labels, by the finding, and by the button's id where a finding has several. */
  buttons: {
    'anniversary.contact.confirm': 'Confirm for this year',
    'anniversary.contact.attest': 'Attest for this year',
    channelUnreachable: 'Change the channels',
    mailDead: 'Correct the address',
    someoneLeft: 'Name somebody else',
    nobodyOnCall: 'Name on-call people',
    calendarStale: 'Change the calendar',
    calendarZone: 'Change the calendar',
    'fieldMissing.channels': 'Choose channels',
    'fieldMissing.lastName': 'Add the last name',
    'singlePoint.channel': 'Add a channel',
    'singlePoint.person': 'Name a second person',
    personalEmail: 'Change the address',
  } as Readonly<Record<string, string>>,
  /** These words say which of the two there is only one of. */
  single: { channel: 'Only one channel', person: 'Only one person', both: 'Only one channel, and only one person' },
  /** This title stands where a user group that is on call has no members, or does not exist any more. */
  groupGone: 'Nobody in a user group',
  /** This title says which field it is about. */
  ofField: (title: string, field: string) => `${title}: ${field}`,
  /** The common title of several findings of one kind. */
  several: (title: string, count: number) => `${title} (${count})`,
  /** Shown after some names. */
  others: (count: number) => (count === 1 ? 'and 1 other' : `and ${count} others`),
  /** The last row, when the list is too long for the card: how many rows are left out. */
  more: (count: number) => (count === 1 ? 'and 1 more thing' : `and ${count} more things`),
  /** A list of tenants says this of each. */
  count: (count: number) =>
    count === 0 ? 'nothing to fix' : count === 1 ? '1 thing to fix' : `${count} things to fix`,
  fields: { channels: 'channels', lastName: 'last name' },
};
