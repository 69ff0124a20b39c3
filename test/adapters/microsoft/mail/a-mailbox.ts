/** The bot between a made-up Graph, whose mailbox a test fills, and its channels. */
import { createGraph } from '../../../../adapters/microsoft/api/graph.ts';
import type { GraphError } from '../../../../adapters/microsoft/api/graph-error.ts';
import { sourcesOf } from '../../../../adapters/microsoft/file/source-settings.ts';
import type { MicrosoftTenant } from '../../../../adapters/microsoft/file/tenant.ts';
import { createMail } from '../../../../adapters/microsoft/mail/ask-mail.ts';
import type { Alert } from '../../../../src/domain/alert/alert.ts';
import { aBot } from '../../../support/a-bot.ts';
import { type InboxMail, sender } from '../../../support/graph-mail.ts';
import { aTenant, slackChannel } from '../../../support/partner.ts';
import { minute } from '../../../support/time.ts';
import { bySecret, clientId, clientSecret, microsoftApi, tenantId, tenantWith } from '../api/microsoft-api.ts';

export const mailbox = 'security@contoso.example';
/** The address of the file whose verified mail is high. */
export const highSender = 'mssecurity-noreply@microsoft.com';

export const mailTenant = (mail: Partial<NonNullable<MicrosoftTenant['mail']>> = {}): MicrosoftTenant => ({
  ...{ ...tenantWith(bySecret(clientSecret)), roles: false },
  mail: { mailbox, senders: [sender, highSender], high: [highSender], ...mail },
});

/** The bot with one partner tenant, whose mail it reads. */
export async function aMailbox(mail: Parameters<typeof mailTenant>[0] = {}) {
  const api = await microsoftApi();
  const tenant = mailTenant(mail);
  const bot = await aBot({ tenants: [aTenant({ id: tenantId, customers: { 'fabrikam.com': 'Fabrikam' } })] });
  await bot.channelsAre(slackChannel);
  bot.world.settings.sources = sourcesOf(tenant);
  const part = api.graph.tenant(tenantId).mail;
  const box = { mails: [] as InboxMail[], readers: new Set([clientId]), epoch: 0 };
  part.mailboxes.set(mailbox, box);
  const heard: (GraphError | 'answered')[] = [];
  const world = () => ({
    ...bot.world,
    timers: api.world.timers,
    log: api.world.log,
    answered: () => void heard.push('answered'),
    failed: (_tenant: unknown, _signal: 'mail', error: GraphError) => void heard.push(error),
  });
  const graph = createGraph(tenant, { login: api.entra.login, api: api.graph.api }, api.world);
  const looks = (tenants: readonly MicrosoftTenant[]) => createMail(tenants, () => graph, world());
  const look = async (tenants: readonly MicrosoftTenant[]) => {
    for (const run of looks(tenants)) await run();
  };
  const alerts = () => bot.stored('alerts');
  return {
    ...{ api, bot, box, part, heard, tenant, alerts },
    /** One look by a new process, which knows what is stored alone. */
    look: (tenants: readonly MicrosoftTenant[] = [tenant]) => look(tenants),
    /** The looks of one process. */
    looks: () => looks([tenant]),
    /** A minute passes, and the next look. */
    async nextLook() {
      await bot.world.time.advance(minute);
      await look([tenant]);
    },
    /** The alerts by the ids of their mails. */
    async byMail(): Promise<Record<string, Alert>> {
      return Object.fromEntries((await alerts()).map((alert) => [alert.id.slice(`mail:${tenantId} `.length), alert]));
    },
    cursor: () => bot.world.store.read((reader) => reader.get('cursors', `mail:${tenantId}`)),
    /** What was asked for, without lists. */
    messages: () => api.graph.requests.filter(({ path }) => /\/messages\/(?!delta)/.test(path)),
    lists: () => api.graph.requests.filter(({ path }) => /\/messages\/delta/.test(path)),
    logged: () => api.lines.map((line) => JSON.parse(line)).filter(({ event }) => event === 'mail.failed'),
    edit: (more: Parameters<typeof aTenant>[0]) =>
      bot.world.store.change((tx) => tx.put('tenants', aTenant({ id: tenantId, ...more }))),
    stop: () => api.stop(),
  };
}
