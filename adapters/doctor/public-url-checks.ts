import { isIP } from 'node:net';
import { connect, type PeerCertificate } from 'node:tls';
import { z } from 'zod';
import { jsonOf } from '../http/message.ts';
import type { Config } from '../settings/config.ts';
import { type CheckResult, count, failed, fine, off, quoted } from './check.ts';
import { codeOf, httpRequest, isOfCertificate, requestMs, whyOf } from './http-request.ts';
import type { SourcesFound } from './subject.ts';

const dayMs = 24 * 60 * 60_000;
/** A certificate of 90 days is renewed a month before its end; of two weeks before it, renewal has failed for long. */
const leastDays = 14;

const ProblemDocument = z.object({ type: z.literal('about:blank'), title: z.string(), status: z.number() });

/** Returns the paths at which the world calls the bot. */
function routesOf({ slack, teams, settings }: Config, found: SourcesFound): string[] {
  const [source] = found.kind === 'read' ? found.sources : [];
  return [
    ...(slack?.entrance.kind === 'http' ? ['/slack/events'] : []),
    ...(teams ? ['/api/messages'] : []),
    ...(settings.ALERT_WEBHOOK_SECRET ? ['/webhooks/alerts'] : []),
    ...(source ? [`/webhooks/alerts/${source.source.name}`] : []),
  ];
}

/**
 * Checks that PUBLIC_URL leads to this bot. Asks the routes by GET, which the bot refuses in its own way, so that the bot neither counts
 * nor reports a forged request of a platform.
 */
export async function wayCheck(url: string, config: Config, sources: SourcesFound): Promise<CheckResult> {
  const routes = routesOf(config, sources);
  if (routes.length === 0) return off('With these settings nobody calls the bot there: it needs no PUBLIC_URL.');
  const asked = await Promise.all(routes.map((route) => wayOf(url, route)));
  const wrong = asked.find((found) => typeof found === 'object');
  if (wrong) return wrong;
  const those = (found: Way) => routes.filter((_, index) => asked[index] === found);
  const [taken, deaf, closed] = [those('taken'), those('not taken'), those('closed')];
  if (deaf.length > 0)
    return failed(
      `It leads to a bot that does not take ${deaf.join(' and ')}: that bot runs with other settings.`,
      'Start the bot again with these settings, and see that PUBLIC_URL leads to it and to no other one.',
    );
  const leads = taken.length > 0 ? `It leads to the bot: ${taken.join(', ')}.` : '';
  const [first] = closed;
  if (first === undefined) return fine(leads);
  const unknown = `Of ${closed.join(' and ')} nothing can be told from here: the proxy may admit your senders alone.`;
  return off(
    `${leads} ${unknown}`.trim(),
    `Try it from one of your senders: curl -i ${addressOf(url, first)} should show 405.`,
  );
}

const proxyFix = 'Let the proxy hand these paths on to the bot unchanged, at PORT: docs/deploy.md.';

/** The outcome of asking a route: a bot takes it or does not, or a proxy keeps this machine away from it. */
type Way = 'taken' | 'not taken' | 'closed';

function addressOf(url: string, route: string): string {
  return `${url.replace(/\/$/, '')}${route}`;
}

/** Resolves with what came of asking a route, or with the check where no bot answers and none could. */
async function wayOf(url: string, route: string): Promise<Way | CheckResult> {
  const address = addressOf(url, route);
  const answer = await httpRequest(address);
  if (answer.kind === 'silent')
    return failed(
      `${new URL(url).host} ${answer.why}, as seen from this machine.`,
      `Correct PUBLIC_URL if it is misspelt. Try it from outside your network: curl -i ${address} should show 405. If that works, only the way from here to it is closed; otherwise see docs/deploy.md.`,
    );
  const { status, text } = answer;
  const document = ProblemDocument.safeParse(jsonOf(text)).data;
  if (document?.status === status && status === 405) return 'taken';
  if (document?.status === status && status === 404) return 'not taken';
  // The proxy may admit only the senders' IP addresses to these routes, as docs/deploy.md shows, and so block this probe. The routes of
  // Slack and Teams are open to all: neither platform has fixed addresses.
  if (route.startsWith('/webhooks/alerts') && (status === 403 || status === 404)) return 'closed';
  if (status >= 300 && status < 400)
    return failed(
      `${address} leads elsewhere (status ${status}), and platforms do not follow.`,
      'Set PUBLIC_URL to the address that it leads to, or end the redirect in the proxy.',
    );
  return status >= 500
    ? failed(
        `A proxy answers at ${address} with status ${status}: it does not reach the bot.`,
        `Start the bot. ${proxyFix}`,
      )
    : failed(`What answers at ${address} is not the bot (status ${status}).`, proxyFix);
}

const certificateFix =
  'Let the proxy send a certificate for this name that is valid now, of an authority that the world knows, such as Let’s Encrypt, with its whole chain (often a file named fullchain.pem): docs/deploy.md.';

/** Connects to the host, and checks its certificate. Nothing is sent. */
export async function certificateCheck(url: string, now: number): Promise<CheckResult> {
  const { protocol, hostname, host, port } = new URL(url);
  if (protocol === 'http:') return off('PUBLIC_URL is of this machine, without TLS.');
  const name = hostname.replace(/^\[(.*)\]$/, '$1');
  return new Promise((resolve) => {
    const socket = connect({ host: name, port: Number(port || 443), servername: isIP(name) ? '' : name });
    const end = (check: CheckResult) => {
      socket.destroy();
      resolve(check);
    };
    const silent = (why: string) => end(off(`Not looked at: ${host} ${why}.`));
    socket.setTimeout(requestMs, () => silent(`gives no answer within ${requestMs / 1_000} seconds`));
    socket.once('error', (error) => (isOfCertificate(error) ? end(refused(host, error)) : silent(whyOf(error))));
    socket.once('secureConnect', () => end(datedCheck(host, socket.getPeerCertificate(), now)));
  });
}

/** Gives the cause in the words of Node.js, without its advice for developers after `;`. */
function refused(host: string, error: Error): CheckResult {
  const cause = quoted(error.message.split(';')[0], 160);
  return failed(`The certificate of ${host} is not accepted: ${cause} (${codeOf(error)}).`, certificateFix);
}

function datedCheck(host: string, { valid_to }: PeerCertificate, now: number): CheckResult {
  const end = Date.parse(valid_to);
  const days = Math.floor((end - now) / dayMs);
  const said = `The certificate of ${host} ends on ${new Date(end).toISOString().slice(0, 10)}, in ${count(days, 'day')}.`;
  return days < leastDays
    ? failed(said, 'Renew it, and let the proxy load the new one: docs/deploy.md.')
    : fine(`${said} Its name and chain are right.`);
}
