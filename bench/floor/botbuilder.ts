/** The floor for Teams: a bare botbuilder echo, without authentication as in local mode. */
import { createServer, type ServerResponse } from 'node:http';
import { CloudAdapter, ConfigurationBotFrameworkAuthentication, type Response } from 'botbuilder';

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));

function answering(response: ServerResponse): Response {
  return {
    socket: response.socket,
    header: (name: string, value: unknown) => response.setHeader(name, String(value)),
    status: (code: number) => {
      response.statusCode = code;
    },
    send: (body: unknown) => response.write(typeof body === 'string' ? body : JSON.stringify(body)),
    end: () => response.end(),
  };
}

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const body = JSON.parse(Buffer.concat(chunks).toString());
    adapter
      .process({ body, headers: request.headers, method: request.method }, answering(response), async (context) => {
        await context.sendActivity(`You said ${context.activity.text}`);
      })
      .catch(() => response.writeHead(500).end());
  });
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => process.stdout.write('"listening"\n'));
