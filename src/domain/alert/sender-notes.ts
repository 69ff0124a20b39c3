import type { RuleChannels } from './rule.ts';
import type { Severity } from './severity.ts';

/** What the sender said that the alert has no place for, so that people see it all the same. Absent parts were all right. */
export interface SenderNotes {
  /** The sender's own word for the severity, which the bot does not know: the source's own severity was taken. */
  severity?: string;
  /** The severity that the sender gave it, where the sources' file allows the source less (`maxSeverity`). */
  lowered?: Severity;
  /**
   * The customer as the sender names it, by id or domain, whom the sources' file gives to no partner tenant; empty when the
   * sender names none. An alert with this goes to the admins.
   */
  customer?: string;
  /** The domain of the customer, where the sender names it too or alone; of what a person raised also a name. */
  customerDomain?: string;
  /** The number of characters of the description that were left out. */
  cut?: number;
  /** The interface that it comes from carries Azure fraud alone, and its type is none that the bot knows as such. */
  azureFraud?: true;
  /** What a rule of the sources' file did to it: the severity that it has without the rule, the channels that it chose, and why. */
  rule?: { severity?: Severity; channels?: RuleChannels; why?: string };
  /** It is a mail: the address in its From, which is one of those that the file about Microsoft names. */
  mailFrom?: string;
  /** Nobody knows whether it comes from whom it names: it mentions nobody, nobody is reminded of it, and it has no time to answer. */
  unverified?: true;
  /** The text of the mail could not be read: it is too long, or the mail is gone. */
  noText?: true;
}

/** Returns whether nobody knows whether the alert comes from whom it names. */
export function isUnverified({ notes }: { notes?: SenderNotes | undefined }): boolean {
  return notes?.unverified === true;
}

/** Returns the notes with their texts as `clean` makes them, in a fixed order, without absent parts. */
export function cleanedNotes(
  { severity, lowered, customer, customerDomain, cut, azureFraud, rule, ...ofMail }: SenderNotes,
  clean: (text: string) => string,
): SenderNotes {
  return {
    ...(severity === undefined ? {} : { severity: clean(severity) }),
    ...(lowered === undefined ? {} : { lowered }),
    ...(customer === undefined ? {} : { customer: clean(customer) }),
    ...(customerDomain === undefined ? {} : { customerDomain: clean(customerDomain) }),
    ...(cut === undefined ? {} : { cut }),
    ...(azureFraud ? { azureFraud } : {}),
    ...(rule ? { rule } : {}),
    ...(ofMail.mailFrom === undefined ? {} : { mailFrom: clean(ofMail.mailFrom) }),
    ...(ofMail.unverified ? { unverified: true } : {}),
    ...(ofMail.noText ? { noText: true } : {}),
  };
}
