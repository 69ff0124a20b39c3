/**
 * The floor for one signed alert: a bare server that checks the signature by the bot's own code, and answers once the
 * body is on disk. All who wait share one write and one flush.
 */
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import { standardWebhooks } from '../../adapters/webhook/auth/hmac.ts';

const { check } = standardWebhooks([process.env.SECRET ?? ''], Date.now);
const file = await open(process.env.FILE ?? '', 'a');
const line = Buffer.from('\n');
let waiting: Buffer[] = [];
let next: Promise<void> | null = null;
let flushed = Promise.resolve();

/** Resolves once the bytes are on disk. */
function append(bytes: Buffer): Promise<void> {
  waiting.push(bytes, line);
  next ??= flushed.then(flush);
  return next;
}

function flush(): Promise<void> {
  const some = waiting;
  waiting = [];
  next = null;
  flushed = file.writev(some).then(() => file.datasync());
  return flushed;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  await once(request, 'end');
  return Buffer.concat(chunks);
}

const server = createServer(async (request, response) => {
  const body = await bodyOf(request);
  if (check({ headers: request.headers, body }).kind !== 'proven') {
    response.writeHead(401).end();
    return;
  }
  await append(body);
  response.writeHead(202, { 'content-length': 0 }).end();
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => process.stdout.write('"listening"\n'));
