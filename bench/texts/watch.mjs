/**
 * Loaded before a bot under measure: tells over HTTP, on loopback, for how long its event loop stopped at most since it was
 * last asked, in ms. It counts the CPU time of the loop's thread between two turns, so that what else a busy machine does in
 * between is no stop of the bot's.
 */
import { createServer } from 'node:http';

let longest = 0;
let last = spent();

function spent() {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** Notes how long nothing else could run. */
function look() {
  const now = spent();
  longest = Math.max(longest, now - last);
  last = now;
}

setInterval(look, 1).unref();
createServer((_request, response) => {
  look();
  response.end(String(longest));
  longest = 0;
})
  .listen(Number(process.env.BENCH_WATCH_PORT), '127.0.0.1')
  .unref();
