/** Headers of mails as Exchange Online shows them, made up: the topmost first. */

export interface MailHeader {
  name: string;
  value: string;
}

export const received = (from: string, by: string): MailHeader => ({
  name: 'Received',
  value: `from ${from} (2603:10a6:20b:4c1::8)\r\n by ${by} (2603:10a6:10:2c9::11) with\r\n Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE) id 15.20.8655.24; Tue,\r\n 24 Nov 2026 08:00:02 +0000`,
});

/** The lines of the servers that passed the mail on, and of the one that took it from outside. */
export const hops = {
  mailbox: received('DB9PR01MB0002.eurprd01.prod.exchangelabs.com', 'AM0PR01MB0001.eurprd01.prod.exchangelabs.com'),
  front: received('DB5EUR01FT012.eop-EUR01.prod.protection.outlook.com', 'DUZPR01CA0012.outlook.office365.com'),
  outside: (host = 'mail-eopbgr.example.com') => received(host, 'DB5EUR01FT012.mail.protection.outlook.com'),
};

/** What Exchange Online writes about a mail, above the line of the server that took it from outside. */
export const results = (dmarc = 'dmarc=pass action=none header.from=microsoft.com'): MailHeader => ({
  name: 'Authentication-Results',
  value: `spf=pass (sender IP is 203.0.113.7)\r\n smtp.mailfrom=microsoft.com; dkim=pass (signature was verified)\r\n header.d=microsoft.com;${dmarc};compauth=pass reason=100`,
});

export const from = (value = '"Microsoft Azure" <no-reply@microsoft.com>'): MailHeader => ({ name: 'From', value });

/** The headers of a mail that Microsoft sent. `below` are those that the sender wrote; `mine` stand in place of its results. */
export function headersOf({
  mine = [results()],
  below = [from()],
}: {
  mine?: MailHeader[];
  below?: MailHeader[];
} = {}) {
  return [hops.mailbox, hops.front, ...mine, { name: 'Received-SPF', value: 'Pass' }, hops.outside(), ...below];
}

/** The headers of a forged mail: Microsoft found that it does not come from the domain. */
export const forgedHeaders = (below: MailHeader[] = [from()]) =>
  headersOf({ mine: [results('dmarc=fail action=oreject header.from=microsoft.com')], below });
