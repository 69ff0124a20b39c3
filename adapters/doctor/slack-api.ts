/** Asks Slack's Web API for doctor, and tells what it said. */
import { z } from 'zod';
import { jsonOf } from '../http/message.ts';
import { codeFrom, type DoctorCheck, failed, off } from './check.ts';
import { type HttpAnswer, httpRequest } from './http-request.ts';

/** The address of Slack's Web API, which ends in `/api/`. */
export const slackApi = 'https://slack.com/api/';

/** What a method of the Web API said; `check` tells why it said nothing. */
type Said<T> =
  | { kind: 'agreed'; told: T }
  | { kind: 'refused'; code: string }
  | { kind: 'nothing'; check: DoctorCheck };

/** Slack's Web API, or what answers in its place. */
export interface SlackWebApi {
  /** Calls a method with a token, and with arguments where there are some. */
  call(method: string, token: string, more?: Readonly<Record<string, string>>): Promise<HttpAnswer>;
  /** Returns what a method said, for the check of that name; an agreement has the form of `schema`. */
  said<T>(name: string, answer: HttpAnswer, schema: z.ZodType<T>): Said<T>;
  /** Returns the check; where it failed at an address that SLACK_API_URL names, with that address. */
  placed(check: DoctorCheck): DoctorCheck;
}

const Refusal = z.object({ ok: z.literal(false), error: z.unknown() });

/** Returns the Web API at that address; null is Slack's own. `now` is epoch milliseconds. */
export function slackWebApi(apiUrl: string | null, now: () => number): SlackWebApi {
  const place = apiUrl === null ? null : addressOf(apiUrl);
  return {
    call: (method, token, more = {}) =>
      httpRequest(
        `${apiUrl ?? slackApi}${method}`,
        { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: new URLSearchParams(more) },
        now,
      ),
    said(name, answer, schema) {
      if (answer.kind === 'answered' && answer.status === 200) {
        const json = jsonOf(answer.text);
        const refused = Refusal.safeParse(json).data;
        if (refused) return { kind: 'refused', code: codeFrom(refused.error) };
        const agreed = schema.safeParse(json);
        if (agreed.success) return { kind: 'agreed', told: agreed.data };
      }
      return { kind: 'nothing', check: nothingSaid(name, answer, place ?? 'slack.com on port 443') };
    },
    placed(check) {
      if (place === null || check.state !== 'failed') return check;
      const detail = `${check.detail} Slack was asked at ${place}, as SLACK_API_URL says.`;
      return {
        ...check,
        detail,
        fix: `Unless your Slack is at ${place}, remove SLACK_API_URL. If it is: ${check.fix}`,
      };
    },
  };
}

/** Returns an address without what may be a secret in it. */
function addressOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}

function nothingSaid(name: string, answer: HttpAnswer, where: string): DoctorCheck {
  const reach = `Let this machine reach ${where}`;
  if (answer.kind === 'silent') return failed(name, `Slack ${answer.why}.`, `${reach}: docs/connect-slack.md.`);
  if (answer.status === 429)
    return off(name, 'Slack was asked too often, and tells nothing now.', 'Run this again in a minute.');
  const behindProxy = `${reach} without a sign-in of the network.`;
  return answer.status === 200
    ? failed(
        name,
        'What answers in the place of Slack is not Slack: perhaps a proxy that asks for a sign-in.',
        behindProxy,
      )
    : failed(
        name,
        `Slack, or a proxy before it, answers with status ${answer.status}.`,
        `${behindProxy} Otherwise see slack-status.com.`,
      );
}
