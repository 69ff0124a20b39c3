/** The floor for Slack: a bare Bolt app that answers a command with a constant. */
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';

const receiver = new HTTPReceiver({
  signingSecret: process.env.SLACK_SIGNING_SECRET ?? '',
  endpoints: '/slack/events',
  logLevel: LogLevel.ERROR,
});
const app = new App({
  receiver,
  authorize: async () => ({ botToken: 'xoxb-x', botId: 'B1', botUserId: 'U1' }),
  convoStore: false,
  logLevel: LogLevel.ERROR,
});
app.command('/security-contact', async ({ ack }) => {
  await ack({ response_type: 'ephemeral', text: 'The security contact is Contoso SOC.' });
});
await app.start({ port: Number(process.env.PORT), host: '127.0.0.1' });
process.stdout.write('"listening"\n');
