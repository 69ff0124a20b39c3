/** Asks Slack's Web API for doctor, and tells what it said. */
import { z } from 'zod';
import { jsonOf } from '../http/message.ts';
import { type CheckResult, codeFrom, failed, off } from './check.ts';
import { type HttpAnswer, httpRequest } from './http-request.ts';

/** The address of Slack's Web API, which ends in `/api/`. */
export const slackApi = 'https://slack.com/api/';

/** What a method of the Web API said; `verdict` tells why it said nothing. */
type Said<T> =
  | { kind: 'agreed'; told: T }
  | { kind: 'refused'; code: string }
  | { kind: 'nothing'; verdict: CheckResult };

/** Slack's Web API, or what answers in its place. */
export type SlackWebApi = ReturnType<typeof slackWebApi>;

const Refusal = z.object({ ok: z.literal(false), error: z.unknown() });

/** Returns the Web API at that address; null is Slack's own. `now` is epoch milliseconds. */
export function slackWebApi(apiUrl: string | null, now: () => number) {
  const place = apiUrl === null ? null : addressOf(apiUrl);
  return {
    /** Calls a method with a token, and with arguments where there are some. */
    call: (method: string, token: string, more: Readonly<Record<string, string>> = {}) => {
      const headers = { authorization: `Bearer ${token}` };
      return httpRequest(
        `${apiUrl ?? slackApi}${method}`,
        { method: 'POST', headers, body: new URLSearchParams(more) },
        now,
      );
    },
    /** Returns what a method said; an agreement has the form of `schema`. */
    said<T>(answer: HttpAnswer, schema: z.ZodType<T>): Said<T> {
      if (answer.kind === 'answered' && answer.status === 200) {
        const json = jsonOf(answer.text);
        const refused = Refusal.safeParse(json).data;
        if (refused) return { kind: 'refused', code: codeFrom(refused.error) };
        const agreed = schema.safeParse(json);
        if (agreed.success) return { kind: 'agreed', told: agreed.data };
      }
      return { kind: 'nothing', verdict: nothingSaid(answer, place ?? 'slack.com on port 443') };
    },
    /** Returns the verdict; where it failed at an address that SLACK_API_URL names, with that address. */
    placed(verdict: CheckResult): CheckResult {
      if (place === null || verdict.state !== 'failed') return verdict;
      const detail = `${verdict.detail} Slack was asked at ${place}, as SLACK_API_URL says.`;
      return failed(detail, `Unless your Slack is at ${place}, remove SLACK_API_URL. If it is: ${verdict.fix}`);
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
