import { adminNews, type DeliveryKinds, type MadeCard } from '../../delivery/kind.ts';
import { linkFrom } from '../../delivery/permalinks.ts';
import { type DeliveryOf, platformOfQueue } from '../../domain/delivery/delivery.ts';
import { troubleOf } from '../../domain/delivery/refusal-reason.ts';
import { contactFields } from '../../domain/tenant/contact-fields.ts';
import { type Channel, sameChannel } from '../../domain/tenant/identity.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { shortName } from '../../domain/text/words.ts';
import { troubleText } from '../../findings/text.ts';
import type { Words } from '../../messages/words.ts';
import type { Reader } from '../../ports/store.ts';
import type { World } from '../../ports/world.ts';
import { tenantById } from '../../request/choose-tenant.ts';
import { namesOf } from '../../request/names.ts';
import { commandOf } from '../../request/parse-command.ts';
import { type ReaderLocale, readerLocaleAt, readerLocaleOf, said } from '../../request/reader-locale.ts';
import { historyPage } from '../../store/history.ts';
import { button, card } from '../../view/build-card.ts';
import { plainOf } from '../../view/text.ts';
import type { Button, Inline, Text } from '../../view/view.ts';
import { noticeFacts } from '../history/change-facts.ts';
import { namesInChanges } from '../history/names-in-history.ts';
import { alarmCard, countOf, peopleIn } from './alarm-card.ts';
import { contactChannels, fraudChannels } from './enqueue-notice.ts';

type NewsOf<K extends 'channelRefused' | 'channelLate' | 'cardRefused'> = (
  delivery: DeliveryOf<K>,
  voice: ReaderLocale,
  world: World,
) => Promise<MadeCard>;

/** Returns how the card of news to admins about a channel is made. */
function newsCard<K extends 'channelRefused' | 'channelLate' | 'cardRefused'>(make: NewsOf<K>) {
  return async (delivery: DeliveryOf<K>, world: World): Promise<MadeCard> => {
    const voice = await readerLocaleOf(delivery.to, world);
    return ofTenant(delivery.about, voice, await make(delivery, voice, world), world);
  };
}

/** The notification says whose channel it is. */
async function ofTenant(
  { tenantId }: { tenantId: string | null },
  { words }: ReaderLocale,
  made: MadeCard,
  world: World,
): Promise<MadeCard> {
  const tenant = tenantId === null ? null : await tenantById(tenantId, world);
  const { summary } = made.card;
  return tenant
    ? { ...made, card: { ...made.card, summary: words.alerts.whose(shortName(tenant.name, 24), summary) } }
    : made;
}

/** Returns the notice of a change of the contact or of channels; null when the change is kept no more. */
async function changedCard({ about, to }: DeliveryOf<'contactChanged'>, world: World): Promise<MadeCard | null> {
  const { tenantId, entry } = about;
  const tenant = await tenantById(tenantId, world);
  const [told] = await historyPage({ tenantId, before: entry + 1, limit: 1 }, world);
  if (!tenant || !told) return null;
  const names = await world.store.read((reader) => namesInChanges(reader, told.changes));
  const voice = await readerLocaleAt(to, tenant, world);
  const { contactChanged: say, buttons } = voice.words.alerts;
  const who: Inline = told.by ? { kind: 'person', id: told.by, name: told.byName } : say.importer;
  // What belongs to no tenant are the organisation's channels, imported or set up.
  const channels = told.deed === 'tenant.setUp' || told.tenantId === null;
  const facts = told.changes.flatMap((change) =>
    noticeFacts(change, to, voice, names).map((fact) => ({ ...fact, field: change.field })),
  );
  const what = changedText(facts, voice);
  const summary = voice.words.alerts.whose(shortName(tenant.name, 24), say.summary(plainOf([who]), what));
  const shown = card(channels ? say.channelsTitle : say.title, summary, {
    tone: 'warning',
    text: [
      channels ? say.channelsText(who, tenant.name) : say.text(who, tenant.name),
      ...disownedText(tenant, entry, voice),
      say.ask,
    ],
    facts: [...facts, { label: voice.words.securityContact.facts.changed, value: [said(voice, told.at)] }],
    buttons: [
      button('press', 'contact.notUs', buttons.notUs, `${tenantId} ${entry}`, {
        style: 'danger',
        confirm: say.question,
      }),
      button('press', 'contact.history', voice.words.securityContact.buttons.history, tenantId),
    ],
  });
  return { card: shown, revision: 1 + (tenant.disowned?.revision ?? 0), words: voice.words };
}

/** What moves alerts or calls is named first, and three fields at most. */
const reaching = contactFields.filter(({ reach }) => reach).map(({ key }) => key);
const weighty: readonly string[] = [...reaching, 'fraudChannels', 'adminChannel'];
const named = 3;

function changedText(facts: readonly { field: string; label: string }[], { words }: ReaderLocale): string {
  const [first, others] = [true, false].map((is) => facts.filter(({ field }) => weighty.includes(field) === is));
  const all = [...new Set([...(first ?? []), ...(others ?? [])].map(({ label }) => label))];
  const rest = all.length - named;
  return [...all.slice(0, named), ...(rest > 0 ? [words.alerts.more(rest)] : [])].join(', ');
}

/** Who said that it was not theirs, and when the first of them did; nothing while nobody has. */
function disownedText({ disowned }: StoredTenant, entry: number, voice: ReaderLocale): Text[] {
  const presses = disowned?.presses.filter((press) => press.entry === entry) ?? [];
  const [first] = presses;
  const { disowned: say } = voice.words.alerts.contactChanged;
  return first ? [say(peopleIn(presses, voice), countOf(presses), said(voice, first.at))] : [];
}

const channelRefused: NewsOf<'channelRefused'> = async ({ about }, { words }, world) => {
  const { tenantId, channel, reason } = about;
  const tenant = tenantId === null ? null : await tenantById(tenantId, world);
  const { names, organisation } = await world.store.read(async (reader) => ({
    names: await namesOf(reader, [], [channel]),
    organisation: await reader.get('organisation', 'organisation'),
  }));
  const fraud = isFraudAlone(tenant, channel);
  const admin = !fraud && organisation?.adminChannel && sameChannel(organisation.adminChannel, channel);
  const trouble = troubleOf(reason.split(' ')[0] ?? '');
  const say = words.alerts.channelRefused;
  const kind = admin && !takesAlerts(tenant, channel) ? 'adminChannel' : fraud ? 'fraud' : 'alerts';
  const where = names.channel(channel);
  const platform = words.platforms.names[channel.platform];
  const isPlatform = trouble === 'platform';
  const title = isPlatform ? say.platform.title(platform) : say[kind].title;
  const { summary, effect } = say[isPlatform ? 'platform' : kind];
  const setUp = button('form', 'contact.setup', words.tenants.setUp, tenant?.id ?? '', { style: 'primary' });
  const own = tenant && kind !== 'adminChannel' ? mending(words, tenant, fraud) : setUp;
  const buttons = !isPlatform && (tenant || kind === 'adminChannel') ? [own] : [];
  const text = [troubleText(words, trouble, channel.platform, [where]), effect];
  const shown = card(title, summary(where.name, platform), { tone: 'warning', text, buttons });
  return { card: shown, revision: 1, callsAdmins: about.urgent === true };
};

/** A channel that cannot be given what is owed to it for now. */
const channelLate: NewsOf<'channelLate'> = async ({ about: { tenantId, channel, reason, until } }, voice, world) => {
  const { names, organisation, tenant } = await world.store.read(async (reader) => ({
    names: await namesOf(reader, [], [channel]),
    organisation: await reader.get('organisation', 'organisation'),
    tenant: tenantId === null ? null : await reader.get('tenants', tenantId),
  }));
  const { adminChannel } = organisation ?? {};
  const isAdmins = adminChannel && sameChannel(adminChannel, channel) && !takesAlerts(tenant, channel);
  const { title, summary, failing, paused } = voice.words.alerts.channelLate[isAdmins ? 'admin' : 'alerts'];
  const where = names.channel(channel);
  const text =
    until === null
      ? failing(where, reason)
      : paused(where, said(voice, until), voice.words.platforms.names[channel.platform]);
  return { card: card(title, summary(where.name), { tone: 'warning', text: [text] }), revision: 1 };
};

/** One card that a platform does not take. Nothing that a sender wrote stands in it: that may be why. */
const cardRefused: NewsOf<'cardRefused'> = async ({ about, queue }, { locale, words }, world) => {
  const { alert: alertId, channel, reason } = about;
  const { names, alert } = await world.store.read(async (reader) => ({
    names: await namesOf(reader, [], [channel]),
    alert: alertId === null ? null : await reader.get('alerts', alertId),
  }));
  const { cardRefused: say, severities, buttons } = words.alerts;
  const platform = words.platforms.names[channel.platform];
  const where = names.channel(channel);
  if (!alert)
    return {
      card: card(say.title, say.summary(where.name), { tone: 'warning', text: [say.text(where, reason, platform)] }),
      revision: 1,
    };
  const severity = severities[alert.content.severity];
  const command = `${commandOf('alerts', locale, platformOfQueue(queue))} ${alert.number}`;
  const text = say.alertText(where, { number: alert.number, severity, reason, platform, command });
  const story = button('press', 'alerts.show', buttons.story, alert.id);
  // It may be in another channel, or stand there as it was before.
  const link = await linkFrom(queue, alert.id, world);
  const shown = card(say.title, say.alertSummary(alert.number, severity, where.name), {
    tone: 'danger',
    text: [text],
    facts: link ? [{ label: words.alerts.facts.card, value: [link] }] : [],
    buttons: [story],
  });
  return { card: shown, revision: 1, callsAdmins: alert.content.severity === 'high' };
};

function isFraudAlone(tenant: StoredTenant | null, channel: Channel): boolean {
  const has = (channels: readonly Channel[]) => channels.some((one) => sameChannel(one, channel));
  return has(fraudChannels(tenant)) && !has(contactChannels(tenant));
}

function takesAlerts(tenant: StoredTenant | null, channel: Channel): boolean {
  return contactChannels(tenant).some((one) => sameChannel(one, channel));
}

/** Fraud channels belong to the tenant's set-up, the others to its contact. */
function mending({ securityContact, tenants }: Words, { id }: StoredTenant, fraud: boolean): Button {
  return fraud
    ? button('form', 'contact.setup', tenants.setUp, id, { style: 'primary' })
    : button('form', 'contact.update', securityContact.buttons.update, id, { style: 'primary' });
}

const ofTheTenant = {
  concerns: async (_reader: Reader, { tenantId }: { tenantId: string | null }) => ({ tenantId, alert: null }),
};

/** The kinds of delivery that tell of changes of the contact and of channels. */
export const noticeKinds = {
  contactChanged: { card: changedCard, ...ofTheTenant, unasked: true },
  notUs: { card: alarmCard, ...ofTheTenant, unasked: true },
  channelRefused: { card: newsCard(channelRefused), ...ofTheTenant, ...adminNews },
  channelLate: { card: newsCard(channelLate), ...ofTheTenant, ...adminNews },
  cardRefused: { card: newsCard(cardRefused), ...ofTheTenant, ...adminNews },
} satisfies Partial<DeliveryKinds>;
