/**
 * A made-up Microsoft Graph (v1.0 and beta) on the loopback interface. It takes the tokens of the made-up Entra, refuses what Graph would
 * refuse, and has the faults of `microsoft-faults.ts`. What it answers follows Microsoft's published samples; nobody compared it with a
 * tenant.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type CryptoKey, jwtVerify, type KeyObject } from 'jose';
import { answerMail, mailPart } from './graph-mail.ts';
import { answerPartner, partnerPart } from './graph-partner.ts';
import {
  badRequest,
  demand,
  type GraphAnswer,
  type GraphCaller,
  GraphRefused,
  type GraphRequest,
  selected,
  unknownPath,
} from './graph-wire.ts';
import { bodyOf, createFaults, listening } from './loopback.ts';
import { addressOf, type MicrosoftFault, setDate, suffer } from './microsoft-faults.ts';
import { now } from './time.ts';

/** The template id of Global Administrator. */
export const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';

export interface GraphUser {
  id: string;
  userPrincipalName: string;
  displayName: string;
  mail: string | null;
  accountEnabled: unknown;
  userType: string;
  /** Ids of groups, roles and templates of roles that are held and active now. */
  memberOf: Set<string>;
}

/** What a user shows where `$select` is missing: https://learn.microsoft.com/graph/api/user-get */
const byDefault = 'businessPhones,displayName,givenName,jobTitle,mail,mobilePhone,surname,userPrincipalName,id';

/** The most requests of an app for one mailbox: https://learn.microsoft.com/graph/throttling-limits#outlook-service-limits */
const mailboxRequests = 4;

function tenantPart() {
  return {
    users: new Map<string, GraphUser>(),
    /** Whether the app sees roles at all: without the right, `checkMemberObjects` answers with nothing. */
    showsRoles: true,
    partner: partnerPart(),
    mail: mailPart(),
  };
}
export type GraphTenant = ReturnType<typeof tenantPart>;

/** `signingKey` is that of the made-up Entra. */
export async function fakeGraph({ signingKey }: { signingKey(): Promise<CryptoKey | KeyObject> }) {
  const tenants = new Map<string, GraphTenant>();
  const faults = createFaults<MicrosoftFault>(now);
  const requests: { method: string; path: string; at: number; clientId: string | null; status: number | null }[] = [];
  /** `aheadMs`: Graph's clock against ours. `mostAtOnce`: the most requests for mail that were under way at once. */
  const state = { aheadMs: 0, mostAtOnce: 0 };
  let ofMail = 0;
  const seen = new Set<string>();
  const revoked = new Set<string>();
  /** Where links to another host lead: it counts who comes. */
  const stranger = { asked: 0 };
  const otherHost = await listening(async (_request, response) => {
    stranger.asked += 1;
    response.end('{"value":[]}');
  });
  const server = await listening(serve);
  let endless = 0;

  function tenant(id: string): GraphTenant {
    const found = tenants.get(id) ?? tenantPart();
    tenants.set(id, found);
    return found;
  }

  async function callerOf({ headers }: IncomingMessage): Promise<GraphCaller> {
    const [, token = ''] = /^Bearer (\S+)$/.exec(headers.authorization ?? '') ?? [];
    const refuse = (message: string) => new GraphRefused(401, 'InvalidAuthenticationToken', message);
    if (token === '' || revoked.has(token)) throw refuse('Access token is empty or was revoked.');
    seen.add(token);
    const options = { audience: 'https://graph.microsoft.com', currentDate: new Date(now() + state.aheadMs) };
    const { payload } = await jwtVerify(token, await signingKey(), options).catch(() => {
      throw refuse('Access token validation failure.');
    });
    const { tid, appid, idtyp, roles, scp, oid, upn, amr } = payload;
    const permissions = idtyp === 'app' ? roles : String(scp ?? '').split(' ');
    return {
      tenantId: String(tid),
      clientId: String(appid),
      permissions: Array.isArray(permissions) ? permissions.map(String) : [],
      person:
        idtyp === 'app'
          ? null
          : { objectId: String(oid), upn: String(upn), withMfa: Array.isArray(amr) && amr.includes('mfa') },
    };
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    setDate(response, state.aheadMs);
    const { pathname, searchParams, search } = addressOf(request);
    const { method = 'GET' } = request;
    const record: (typeof requests)[number] = {
      ...{ method, path: decodeURIComponent(pathname + search), at: now(), clientId: null, status: null },
    };
    requests.push(record);
    const isMail = /^\/v1\.0\/users\/[^/]+\/(mailFolders|messages)\b/i.test(pathname);
    if (isMail) state.mostAtOnce = Math.max(state.mostAtOnce, ++ofMail);
    response.once('finish', () => {
      record.status = response.statusCode;
    });
    response.once('close', () => {
      if (isMail) ofMail -= 1;
    });
    const text = await bodyOf(request);
    const fault = faults.next(`${method} ${record.path}`);
    if (fault && fault.kind !== 'next') return suffer(fault, response);
    try {
      const caller = await callerOf(request);
      record.clientId = caller.clientId;
      if (isMail && ofMail > mailboxRequests)
        throw new GraphRefused(429, 'ApplicationThrottled', 'Application is over its MailboxConcurrency limit.');
      const [version = '', ...segments] = pathname.slice(1).split('/').map(decodeURIComponent);
      if (!['v1.0', 'beta'].includes(version)) throw badRequest(`Invalid version: ${version}`);
      const prefer = [request.headers.prefer ?? []].flat().join(',').toLowerCase().split(/, */);
      const base = `${server.origin}/${version}`;
      const body = text === '' ? null : bodyIn(request, text);
      const found = answer(version, {
        method,
        segments: plain(segments),
        query: searchParams,
        prefer,
        body,
        caller,
        base,
      });
      return send(
        response,
        fault
          ? { ...found, body: leadingOn(found.body, fault, `${base}${pathname.slice(version.length + 1)}`) }
          : found,
      );
    } catch (error) {
      if (!(error instanceof GraphRefused)) throw error;
      return send(response, { status: error.status, body: error.body });
    }
  }

  function answer(version: string, request: GraphRequest): GraphAnswer {
    const { segments, caller } = request;
    const part = tenant(caller.tenantId);
    if (version === 'beta' && segments[0] === 'security' && segments[1] === 'partner')
      return answerPartner(part.partner, request);
    if (version !== 'v1.0' || segments[0] !== 'users' || segments[1] === undefined)
      throw unknownPath(segments[0] ?? '');
    if (segments.length === 2 || segments[2] === 'checkMemberObjects') return answerUser(part, request);
    return answerMail(part.mail, request);
  }

  /** Makes a page of a list lead where the fault says. */
  function leadingOn(body: unknown, { link }: Extract<MicrosoftFault, { kind: 'next' }>, here: string): unknown {
    const port = new URL(server.origin).port;
    const links = {
      otherHost: `${otherHost.origin}${new URL(here).pathname}`,
      otherScheme: `ftp://127.0.0.1:${port}${new URL(here).pathname}`,
      otherResource: `${server.origin}/v1.0/directoryObjects?$skiptoken=x`,
      circle: `${here}?$skiptoken=eyJhdCI6MH0`,
      endless: `${here}?$skiptoken=${Buffer.from(`{"at":0,"n":${endless++}}`).toString('base64url')}`,
    };
    return { ...Object(body), '@odata.nextLink': links[link], '@odata.deltaLink': undefined };
  }

  return {
    /** The origin that the file names as `api`. */
    api: server.origin,
    tenant,
    requests,
    faults,
    state,
    stranger,
    /** From now on it takes none of the tokens that it has seen. */
    revokeTokens: () => {
      for (const token of seen) revoked.add(token);
    },
    async stop() {
      await server.stop();
      await otherHost.stop();
    },
  };
}

function bodyIn({ headers }: IncomingMessage, text: string): unknown {
  if (!/^application\/json\b/.test(headers['content-type'] ?? '')) throw badRequest('The content type must be JSON.');
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest('Unable to read JSON request payload.');
  }
}

/** Graph writes keys of a collection in two ways: `mailFolders/inbox` and `mailFolders('inbox')`. */
function plain(segments: readonly string[]): string[] {
  return segments.flatMap((segment) => {
    const [, name, key] = /^(\w+)\('([^']*)'\)$/.exec(segment) ?? [];
    return name !== undefined && key !== undefined ? [name, key] : [segment];
  });
}

function send(response: ServerResponse, { status, body }: GraphAnswer): void {
  response
    .writeHead(status, { 'content-type': 'application/json' })
    .end(typeof body === 'string' ? body : JSON.stringify(body));
}

function answerUser(
  { users, showsRoles }: GraphTenant,
  { method, segments, query, body, caller }: GraphRequest,
): GraphAnswer {
  demand(caller, 'Authorization_RequestDenied', 'User.Read.All', 'Directory.Read.All');
  const [, id = '', action, ...more] = segments;
  const user = users.get(id) ?? [...users.values()].find(({ userPrincipalName }) => userPrincipalName === id);
  if (!user || more.length > 0)
    throw new GraphRefused(404, 'Request_ResourceNotFound', `Resource '${id}' does not exist.`);
  if (action === undefined && method === 'GET') {
    const { memberOf: _, ...row } = user;
    const asked = query.has('$select') ? query : new URLSearchParams({ $select: byDefault });
    return {
      status: 200,
      body: { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#users/$entity', ...selected(row, asked) },
    };
  }
  if (action !== 'checkMemberObjects' || method !== 'POST') throw badRequest('The method is not allowed.');
  const { ids } = Object(body);
  const isGuid = (one: unknown) => typeof one === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(one);
  if (!Array.isArray(ids) || ids.length === 0 || ids.length > 20 || !ids.every(isGuid))
    throw new GraphRefused(400, 'Request_BadRequest', 'Invalid value specified for property ids.');
  const value = showsRoles ? ids.filter((one) => user.memberOf.has(one)) : [];
  return {
    status: 200,
    body: { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#Collection(Edm.String)', value },
  };
}
