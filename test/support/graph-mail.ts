/**
 * Mailboxes, as Graph shows them: https://learn.microsoft.com/graph/api/message-delta and
 * https://learn.microsoft.com/graph/api/message-get
 */
import {
  allowOnly,
  badRequest,
  type GraphAnswer,
  GraphRefused,
  type GraphRequest,
  selected,
  stateIn,
  toState,
  unknownPath,
} from './graph-wire.ts';
import { headersOf } from './mail-headers.ts';

/** A mail in an Inbox; any member may be made wrong. Times are ISO 8601. */
export interface InboxMail {
  /** The immutable id. */
  id: string;
  receivedDateTime: string;
  subject: unknown;
  from: unknown;
  text: string;
  internetMessageId: string;
  internetMessageHeaders: unknown;
  [member: string]: unknown;
}

/** The address from which made-up mails of Microsoft come. */
export const sender = 'no-reply@microsoft.com';

/** Returns the From of a mail, as Graph shows it. */
export const fromAddress = (address: string) => ({ emailAddress: { name: 'Microsoft Azure', address } });

/** A mail of an Inbox; without more, a genuine one of Microsoft. */
export const aMail = (id: string, more: Partial<InboxMail> = {}): InboxMail => ({
  id,
  receivedDateTime: '2026-11-24T07:59:00Z',
  subject: 'Action required',
  from: fromAddress(sender),
  sender: fromAddress(sender),
  text: `Words of ${id}.`,
  internetMessageId: `<${id}@microsoft.com>`,
  internetMessageHeaders: headersOf(),
  hasAttachments: true,
  ...more,
});
export interface Mailbox {
  mails: InboxMail[];
  /** The apps that may read it by Exchange's RBAC for Applications; a token says nothing of it. */
  readers: Set<string>;
  /** Delta links that were given before this changed are expired. */
  epoch: number;
}

export function mailPart() {
  return { mailboxes: new Map<string, Mailbox>(), pageSize: 10 };
}
export type MailPart = ReturnType<typeof mailPart>;

/** Answers below `/users/<mailbox>`. */
export function answerMail(part: MailPart, request: GraphRequest): GraphAnswer {
  const { segments, method, caller } = request;
  const [, address = '', first, folder, third, fourth] = segments;
  const mailbox = part.mailboxes.get(address.toLowerCase());
  if (!mailbox) throw new GraphRefused(404, 'ErrorInvalidUser', `The requested user '${address}' is invalid.`);
  // Rights of Exchange and of Entra are a union.
  if (!mailbox.readers.has(caller.clientId) && !caller.permissions.includes('Mail.Read'))
    throw new GraphRefused(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
  if (method !== 'GET') throw new GraphRefused(403, 'ErrorAccessDenied', 'The mailbox may only be read.');
  const [folders, name, messages, what] = [first?.toLowerCase(), folder?.toLowerCase(), third, fourth];
  if (folders === 'mailfolders' && name === 'inbox' && messages === 'messages' && what === 'delta' && !segments[6])
    return delta(mailbox, part.pageSize, address, request);
  if (first === 'messages' && folder !== undefined && third === undefined) return one(mailbox, folder, request);
  throw unknownPath(segments.at(-1) ?? '');
}

const immutable = 'idtype="immutableid"';
const textBody = 'outlook.body-content-type="text"';

function delta(mailbox: Mailbox, usual: number, address: string, { query, prefer, base }: GraphRequest): GraphAnswer {
  const link = query.get('$skiptoken') ?? query.get('$deltatoken');
  if (link !== null) allowOnly(query, '$skiptoken', '$deltatoken');
  else allowOnly(query, 'changeType', '$select', '$filter', '$top');
  const state = link === null ? { at: 0, epoch: mailbox.epoch, query: query.toString() } : stateIn(link);
  if (state.epoch !== mailbox.epoch)
    throw new GraphRefused(410, 'SyncStateNotFound', 'The sync state generation is not found.');
  const asked = new URLSearchParams(String(state.query));
  const since = sinceIn(asked.get('$filter'));
  const at = Number(state.at);
  const wanted = prefer.map((one) => /^odata\.maxpagesize=(\d+)$/.exec(one)?.[1]).find((found) => found !== undefined);
  const size = Math.min(Number(wanted ?? asked.get('$top') ?? usual), 1_000);
  const page = mailbox.mails.slice(at, at + size);
  const end = at + page.length;
  const token = toState({ ...state, at: end });
  const here = `${base}/users/${encodeURIComponent(address)}/mailFolders('inbox')/messages/delta`;
  const isLast = end >= mailbox.mails.length;
  const value = page
    .filter(({ receivedDateTime: at }) => typeof at !== 'string' || at >= since)
    .map((mail) => shown(mail, asked, prefer));
  const [kind, name] = isLast ? ['@odata.deltaLink', '$deltatoken'] : ['@odata.nextLink', '$skiptoken'];
  return {
    status: 200,
    body: { '@odata.context': `${base}/$metadata#Collection(message)`, [kind]: `${here}?${name}=${token}`, value },
  };
}

function sinceIn(filter: string | null): string {
  if (filter === null) return '';
  const [, since] = /^receivedDateTime (?:ge|gt) (\d{4}-\S+)$/.exec(filter) ?? [];
  if (since === undefined) throw badRequest('The restriction or sort order is too complex for this operation.');
  return since;
}

function one({ mails }: Mailbox, id: string, { query, prefer }: GraphRequest): GraphAnswer {
  allowOnly(query, '$select');
  const mail = mails.find((found) => idOf(found, prefer) === id);
  if (!mail) throw new GraphRefused(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
  return { status: 200, body: shown(mail, query, prefer) };
}

const idOf = ({ id }: InboxMail, prefer: readonly string[]) => (prefer.includes(immutable) ? id : `folder-inbox-${id}`);

function shown(mail: InboxMail, query: URLSearchParams, prefer: readonly string[]): object {
  const { text, internetMessageHeaders, ...rest } = mail;
  const body = prefer.includes(textBody)
    ? { contentType: 'text', content: text }
    : { contentType: 'html', content: `<html><body>${text}</body></html>` };
  // Headers are there only where they are asked for by name.
  const headers = query.get('$select')?.split(',').includes('internetMessageHeaders') ? { internetMessageHeaders } : {};
  const all = { '@odata.etag': 'W/"CQ"', ...rest, id: idOf(mail, prefer), body, ...headers };
  return selected(all, query, 'id', '@odata.etag');
}
