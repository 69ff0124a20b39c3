/** The methods of Slack's Web API that doctor calls, on the loopback interface: they refuse what Slack refuses. */
import { onTestFinished } from 'vitest';
import manifest from '../../../manifest.json' with { type: 'json' };
import { bodyOf, listening } from '../../support/loopback.ts';
import { now } from '../../support/time.ts';

export const botToken = 'xoxb-1-of-doctors-tests';
export const appToken = 'xapp-1-of-doctors-tests';

export async function slackApi() {
  const state = {
    scopes: new Set<string>(manifest.oauth_config.scopes.bot),
    appScopes: new Set(['connections:write']),
    socketMode: true,
    /** Seconds by which its clock is ahead of this one. */
    ahead: 0,
    team: 'Contoso',
    /** The Enterprise Grid; null for a workspace on its own. */
    enterprise: null as string | null,
    users: new Map<string, object>([['U0', { team_id: 'T0' }]]),
    /** Goes wrong with each call of a method. */
    fault: null as { method: string; what: 'hang' | 'reset' | 'page' | 'busy' | 'down' | { error: string } } | null,
    asked: [] as string[],
  };
  const server = await listening(async (request, response) => {
    const body = new URLSearchParams(String(await bodyOf(request)));
    const method = (request.url ?? '').slice('/api/'.length);
    const { authorization } = request.headers;
    state.asked.push(`${request.method} ${method}`);
    response.setHeader('date', new Date(now() + state.ahead * 1_000).toUTCString());
    const fault = state.fault?.method === method ? state.fault.what : null;
    if (fault === 'hang') return;
    if (fault === 'reset') return response.destroy();
    if (fault === 'page') return response.end('<html><body>Sign in to the network</body></html>');
    if (fault === 'busy')
      return response.writeHead(429, { 'retry-after': '30' }).end('{"ok":false,"error":"ratelimited"}');
    if (fault === 'down') return response.writeHead(503).end('down');
    const say = (body: object) => response.end(JSON.stringify(body));
    if (fault !== null) return say({ ok: false, ...fault });
    if (request.method !== 'POST') return say({ ok: false, error: 'insecure_request' });
    if (authorization === undefined) return say({ ok: false, error: 'not_authed' });
    if (method === 'auth.test') {
      if (authorization !== `Bearer ${botToken}`) return say({ ok: false, error: 'invalid_auth' });
      response.setHeader('x-oauth-scopes', [...state.scopes].join(', '));
      return say({
        ok: true,
        url: 'https://contoso.slack.com/',
        team: state.team,
        user: 'security_contact',
        team_id: 'T0',
        enterprise_id: state.enterprise,
        user_id: 'U0BOT',
        bot_id: 'B0',
        is_enterprise_install: false,
      });
    }
    if (method === 'users.info') {
      if (authorization !== `Bearer ${botToken}`) return say({ ok: false, error: 'invalid_auth' });
      if (!state.scopes.has('users:read')) return say({ ok: false, error: 'missing_scope', needed: 'users:read' });
      const id = body.get('user') ?? '';
      const user = state.users.get(id);
      return say(user ? { ok: true, user: { id, ...user } } : { ok: false, error: 'user_not_found' });
    }
    if (method !== 'apps.connections.open') return say({ ok: false, error: 'unknown_method' });
    if (authorization === `Bearer ${botToken}`) return say({ ok: false, error: 'not_allowed_token_type' });
    if (authorization !== `Bearer ${appToken}`) return say({ ok: false, error: 'invalid_auth' });
    if (!state.appScopes.has('connections:write'))
      return say({ ok: false, error: 'missing_scope', needed: 'connections:write' });
    if (!state.socketMode) return say({ ok: false, error: 'access_denied' });
    return say({ ok: true, url: 'wss://wss-primary.slack.com/link/?ticket=a-secret-ticket&app_id=A0' });
  });
  onTestFinished(server.stop);
  return { state, apiUrl: `${server.origin}/api/` };
}
