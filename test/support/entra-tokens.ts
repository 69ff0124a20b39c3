/**
 * The part of a made-up Microsoft Entra that gives tokens: https://learn.microsoft.com/entra/identity-platform/v2-protocols
 * It checks credentials for real, and refuses with Entra's codes: https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
import { createHash, randomBytes, randomUUID, X509Certificate } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type CryptoKey, decodeJwt, decodeProtectedHeader, type JWTPayload, jwtVerify, type KeyObject } from 'jose';
import { bodyOf, createFaults } from './loopback.ts';
import { addressOf, type MicrosoftFault, setDate, suffer } from './microsoft-faults.ts';
import { minute, now } from './time.ts';

/** An app in a tenant, as an administrator registered it. All of it may be changed while it runs. */
export interface AppRegistration {
  tenantId: string;
  clientId: string;
  secrets: { value: string; expired?: boolean }[];
  /** PEM. */
  certificates: string[];
  federated: { issuer: string; subject: string; audience: string; key: CryptoKey | KeyObject }[];
  /** Application permissions, and delegated ones, with admin consent. */
  roles: string[];
  scopes: string[];
  redirectUris: string[];
}

/** Why a person's sign-in no longer holds, as an `invalid_grant`. */
export type GrantTrouble = 'left' | 'revoked' | 'mfa' | 'conditionalAccess';

/** Somebody of a tenant, who may sign in. */
export interface EntraPerson {
  tenantId: string;
  objectId: string;
  upn: string;
  withMfa: boolean;
  trouble: GrantTrouble | null;
}

/** Makes a token of Entra's. */
type MakeToken = (claims: JWTPayload, lifeSeconds: number) => Promise<string>;

class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly number: number;
  constructor(status: number, code: string, number: number, message: string) {
    super(message);
    this.status = status;
    this.code = code;
    this.number = number;
  }
}

const troubles: Readonly<Record<GrantTrouble, [number, string]>> = {
  left: [50057, 'The user account is disabled.'],
  revoked: [50173, 'The provided grant has expired due to it being revoked, a fresh auth token is needed.'],
  mfa: [50076, 'Due to a configuration change made by your administrator, you must use multi-factor authentication.'],
  conditionalAccess: [53003, 'Access has been blocked by Conditional Access policies.'],
};

const graphScope = 'https://graph.microsoft.com/';
/** The resources that its apps get tokens of their own for. */
const resources = ['https://graph.microsoft.com', 'https://monitor.azure.com'];
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const lifeSeconds = 3_599;

export function entraTokens(makeToken: MakeToken, originOf: () => string) {
  const apps: AppRegistration[] = [];
  const people: EntraPerson[] = [];
  const faults = createFaults<MicrosoftFault>(now);
  /** Of each token that was asked for: when, by which app, for which grant. `with` is the thumbprint, where an assertion has one. */
  const asked: { at: number; clientId: string; grant: string; with: string | null; outcome: number | 'ok' }[] = [];
  /** Every token and code that it gave: nobody else may see one. */
  const issued: string[] = [];
  const usedIds = new Set<string>();
  const codes = new Map<string, Code>();
  const refresh = new Map<string, { person: EntraPerson; app: AppRegistration; scope: string }>();
  const state = { aheadMs: 0, lifeSeconds };

  interface Code {
    person: EntraPerson;
    app: AppRegistration;
    redirect: string;
    challenge: string;
    scope: string;
    used: boolean;
    at: number;
  }

  const time = () => now() + state.aheadMs;

  function appOf(tenantId: string, clientId: string): AppRegistration {
    const there = apps.filter((app) => app.tenantId === tenantId);
    if (there.length === 0) throw new Refused(400, 'invalid_request', 90002, `Tenant '${tenantId}' not found.`);
    const app = there.find((one) => one.clientId === clientId);
    if (!app)
      throw new Refused(
        400,
        'unauthorized_client',
        700016,
        `Application '${clientId}' was not found in the directory.`,
      );
    return app;
  }

  async function prove(app: AppRegistration, form: URLSearchParams): Promise<void> {
    const secret = form.get('client_secret');
    if (secret !== null) return proveBySecret(app, secret);
    const assertion = form.get('client_assertion');
    if (assertion === null || form.get('client_assertion_type') !== assertionType)
      throw invalid(7000216, "'client_assertion', 'client_secret' or 'request' is required.");
    const { alg, ...header } = decoded(() => decodeProtectedHeader(assertion));
    const { iss, sub } = decoded(() => decodeJwt(assertion));
    const thumbprint = header['x5t#S256'];
    if (typeof thumbprint !== 'string') return proveByIssuer(app, assertion, iss, sub);
    const certificate = app.certificates
      .map((pem) => new X509Certificate(pem))
      .find((one) => createHash('sha256').update(one.raw).digest('base64url') === thumbprint);
    if (!certificate || alg !== 'PS256' || Date.parse(certificate.validTo) < time())
      throw invalid(700027, 'The certificate with identifier used to sign the client assertion is not registered.');
    const address = `${originOf()}/${app.tenantId}/oauth2/v2.0/token`;
    const claims = await verified(assertion, certificate.publicKey, app.clientId, address);
    if (claims.sub !== app.clientId) throw invalid(700021, 'Client assertion application identifier does not match.');
  }

  /** Of an app's own assertion: its times, its audience, and that it comes once. */
  async function verified(assertion: string, key: KeyObject, clientId: string, audience: string): Promise<JWTPayload> {
    const claims = await signed(assertion, key);
    const { iss, aud, jti, nbf = Number.POSITIVE_INFINITY, exp = 0 } = claims;
    if (iss !== clientId) throw invalid(700021, 'Client assertion application identifier does not match.');
    if (aud !== audience) throw invalid(700023, 'Client assertion audience claim does not match.');
    const at = Math.floor(time() / 1_000);
    if (nbf > at || exp <= at || exp - nbf > 600)
      throw invalid(700024, 'Client assertion is not within its valid time range.');
    if (typeof jti !== 'string' || usedIds.has(jti)) throw invalid(50013, 'The assertion was used before.');
    usedIds.add(jti);
    return claims;
  }

  async function signed(assertion: string, key: CryptoKey | KeyObject): Promise<JWTPayload> {
    try {
      // Its times are judged by the clock of Entra, with a code of their own.
      const options = { currentDate: new Date(1_000 * (decodeJwt(assertion).nbf ?? 0)) };
      return (await jwtVerify(assertion, key, options)).payload;
    } catch {
      throw invalid(700027, 'The signature of the client assertion is not valid.');
    }
  }

  async function proveByIssuer(app: AppRegistration, assertion: string, iss?: string, sub?: string): Promise<void> {
    const found = app.federated.find((one) => one.issuer === iss && one.subject === sub);
    if (!found) throw invalid(700213, 'No matching federated identity record found for presented assertion subject.');
    const { aud, exp = 0 } = await signed(assertion, found.key);
    if (aud !== found.audience) throw invalid(700212, 'No matching federated identity record found for the audience.');
    if (exp * 1_000 <= time()) throw invalid(700024, 'Client assertion is not within its valid time range.');
  }

  async function grant(app: AppRegistration, form: URLSearchParams) {
    const scope = form.get('scope') ?? '';
    const kind = form.get('grant_type');
    if (kind === 'client_credentials') {
      if (!scope.endsWith('/.default')) throw new Refused(400, 'invalid_scope', 1002012, 'The scope is not valid.');
      const aud = resources.find((resource) => scope.startsWith(`${resource}/`));
      if (!aud) throw new Refused(400, 'invalid_resource', 500011, 'The resource principal was not found.');
      return said(await makeToken({ ...claimsOf(app), aud, idtyp: 'app', roles: [...app.roles] }, state.lifeSeconds));
    }
    if (kind === 'refresh_token') {
      const known = refresh.get(form.get('refresh_token') ?? '');
      if (!known || known.app !== app) throw lost(9002313, 'The refresh token is malformed or not of this client.');
      return forPerson(app, known.person, scope || known.scope);
    }
    if (kind !== 'authorization_code') throw new Refused(400, 'unsupported_grant_type', 70003, 'Unknown grant.');
    const code = codes.get(form.get('code') ?? '');
    if (!code || code.app !== app) throw lost(70000, 'The provided value for the code is not valid.');
    if (code.used) throw lost(54005, 'OAuth2 Authorization code was already redeemed.');
    code.used = true;
    if (now() - code.at > 10 * minute) throw lost(70008, 'The provided authorization code has expired.');
    if (form.get('redirect_uri') !== code.redirect)
      throw new Refused(400, 'invalid_client', 500112, 'The reply address does not match the one of the request.');
    const verifier = form.get('code_verifier') ?? '';
    if (
      !/^[\w.~-]{43,128}$/.test(verifier) ||
      createHash('sha256').update(verifier).digest('base64url') !== code.challenge
    )
      throw lost(501481, 'The Code_Verifier does not match the code_challenge.');
    return forPerson(app, code.person, code.scope);
  }

  async function forPerson(app: AppRegistration, person: EntraPerson, scope: string) {
    if (person.trouble !== null) throw lost(...troubles[person.trouble]);
    const names = scope.split(' ').map((one) => one.replace(graphScope, ''));
    const wanted = names.filter((one) => !['offline_access', 'openid', 'profile'].includes(one));
    const scopes = wanted.includes('.default') ? app.scopes : wanted;
    if (scopes.some((one) => !app.scopes.includes(one)))
      throw lost(65001, 'The user or administrator has not consented.');
    const amr = ['pwd', ...(person.withMfa ? ['mfa'] : [])];
    const more = { idtyp: 'user', oid: person.objectId, upn: person.upn, amr, scp: scopes.join(' ') };
    const answer = said(await makeToken({ ...claimsOf(app), ...more }, state.lifeSeconds));
    if (!names.includes('offline_access')) return answer;
    // The old one stays valid: https://learn.microsoft.com/entra/identity-platform/refresh-tokens
    const token = `1.${randomBytes(48).toString('base64url')}`;
    refresh.set(token, { person, app, scope });
    issued.push(token);
    return { ...answer, scope: scopes.map((one) => graphScope + one).join(' '), refresh_token: token };
  }

  const said = (token: string) => {
    issued.push(token);
    const life = { expires_in: state.lifeSeconds, ext_expires_in: state.lifeSeconds };
    return { token_type: 'Bearer', ...life, access_token: token };
  };
  const claimsOf = ({ tenantId, clientId }: AppRegistration) => ({
    ...{ aud: 'https://graph.microsoft.com', iss: `https://sts.windows.net/${tenantId}/` },
    ...{ tid: tenantId, appid: clientId, uti: randomUUID(), ver: '1.0' },
  });

  /** As Entra does once somebody has signed in; `login_hint` tells who. */
  function authorize(tenantId: string, query: URLSearchParams, response: ServerResponse): unknown {
    const app = appOf(tenantId, query.get('client_id') ?? '');
    const redirect = query.get('redirect_uri') ?? '';
    if (!redirectFits(app, redirect))
      throw new Refused(400, 'invalid_request', 50011, 'The redirect URI is not registered.');
    const target = new URL(redirect);
    const state = query.get('state');
    if (state !== null) target.searchParams.set('state', state);
    const person = people.find((one) => one.tenantId === tenantId && one.upn === (query.get('login_hint') ?? one.upn));
    const challenge = query.get('code_challenge') ?? '';
    const isWhole =
      query.get('response_type') === 'code' && query.get('code_challenge_method') === 'S256' && challenge !== '';
    if (!person || !isWhole) {
      target.searchParams.set('error', person ? 'invalid_request' : 'access_denied');
    } else {
      const code = `1.${randomBytes(60).toString('base64url')}`;
      issued.push(code);
      codes.set(code, { person, app, redirect, challenge, scope: query.get('scope') ?? '', used: false, at: now() });
      target.searchParams.set('code', code);
    }
    return response.writeHead(302, { location: target.href }).end();
  }

  async function give(tenantId: string, request: IncomingMessage, response: ServerResponse): Promise<unknown> {
    const form = new URLSearchParams(await bodyOf(request));
    const assertion = form.get('client_assertion');
    const thumbprint = assertion === null ? null : thumbprintIn(assertion);
    const record = { at: now(), clientId: form.get('client_id') ?? '', grant: form.get('grant_type') ?? '' };
    const note = (outcome: number | 'ok') => void asked.push({ ...record, with: thumbprint, outcome });
    const fault = faults.next(`${tenantId} ${record.grant}`);
    if (fault && fault.kind !== 'next') {
      note(fault.kind === 'answer' ? fault.status : 0);
      return suffer(fault, response);
    }
    try {
      const app = appOf(tenantId, record.clientId);
      await prove(app, form);
      const answer = await grant(app, form);
      note('ok');
      return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      note(error.number);
      return refuse(error, response);
    }
  }

  function refuse({ status, code, number, message }: Refused, response: ServerResponse) {
    const at = new Date(time()).toISOString();
    const ids = { trace_id: randomUUID(), correlation_id: randomUUID() };
    const traced = `Trace ID: ${ids.trace_id} Correlation ID: ${ids.correlation_id} Timestamp: ${at}`;
    const body = { error: code, error_description: `AADSTS${number}: ${message} ${traced}`, error_codes: [number] };
    const all = { ...body, timestamp: at, ...ids, error_uri: `${originOf()}/error?code=${number}` };
    return response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(all));
  }

  return {
    apps,
    people,
    asked,
    issued,
    /** `aheadMs`: Entra's clock against ours. */
    state,
    faults,
    /** Registers an app. What is left out, it has not. */
    register(app: Pick<AppRegistration, 'tenantId' | 'clientId'> & Partial<AppRegistration>): AppRegistration {
      const none = { secrets: [], certificates: [], federated: [], roles: [], scopes: [], redirectUris: [] };
      const whole: AppRegistration = { ...none, ...app };
      apps.push(whole);
      return whole;
    },
    /** Forgets this refresh token, as Entra does when its time is over. */
    forget: (token: string) => void refresh.delete(token),
    /** Returns whether the request was one for this part, which then has been answered. */
    async serve(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
      const { pathname, searchParams } = addressOf(request);
      const [, tenantId = '', what] = /^\/([^/]+)\/oauth2\/v2\.0\/(token|authorize)$/.exec(pathname) ?? [];
      if (what === undefined) return false;
      setDate(response, state.aheadMs);
      try {
        if (what === 'token' && request.method === 'POST') await give(tenantId, request, response);
        else if (what === 'authorize') authorize(tenantId, searchParams, response);
        else response.writeHead(405).end();
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        refuse(error, response);
      }
      return true;
    },
  };
}

function proveBySecret({ secrets }: AppRegistration, secret: string): void {
  const known = secrets.find(({ value }) => value === secret);
  if (!known) throw invalid(7000215, 'Invalid client secret provided.');
  if (known.expired) throw invalid(7000222, 'The provided client secret keys for the app are expired.');
}

const invalid = (number: number, message: string) => new Refused(401, 'invalid_client', number, message);
const lost = (number: number, message: string) => new Refused(400, 'invalid_grant', number, message);

function decoded<T>(read: () => T): T {
  try {
    return read();
  } catch {
    throw invalid(50027, 'The client assertion is no token.');
  }
}

function thumbprintIn(assertion: string): string | null {
  try {
    const thumbprint = decodeProtectedHeader(assertion)['x5t#S256'];
    return typeof thumbprint === 'string' ? thumbprint : null;
  } catch {
    return null;
  }
}

/** Of a redirect to this machine Entra ignores the port: https://learn.microsoft.com/entra/identity-platform/reply-url */
function redirectFits({ redirectUris }: AppRegistration, redirect: string): boolean {
  if (!URL.canParse(redirect)) return false;
  const url = new URL(redirect);
  const isLocal = url.protocol === 'http:' && url.hostname === 'localhost';
  if (isLocal) url.port = '';
  return redirectUris.some((known) => known === redirect || (isLocal && new URL(known).href === url.href));
}
