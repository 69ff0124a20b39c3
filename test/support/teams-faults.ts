/** What goes wrong with Teams, and how it says so. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit */

export type Fault =
  | { kind: 'answer'; status: number; code: string; retryAfter?: string }
  | { kind: 'reset' }
  | { kind: 'hang' }
  /** Does what it was asked, and says no more than that: `{}`, or nothing at all. */
  | { kind: 'bare answer'; body: string }
  /** Never answers, and does what it was asked after so many milliseconds. */
  | { kind: 'late'; ms: number }
  /** Does what it was asked, and answers, once that is settled. */
  | { kind: 'slow'; until: Promise<unknown> }
  /** Somebody between answers 200 with a page. */
  | { kind: 'page' }
  /** Does what it was asked, and breaks the connection. */
  | { kind: 'lost answer' };

/** An HTTP answer. */
export interface Said {
  status: number;
  /** Text is sent as it is. */
  body: object | string;
  headers?: Readonly<Record<string, string>>;
}

export const throttled: Fault = { kind: 'answer', status: 429, code: 'Throttled', retryAfter: '1' };

/** The channel in which a new post is made: its address is in the body. */
export function newPostOf({ channelData }: Record<string, unknown>): string | null {
  const { channel } = Object(channelData);
  return typeof channel?.id === 'string' ? channel.id : null;
}

export function conversationOf(path: string): string {
  return /\/conversations\/([^/;]+)/.exec(path)?.[1] ?? '';
}

export function suffer(fault: Fault): Said | 'reset' | 'hang' {
  if (fault.kind === 'page') return answer(200, '<html><body>Sign in to the network</body></html>');
  if (fault.kind === 'lost answer' || fault.kind === 'bare answer' || fault.kind === 'slow') return 'reset';
  if (fault.kind === 'late') return 'hang';
  if (fault.kind !== 'answer') return fault.kind;
  const { status, code, retryAfter } = fault;
  return { ...refuse(status, code), headers: retryAfter ? { 'retry-after': retryAfter } : {} };
}

export function refuse(status: number, code: string): Said {
  return answer(status, { error: { code, message: `${code} happened.` } });
}

export function answer(status: number, body: object | string): Said {
  return { status, body };
}
