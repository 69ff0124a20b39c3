import { z } from 'zod';
import manifest from '../../manifest.json' with { type: 'json' };
import { jsonOf } from '../http/message.ts';
import type { SlackSettings } from '../settings/config.ts';
import { type CheckResult, codeFrom, failed, fine, off, quoted } from './check.ts';
import { clockCheck } from './clock-check.ts';
import { type HttpAnswer, httpRequest } from './http-request.ts';
import { type BotFound, isFollower, isSocketConnected, longestReason, ofActing, requestsCheck } from './running-bot.ts';

const AuthTest = z.object({ ok: z.literal(true), team: z.string().optional(), user: z.string().optional() });
const Opened = z.object({ ok: z.literal(true), url: z.string() });

/** Checks the bot token, its scopes and the clock, by one call of Slack's Web API. Nothing is posted. */
export async function tokenChecks({ apiUrl, token }: SlackSettings, now: () => number): Promise<CheckResult[]> {
  const api = slackWebApi(apiUrl, now);
  const answer = await api.call('auth.test', token);
  return [tokenCheck(api, answer), scopesCheck(answer), clockCheck('Slack', answer)].map(api.withAddress);
}

/**
 * Checks the app-level token. Asks for the address of a connection and does not connect to it, so no other connection of the app loses
 * anything.
 */
export async function socketCheck({ apiUrl, entrance }: SlackSettings, now: () => number): Promise<CheckResult> {
  if (entrance.kind === 'http') return off('Slack comes over HTTP: SLACK_APP_TOKEN is not set.');
  const api = slackWebApi(apiUrl, now);
  const said = api.said(await api.call('apps.connections.open', entrance.appToken), Opened);
  if (said.kind === 'nothing') return api.withAddress(said.verdict);
  if (said.kind === 'agreed')
    return fine(
      'Slack takes SLACK_APP_TOKEN. Whether Socket Mode is on shows once the bot is connected: slack:events.',
    );
  const why = tokenRefusals[said.code];
  const detail = `Slack opens no connection for SLACK_APP_TOKEN: ${why ?? 'perhaps Socket Mode is off'} (${said.code}).`;
  return api.withAddress(failed(detail, why ? appTokenFix : socketFix));
}

/**
 * The codes with which Slack refuses a token, and what they mean. Those of an app-level token are hardly documented.
 * https://docs.slack.dev/reference/methods/auth.test#errors
 * https://docs.slack.dev/reference/methods/apps.connections.open
 */
const tokenRefusals: Readonly<Record<string, string>> = {
  invalid_auth: 'Slack does not know this token',
  not_authed: 'Slack does not know this token',
  token_revoked: 'the token was revoked',
  token_expired: 'the token has expired',
  account_inactive: 'the app was removed from the workspace, or the workspace is gone',
  not_allowed_token_type: 'it is a token of another kind',
  missing_scope: 'the token lacks the scope connections:write',
};

function tokenCheck(api: SlackWebApi, answer: HttpAnswer): CheckResult {
  const said = api.said(answer, AuthTest);
  if (said.kind === 'nothing') return said.verdict;
  if (said.kind === 'agreed')
    return fine(`Slack takes it: the bot ${quoted(said.answer.user)} in the workspace ${quoted(said.answer.team)}.`);
  return failed(
    `Slack refuses SLACK_BOT_TOKEN: ${tokenRefusals[said.code] ?? 'see the code'} (${said.code}).`,
    'Open the app on api.slack.com/apps, “OAuth & Permissions”, install it to the workspace, and set SLACK_BOT_TOKEN to the “Bot User OAuth Token”: docs/connect-slack.md.',
  );
}

function scopesCheck(answer: HttpAnswer): CheckResult {
  const header = answer.kind === 'answered' ? answer.headers.get('x-oauth-scopes') : null;
  if (header === null) return off('Not looked at: Slack tells the scopes only to a token that it takes.');
  const granted = header.split(',').map((scope) => scope.trim());
  const { bot, bot_optional: optional } = manifest.oauth_config.scopes;
  const needed = bot.filter((scope) => !optional.includes(scope));
  const missing = needed.filter((scope) => !granted.includes(scope));
  if (missing.length === 0) return fine(`All ${needed.length} that the bot needs are granted.`);
  return failed(
    `Not granted: ${missing.join(', ')}.`,
    'Add them on api.slack.com/apps, “OAuth & Permissions”, “Bot Token Scopes”, and install the app again: docs/connect-slack.md.',
  );
}

const appTokenFix =
  'On api.slack.com/apps, “Basic Information”, “App-Level Tokens”, make a token with the scope connections:write, and set SLACK_APP_TOKEN to it: docs/connect-slack.md.';
const socketFix =
  'Turn Socket Mode on: api.slack.com/apps, “Socket Mode”, “Enable Socket Mode”. If it is on, make a new app-level token with connections:write: docs/connect-slack.md.';

/** Checks whether Slack's events arrive. Asks the running bot, since no method of Slack's Web API lists an app's event subscriptions. */
export function eventsCheck(found: BotFound, { entrance }: SlackSettings): CheckResult {
  if (entrance.kind === 'http')
    return requestsCheck(found, {
      sender: 'Slack',
      route: '/slack/events',
      refused:
        'Compare SLACK_SIGNING_SECRET with api.slack.com/apps, “Basic Information”, “Signing Secret”, of this very app: docs/connect-slack.md.',
      none: 'Type /security-contact help in Slack. If that fails, the three addresses of the app must all be PUBLIC_URL with /slack/events: docs/connect-slack.md.',
    });
  if (isFollower(found)) return ofActing;
  if (found.kind !== 'running' || found.metrics === '')
    return off(
      'Slack tells no bot which events it sends, and no running bot can be asked.',
      'Start the bot, and type /security-contact help in Slack.',
    );
  const isConnected = isSocketConnected(found.metrics);
  if (isConnected === null)
    return failed(
      'The running bot does not use Socket Mode: it runs with other settings.',
      'Start the bot again with these settings.',
    );
  if (isConnected)
    return fine(
      'The running bot is connected, and takes what Slack sends. Which events that are stands in the app’s manifest alone.',
    );
  const why = quoted(found.readiness?.checks.slack, longestReason);
  // For half a minute the bot stays ready without a connection, since most come back by themselves.
  if (found.readiness?.ready)
    return off(`The running bot is making its connection anew: ${why}.`, 'Run this again in half a minute.');
  return failed(
    `The running bot is not connected: ${why}.`,
    'Turn Socket Mode on (api.slack.com/apps, “Socket Mode”), and mend what slack:token, slack:scopes and slack:socket-mode say. Let this machine reach wss-primary.slack.com on port 443, without a proxy. The bot then connects by itself: docs/connect-slack.md.',
  );
}

/* doctor's calls of Slack's Web API, and the checks made of the responses. */

/** The address of Slack's Web API, which ends in `/api/`. */
export const slackApi = 'https://slack.com/api/';

/** The response of a Web API method; without one, `verdict` is the check that says why. */
type Said<T> =
  | { kind: 'agreed'; answer: T }
  | { kind: 'refused'; code: string }
  | { kind: 'nothing'; verdict: CheckResult };

/** Slack's Web API, or what answers in its place. */
export type SlackWebApi = ReturnType<typeof slackWebApi>;

const Refusal = z.object({ ok: z.literal(false), error: z.unknown() });

/** Returns the Web API at that address; null is Slack's own. `now` is epoch milliseconds. */
export function slackWebApi(apiUrl: string | null, now: () => number) {
  const address = apiUrl === null ? null : addressOf(apiUrl);
  return {
    /** Calls a method with a token, and with arguments where there are some. */
    call: (method: string, token: string, more: Readonly<Record<string, string>> = {}) => {
      const init = { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: new URLSearchParams(more) };
      return httpRequest(`${apiUrl ?? slackApi}${method}`, init, now);
    },
    /** Returns what a method said; an agreement has the form of `schema`. */
    said<T>(answer: HttpAnswer, schema: z.ZodType<T>): Said<T> {
      if (answer.kind === 'answered' && answer.status === 200) {
        const json = jsonOf(answer.text);
        const refused = Refusal.safeParse(json).data;
        if (refused) return { kind: 'refused', code: codeFrom(refused.error) };
        const agreed = schema.safeParse(json);
        if (agreed.success) return { kind: 'agreed', answer: agreed.data };
      }
      return { kind: 'nothing', verdict: nothingSaid(answer, address ?? 'slack.com on port 443') };
    },
    /** Returns the verdict; where it failed at an address that SLACK_API_URL names, with that address. */
    withAddress(verdict: CheckResult): CheckResult {
      if (address === null || verdict.state !== 'failed') return verdict;
      const detail = `${verdict.detail} Slack was asked at ${address}, as SLACK_API_URL says.`;
      return failed(detail, `Unless your Slack is at ${address}, remove SLACK_API_URL. If it is: ${verdict.fix}`);
    },
  };
}

/** Returns an address without what may be a secret in it. */
function addressOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

function nothingSaid(answer: HttpAnswer, where: string): CheckResult {
  const reach = `Let this machine reach ${where}`;
  if (answer.kind === 'silent') return failed(`Slack ${answer.why}.`, `${reach}: docs/connect-slack.md.`);
  if (answer.status === 429)
    return off('Slack was asked too often, and tells nothing now.', 'Run this again in a minute.');
  const behindProxy = `${reach} without a sign-in of the network.`;
  if (answer.status === 200)
    return failed(
      'What answers in the place of Slack is not Slack: perhaps a proxy that asks for a sign-in.',
      behindProxy,
    );
  const detail = `Slack, or a proxy before it, answers with status ${answer.status}.`;
  return failed(detail, `${behindProxy} Otherwise see slack-status.com.`);
}
