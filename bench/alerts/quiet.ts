import { setTimeout as pause } from 'node:timers/promises';
import { connection } from './push.ts';
import { type Side, twins } from './side.ts';
import { now, type Slack } from './slack-control.ts';

/** Compiled, as code of a process that runs for days is. At this distance none waits for its channel's pace. */
const warmUp = 500;
const apartMs = 50;

/** Ms from writing the POST to the platform's request, and to the answer, for one alert every 50 ms, in another channel each time. */
export async function quiet(side: Side, slack: Slack, count: number): Promise<{ post: number[]; answer: number[] }> {
  const installed = await side.install();
  const running = await installed.start();
  await pause(1_500);
  const { ask, close } = await connection(running.port);
  const sentAt = new Map<string, number>();
  const answer: number[] = [];
  for (let n = -warmUp; n < count; n++) {
    const id = `q${n + warmUp}`;
    const request = side.request([{ id, place: (n + warmUp) % twins }]);
    const at = now();
    await ask(request);
    if (n >= 0) {
      sentAt.set(id, at);
      answer.push(now() - at);
    }
    await pause(n < 0 ? apartMs / 2 : apartMs);
  }
  const hits = await slack.until(side.name, (all) => all.length >= count + warmUp, 5_000);
  close();
  await running.kill();
  installed.remove();
  const post = hits.flatMap(({ ids: [id = ''], at }) => {
    const from = sentAt.get(id);
    return from === undefined ? [] : [at - from];
  });
  return { post, answer };
}
