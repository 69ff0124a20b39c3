import { setTimeout as pause } from 'node:timers/promises';
import { measured } from '../process.ts';

/** What goes wrong in a channel, for the next `count` calls. `lose`: the post is taken, its answer is not sent. `paced`: webhooks too may come once a second. */
export interface Fault {
  mode: 'fine' | '429' | '500' | 'hang' | 'lose';
  count: number;
  paced?: boolean;
}

/** A call that came in. Times in ms, of the clock of `now`. */
export interface Hit {
  kind: 'post' | 'look';
  channel: string;
  /** The ids of alerts that the text names. */
  ids: string[];
  at: number;
  /** When it was answered, or the caller went away. */
  end: number | null;
  /** -1: the caller went away. */
  status: number;
  /** Whether people see it. */
  visible: boolean;
}

export interface Slack {
  url: string;
  fault(channel: string, fault: Fault): Promise<void>;
  /** Forgets everything. */
  reset(): Promise<void>;
  /** In order of time; only of channels whose name begins so. */
  hits(channels: string): Promise<Hit[]>;
  /** Resolves when that is so, and after `ms` in any case. */
  until(channels: string, fits: (hits: readonly Hit[]) => boolean, ms: number): Promise<Hit[]>;
  stop(): Promise<void>;
}

/** The monotonic clock, in ms: the same in all processes. */
export const now = () => Number(process.hrtime.bigint()) / 1e6;

export async function startSlack(): Promise<Slack> {
  const { port, stop } = await measured('bench/alerts/slack.ts', {});
  const url = `http://127.0.0.1:${port}`;
  const tell = async (what: object) =>
    void (await fetch(`${url}/ctl`, { method: 'POST', body: JSON.stringify(what) }).then((answer) => answer.text()));
  const hits = async (channels: string) => {
    const all: Hit[] = JSON.parse(await (await fetch(`${url}/hits`)).text());
    return all.filter(({ channel }) => channel.startsWith(channels));
  };
  return {
    url,
    stop,
    hits,
    fault: (channel, fault) => tell({ channel, fault }),
    reset: () => tell({ reset: true }),
    async until(channels, fits, ms) {
      const end = now() + ms;
      for (let seen = await hits(channels); ; seen = await hits(channels)) {
        if (fits(seen) || now() > end) return seen;
        await pause(100);
      }
    },
  };
}

/** How often people see each alert. */
export function seen(hits: readonly Hit[]): Map<string, number> {
  const times = new Map<string, number>();
  for (const { ids, visible } of hits) if (visible) for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1);
  return times;
}
