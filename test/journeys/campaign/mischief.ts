/** What goes wrong between the bot and its platforms, by seeded dice. */

import type { Fault as SlackFault } from '../../support/slack.ts';
import type { Fault as TeamsFault } from '../../support/teams-faults.ts';
import { elapsed } from '../../support/time.ts';
import type { Dice } from '../../year/dice.ts';
import type { Scene } from './scene.ts';

/** The time for which a platform may still take a message that it was sent: as long as a call may take. */
const lateMs = 10_000;
/** The same of an edit. */
const lateEditMs = 11_000;

/** Calls that post or edit, and how many of them had something go wrong. */
export interface Calls {
  posts: number;
  edits: number;
  faults: number;
}

/** One call that posts or edits, as it came to the platform. */
export interface PlatformCall {
  platform: 'slack' | 'teams';
  kind: 'posts' | 'edits';
  /** What stands between the method and the message: the channel, and the thread or the message that is edited. */
  where: string;
  /** The message, as JSON. */
  card: string;
  /** When it came, as `elapsed` tells it, and so many milliseconds later it was carried out where that was late. */
  at: number;
  lateMs: number;
  fault: string | null;
}

/** From now on both platforms misbehave. Returns what they were asked, `onCall`, which may be set and hears of each such call, and what ends it. */
export function spoil({ slack, teams }: Scene, dice: Dice) {
  const counts: Record<'slack' | 'teams', Calls> = {
    slack: { posts: 0, edits: 0, faults: 0 },
    teams: { posts: 0, edits: 0, faults: 0 },
  };
  const calls: PlatformCall[] = [];
  let ends = false;
  const spoilt = {
    counts,
    /** All calls that post or edit, the oldest first, while the platforms misbehave. */
    calls,
    onCall: () => {},
    ends: () => {
      ends = true;
    },
  };
  function noted<F extends SlackFault | TeamsFault>(
    call: Pick<PlatformCall, 'platform' | 'where'> & { kind: PlatformCall['kind'] | null; sent: object },
    fault: F | null,
  ): F | null {
    const { platform, kind, where, sent } = call;
    if (kind === null) return fault;
    counts[platform][kind] += 1;
    if (fault) counts[platform].faults += 1;
    const lateMs = fault && 'ms' in fault ? (fault.ms ?? 0) : 0;
    const card = JSON.stringify(sent);
    calls.push({ platform, kind, where, card, at: elapsed(), lateMs, fault: fault?.kind ?? null });
    spoilt.onCall();
    return fault;
  }
  slack.mischief.next = (what, sent) => {
    // The method, and the channel where there is one.
    const [method = '', where = ''] = what.split(' ');
    const kind = method === 'chat.postMessage' ? 'posts' : method === 'chat.update' ? 'edits' : null;
    return noted({ platform: 'slack', kind, where, sent }, ends ? null : slackFault(method, dice));
  };
  teams.mischief.next = (what, sent) => {
    const kind = what.startsWith('POST ') ? 'posts' : what.startsWith('PUT ') ? 'edits' : null;
    return noted({ platform: 'teams', kind, where: what, sent }, ends ? null : teamsFault(what, dice));
  };
  return spoilt;
}

/** What goes wrong with a call to Slack; null for nothing, which is most of the time. */
function slackFault(method: string, dice: Dice): SlackFault | null {
  if (!dice.chance(0.35)) return null;
  const busy = { kind: 'rate limited', seconds: dice.pick([1, 2, 5, null]) } as const;
  const broken: readonly SlackFault[] = [
    busy,
    { kind: 'reset' },
    { kind: 'hang' },
    { kind: 'bare answer' },
    { kind: 'status', status: 503 },
    { kind: 'page' },
  ];
  if (method === 'conversations.history') return dice.pick(broken);
  const isEdit = method === 'chat.update';
  if (method !== 'chat.postMessage' && !isEdit) return null;
  const ms = Math.floor(dice.roll() * (isEdit ? lateEditMs : lateMs));
  return dice.pick<SlackFault>([
    ...broken,
    { kind: 'late', ms },
    { kind: 'late', ms },
    { kind: 'slow', ms },
    { kind: 'lost answer' },
    { kind: 'cut answer' },
  ]);
}

/** The same for Teams; only of what posts or edits. */
function teamsFault(what: string, dice: Dice): TeamsFault | null {
  const isEdit = what.startsWith('PUT ');
  if (!(isEdit || what.startsWith('POST ')) || !dice.chance(0.35)) return null;
  const retryAfter = dice.pick(['1', '2', '5', null]);
  const ms = Math.floor(dice.roll() * (isEdit ? lateEditMs : lateMs));
  return dice.pick<TeamsFault>([
    { kind: 'answer', status: 429, code: 'Throttled', ...(retryAfter === null ? {} : { retryAfter }) },
    { kind: 'answer', status: 500, code: 'ServiceError' },
    { kind: 'reset' },
    { kind: 'hang' },
    { kind: 'page' },
    { kind: 'late', ms },
    { kind: 'lost answer' },
    { kind: 'bare answer', body: '{}' },
    { kind: 'bare answer', body: '' },
  ]);
}
