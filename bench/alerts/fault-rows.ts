/** The rows that wait rather than work: both sides at once, since neither is in the other's way. */
import { type Row, spread } from '../figures.ts';
import { atOneASecond, type Fared, type Paced, samples, withFault } from './faults.ts';
import { type Kept, killedThenRepeated, killedWhilePending } from './kills.ts';
import type { Side, Sides } from './side.ts';
import type { Slack } from './slack-control.ts';

const alerts = 100;
const moreKills = 3;

export async function faultRows(sides: Sides, slack: Slack): Promise<Row[]> {
  const both = async <T>(say: (result: T) => string, run: (side: Side) => Promise<T>) => {
    await slack.reset();
    const [theirs, ours] = await Promise.all([sides.theirs ? run(sides.theirs) : null, run(sides.ours)]);
    return { floor: theirs === null ? '-' : say(theirs), ours: say(ours), ratio: '-' };
  };
  return [
    {
      measure: `kill -9 with 1,000 accepted and pending, restart (ours: ${moreKills} more kills while they go out)`,
      ...(await both(kept, (side) => killedWhilePending(side, slack, side === sides.ours ? moreKills : 0))),
      must: '0 lost, 0 twice',
    },
    {
      measure: '1,000 delivered, kill -9, the sender repeats all',
      ...(await both(kept, (side) => killedThenRepeated(side, slack))),
      must: '0 twice',
    },
    {
      measure: `${alerts} alerts, the channel takes 1 message/s (storm limit raised)`,
      ...(await both(paced, (side) => atOneASecond(side, slack, alerts, 120_000))),
      must: '100 in <= 105 s, 0 x 429',
    },
    {
      measure: 'one 429 with Retry-After 1: until it is posted; until a second channel has it',
      ...(await both(limited, (side) =>
        withFault(side, slack, { mode: '429', count: 1 }, { longest: 20_000, two: true }),
      )),
      must: '<= 2 s; not delayed',
    },
    {
      measure: 'platform answers 500 three times: from the last one until it is posted',
      ...(await both(recovered, (side) => withFault(side, slack, { mode: '500', count: 3 }, { longest: 60_000 }))),
      must: '<= 5 s',
    },
    {
      measure: 'platform hangs once: until the call is given up; from then until it is posted',
      ...(await both(hung, (side) => withFault(side, slack, { mode: 'hang', count: 1 }, { longest: 90_000 }))),
      must: '<= 10 s; <= 5 s',
    },
    {
      measure: 'reply lost after the platform took the post',
      ...(await both(posts, (side) =>
        withFault(side, slack, { mode: 'lose', count: 1 }, { longest: 20_000, after: 15_000 }),
      )),
      must: `${samples} posts of ${samples} alerts`,
    },
  ];
}

function kept({ lost, twice }: Kept): string {
  return `${lost} lost, ${twice} twice`;
}

function paced({ delivered, seconds, refused }: Paced): string {
  return `${delivered} in ${seconds.toFixed(0)} s, ${refused} x 429`;
}

function seconds(values: readonly (number | null)[]): string {
  const known = values.flatMap((ms) => (ms === null ? [] : [ms / 1e3]));
  const never = values.length - known.length;
  return `${known.length > 0 ? `${spread(known, 1)} s` : ''}${never > 0 ? ` never: ${never} of ${values.length}` : ''}`;
}

function recovered(all: readonly Fared[]): string {
  return seconds(all.map((one) => one.recovered));
}

function limited(all: readonly Fared[]): string {
  return `${recovered(all)}; ${spread(all.map(({ beside }) => beside ?? Number.NaN))} ms`;
}

function hung(all: readonly Fared[]): string {
  return `${seconds(all.map(({ call }) => call))}; ${recovered(all)}`;
}

function posts(all: readonly Fared[]): string {
  return `${all.reduce((sum, one) => sum + one.posts, 0)} posts of ${all.length} alerts`;
}
