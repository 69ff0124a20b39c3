/** Loaded before a bot under measure: tells over HTTP, on loopback, for how long its event loop stopped at most since it was last asked. */
import { createServer } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
createServer((_request, response) => {
  const longest = delay.count === 0 ? 0 : delay.max / 1e6;
  delay.reset();
  response.end(String(longest));
})
  .listen(Number(process.env.BENCH_WATCH_PORT), '127.0.0.1')
  .unref();
