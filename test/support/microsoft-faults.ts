/** What goes wrong with Microsoft: Entra's token address and Graph have the same faults. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { now, second } from './time.ts';

export type MicrosoftFault =
  /** Answers with this status and body. Text is sent as it is. */
  | { kind: 'answer'; status: number; body?: unknown; headers?: Readonly<Record<string, string>> }
  | { kind: 'reset' }
  | { kind: 'silence' }
  /** Promises a whole body, and breaks off in its midst. */
  | { kind: 'half' }
  | { kind: 'html' }
  /** 50 MB, as they are, or compressed to a few KB. */
  | { kind: 'huge' }
  | { kind: 'bomb' }
  | { kind: 'redirect' }
  /** Of a list: where its page leads next. */
  | { kind: 'next'; link: 'otherHost' | 'otherScheme' | 'otherResource' | 'circle' | 'endless' };

const error = (code: string, message: string) => ({ error: { code, message } });
const answer = (status: number, body: unknown, headers = {}): MicrosoftFault => ({
  ...{ kind: 'answer', status, body, headers },
});
const throttled = (headers = {}) => answer(429, error('TooManyRequests', 'Too many requests.'), headers);

/** The rows of what each signal must withstand, as faults of Graph. */
export const graphFaults = {
  unauthorized: answer(401, error('InvalidAuthenticationToken', 'Access token validation failure.')),
  forbidden: answer(403, error('Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')),
  // Its members have capitals: https://github.com/microsoftgraph/msgraph-beta-sdk-dotnet/issues/1083
  missingMfa: answer(403, {
    Error: {
      Code: 'Unauthorized_MissingMFA',
      Message: 'MFA is required for this request. The provided authentication token does not have MFA claims.',
    },
  }),
  // Nobody has published its whole body: only the word is known.
  fraudEvents: answer(403, error('Forbidden', 'The application has no role for PCFraudEvents in Partner Center.')),
  notFound: answer(404, error('Request_ResourceNotFound', 'The resource does not exist.')),
  throttled: throttled(),
  throttledSeconds: throttled({ 'retry-after': '17' }),
  throttledDate: () => throttled({ 'retry-after': new Date(now() + 90 * second).toUTCString() }),
  throttledYear: throttled({ 'retry-after': String(365 * 24 * 3_600) }),
  broken: answer(500, error('InternalServerError', 'An error has occurred.')),
  badGateway: answer(502, '<html>Bad gateway</html>'),
  unavailable: answer(503, error('ServiceUnavailable', 'Service unavailable.'), { 'retry-after': '30' }),
  reset: { kind: 'reset' },
  silence: { kind: 'silence' },
  half: { kind: 'half' },
  html: { kind: 'html' },
  huge: { kind: 'huge' },
  bomb: { kind: 'bomb' },
  redirect: { kind: 'redirect' },
  otherHost: { kind: 'next', link: 'otherHost' },
  otherScheme: { kind: 'next', link: 'otherScheme' },
  otherResource: { kind: 'next', link: 'otherResource' },
  circle: { kind: 'next', link: 'circle' },
  endless: { kind: 'next', link: 'endless' },
} as const satisfies Record<string, MicrosoftFault | (() => MicrosoftFault)>;

let bomb: Buffer | null = null;
const size = 50 << 20;

/** Does what the fault says with the response. What concerns lists alone is not done here. */
export async function suffer(fault: Exclude<MicrosoftFault, { kind: 'next' }>, response: ServerResponse) {
  const json = { 'content-type': 'application/json' };
  if (fault.kind === 'silence') return;
  if (fault.kind === 'reset') return response.destroy();
  if (fault.kind === 'redirect') return response.writeHead(302, { location: '/v1.0/moved' }).end();
  if (fault.kind === 'html')
    return response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in to the network</html>');
  if (fault.kind === 'half') {
    response.writeHead(200, { ...json, 'content-length': '4096' });
    return response.write('{"value":[', () => response.destroy());
  }
  if (fault.kind === 'bomb') {
    bomb ??= gzipSync(Buffer.alloc(size, ' '));
    return response.writeHead(200, { ...json, 'content-encoding': 'gzip' }).end(bomb);
  }
  if (fault.kind === 'huge') return sendHuge(response.writeHead(200, json));
  const { status, body = '', headers = {} } = fault;
  return response
    .writeHead(status, { ...json, ...headers })
    .end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** As fast as it is read, until the reader goes away. */
async function sendHuge(response: ServerResponse): Promise<void> {
  const part = Buffer.alloc(1 << 20, ' ');
  let goOn = () => {};
  for (const event of ['drain', 'close']) response.on(event, () => goOn());
  for (let sent = 0; sent < size && !response.destroyed; sent += part.length)
    if (!response.write(part))
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
  response.end();
}

/** Sets the time that Microsoft has: `aheadMs` against ours. Node itself would take the machine's. */
export function setDate(response: ServerResponse, aheadMs: number): void {
  response.setHeader('date', new Date(now() + aheadMs).toUTCString());
}

/** Returns the path of a request, and its query. */
export function addressOf({ url = '/' }: IncomingMessage): URL {
  return new URL(url, 'http://localhost');
}
