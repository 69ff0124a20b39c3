/** The floor for Slack by Socket Mode: a bare Bolt app that answers a command with a constant: a sentence, or what ANSWER says in JSON. */
import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';

const receiver = new SocketModeReceiver({
  appToken: process.env.SLACK_APP_TOKEN ?? '',
  logLevel: LogLevel.ERROR,
  installerOptions: { clientOptions: { slackApiUrl: process.env.SLACK_API_URL ?? '' } },
});
const { ANSWER = '{"response_type":"ephemeral","text":"The security contact is Contoso SOC."}' } = process.env;
const answer = JSON.parse(ANSWER);
const app = new App({
  receiver,
  authorize: async () => ({ botToken: 'xoxb-x', botId: 'B1', botUserId: 'U1' }),
  convoStore: false,
  logLevel: LogLevel.ERROR,
});
app.command('/security-contact', async ({ ack }) => {
  await ack(answer);
});
await app.start();
process.stdout.write('"listening"\n');
