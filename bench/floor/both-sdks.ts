/** The floor for a cold start: both SDKs imported, and a server that listens. */
import { createServer } from 'node:http';
import '@slack/bolt';
import 'botbuilder';

createServer((_request, response) => response.end()).listen(Number(process.env.PORT), '127.0.0.1', () =>
  process.stdout.write('"listening"\n'),
);
