import { fold } from '../text/words.ts';

const freeMail =
  /@(gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|icloud|me|gmx|aol|orange|free|wanadoo|laposte|sfr|proton|protonmail)\.(com?\.)?[a-z]{2,}$/;
/** The words in an address that say that several people read its mail. */
const shared =
  /(^|[._+-])(abuse|admins?|alertes?|alerts?|astreinte|ciso|cert|csirt|csp|cyber|desk|dsi|equipe|exploitation|group|groupe|helpdesk|incidents?|infosec|it|list|noc|on[._-]?call|operations?|ops|partners?|partenaires?|responders?|rssi|sec|secops|security|securite|services?|siem|soc|support|team)([._+-]|$|\d)/;

/**
 * Returns true when an address looks like one person's rather than a distribution list. Microsoft prefers a distribution list,
 * since one person sleeps, travels and leaves; this is a reason to warn, never to refuse.
 */
export function looksPersonal(email: string, person: { firstName: string; lastName: string }): boolean {
  const address = fold(email);
  const local = address.slice(0, address.lastIndexOf('@'));
  if (shared.test(local)) return false;
  if (freeMail.test(address)) return true;
  const [first, last] = [person.firstName, person.lastName].map((name) => fold(name).replace(/[^a-z]/g, ''));
  const letters = local.replace(/[^a-z]/g, '');
  const initial = first?.slice(0, 1);
  const named = [first, last, `${first}${last}`, `${last}${first}`, `${initial}${last}`, `${last}${initial}`];
  return /^[a-z]+([._-][a-z]+)+\d*$/.test(local) || (last !== '' && letters !== '' && named.includes(letters));
}

/** Returns the domain of an e-mail address in lower case. */
export function domainOf(email: string): string {
  return email.slice(email.lastIndexOf('@') + 1).toLowerCase();
}
