/** Makes the news that tell admins of a channel or a card that was refused, or of a channel that is late. */
import type { DeliveryKinds, MadeCard } from '../../delivery/kind.ts';
import { linkFrom } from '../../delivery/permalinks.ts';
import type { DeliveryOf } from '../../domain/delivery/delivery.ts';
import type { AboutOf } from '../../domain/delivery/kinds.ts';
import { troubleOf } from '../../domain/delivery/refusal-reason.ts';
import { type Channel, platformOf, sameChannel } from '../../domain/tenant/identity.ts';
import { shortName } from '../../domain/text/words.ts';
import { troubleText } from '../../findings/text.ts';
import type { World } from '../../ports/world.ts';
import { tenantById } from '../../request/choose-tenant.ts';
import { commandOf } from '../../request/parse-command.ts';
import { namesOf, said, type ViewerLocale, viewerLocaleOf } from '../../request/viewer-locale.ts';
import { button, card } from '../../view/view.ts';
import { contactChannels, fraudChannels } from './enqueue-notice.ts';

type NewsOfChannel = 'channelRefused' | 'channelLate' | 'cardRefused';

type Make<K extends NewsOfChannel> = (delivery: DeliveryOf<K>, viewer: ViewerLocale, world: World) => Promise<MadeCard>;

/** Returns the function that makes a card of news. The card's notification names the tenant of the channel. */
function newsCard<K extends NewsOfChannel>(make: Make<K>) {
  return async (delivery: DeliveryOf<K>, world: World): Promise<MadeCard> => {
    const { to, about } = delivery;
    const viewer = await viewerLocaleOf(to, world);
    const made = await make(delivery, viewer, world);
    const tenant = about.tenantId === null ? null : await tenantById(about.tenantId, world);
    if (!tenant) return made;
    const summary = viewer.messages.alerts.whose(shortName(tenant.name, 24), made.card.summary);
    return { ...made, card: { ...made.card, summary } };
  };
}

/** Returns the channel's name, and what the channel is for: the tenant's alerts, its fraud alerts alone, or the admins alone. */
function whereabouts({ tenantId, channel }: AboutOf<'channelRefused' | 'channelLate'>, { store }: World) {
  return store.read(async (reader) => {
    const tenant = tenantId === null ? null : await reader.get('tenants', tenantId);
    const admins = (await reader.get('organisation', 'organisation'))?.adminChannel ?? null;
    const isAmong = (channels: readonly Channel[]) => channels.some((one) => sameChannel(one, channel));
    const takesAlerts = isAmong(contactChannels(tenant));
    return {
      tenant,
      where: (await namesOf(reader, [], [channel])).channel(channel),
      fraudAlone: !takesAlerts && isAmong(fraudChannels(tenant)),
      adminsAlone: !takesAlerts && admins !== null && sameChannel(admins, channel),
    };
  });
}

/**
 * Makes the news that a channel refuses messages. Its button opens the set-up for fraud and admin channels, and the contact's form for
 * others.
 */
const channelRefused: Make<'channelRefused'> = async ({ about }, { messages }, world) => {
  const { channel, reason, urgent } = about;
  const { tenant, where, fraudAlone, adminsAlone } = await whereabouts(about, world);
  const trouble = troubleOf(reason.split(' ')[0] ?? '');
  const say = messages.alerts.channelRefused;
  const kind = fraudAlone ? 'fraud' : adminsAlone ? 'adminChannel' : 'alerts';
  const platform = messages.platforms.names[channel.platform];
  const isPlatform = trouble === 'platform';
  const title = isPlatform ? say.platform.title(platform) : say[kind].title;
  const { summary, effect } = say[isPlatform ? 'platform' : kind];
  const mend =
    tenant && kind === 'alerts'
      ? button('form', 'contact.update', messages.securityContact.buttons.update, tenant.id, { style: 'primary' })
      : button('form', 'contact.setup', messages.tenants.setUp, tenant?.id ?? '', { style: 'primary' });
  const buttons = !isPlatform && (tenant || kind === 'adminChannel') ? [mend] : [];
  const text = [troubleText(messages, trouble, channel.platform, [where]), effect];
  const shown = card(title, summary(where.name, platform), { tone: 'warning', text, buttons });
  return { card: shown, revision: 1, mentionsAdmins: urgent === true };
};

/** Makes the news that messages for a channel are late. */
const channelLate: Make<'channelLate'> = async ({ about }, viewer, world) => {
  const { channel, reason, until } = about;
  const { where, adminsAlone } = await whereabouts(about, world);
  const say = viewer.messages.alerts.channelLate[adminsAlone ? 'admin' : 'alerts'];
  const platform = viewer.messages.platforms.names[channel.platform];
  // Without a reason no call failed: the channel has a long queue.
  const waits = reason === '' ? say.slow(where) : say.failing(where, reason);
  const text = until === null ? waits : say.paused(where, said(viewer, until), platform);
  return { card: card(say.title, say.summary(where.name), { tone: 'warning', text: [text] }), revision: 1 };
};

/** Card for admins: a platform rejected one card. It quotes nothing from the alert, since that text may be why it was rejected. */
const cardRefused: Make<'cardRefused'> = async ({ about, queue }, { locale, messages }, world) => {
  const { alert: alertId, channel, reason } = about;
  const { names, alert } = await world.store.read(async (reader) => ({
    names: await namesOf(reader, [], [channel]),
    alert: alertId === null ? null : await reader.get('alerts', alertId),
  }));
  const { cardRefused: say, severities, buttons } = messages.alerts;
  const platform = messages.platforms.names[channel.platform];
  const where = names.channel(channel);
  if (!alert)
    return {
      card: card(say.title, say.summary(where.name), { tone: 'warning', text: [say.text(where, reason, platform)] }),
      revision: 1,
    };
  const severity = severities[alert.content.severity];
  const command = `${commandOf('alerts', locale, platformOf(queue))} ${alert.number}`;
  const text = say.alertText(where, { number: alert.number, severity, reason, platform, command });
  const timeline = button('press', 'alerts.show', buttons.timeline, alert.id);
  // The alert's card may be in another channel, or in this one as it was before.
  const link = await linkFrom(queue, alert.id, world);
  const shown = card(say.title, say.alertSummary(alert.number, severity, where.name), {
    tone: 'danger',
    text: [text],
    facts: link ? [{ label: messages.alerts.facts.card, value: [link] }] : [],
    buttons: [timeline],
  });
  return { card: shown, revision: 1, mentionsAdmins: alert.content.severity === 'high' };
};

/** The kinds of delivery that tell admins of trouble with channels and cards. */
export const channelNewsKinds = {
  channelRefused: { card: newsCard(channelRefused) },
  channelLate: { card: newsCard(channelLate) },
  cardRefused: { card: newsCard(cardRefused) },
} satisfies Partial<DeliveryKinds>;
