import type { DeliveryKinds, MadeCard } from '../../delivery/kind.ts';
import type { DeliveryOf } from '../../domain/delivery/delivery.ts';
import { contactFields } from '../../domain/tenant/contact-fields.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { shortName } from '../../domain/text/words.ts';
import type { World } from '../../ports/world.ts';
import { tenantById } from '../../request/choose-tenant.ts';
import { type ReaderLocale, readerLocaleAt, said } from '../../request/reader-locale.ts';
import { historyPage } from '../../store/history.ts';
import { button, card } from '../../view/build-card.ts';
import { plainOf } from '../../view/text.ts';
import type { Inline, Text } from '../../view/view.ts';
import { noticeFacts } from '../history/change-facts.ts';
import { namesInChanges } from '../history/names-in-history.ts';
import { alarmCard, countOf, peopleIn } from './alarm-card.ts';
import { concernsTenant } from './channel-news.ts';

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

/** Names the changed fields, three at most: those that redirect alerts or calls come first. */
const reaching = contactFields.filter(({ reach }) => reach).map(({ key }) => key);
const weighty: readonly string[] = [...reaching, 'fraudChannels', 'adminChannel'];
const named = 3;

function changedText(facts: readonly { field: string; label: string }[], { words }: ReaderLocale): string {
  const [first, others] = [true, false].map((is) => facts.filter(({ field }) => weighty.includes(field) === is));
  const all = [...new Set([...(first ?? []), ...(others ?? [])].map(({ label }) => label))];
  const rest = all.length - named;
  return [...all.slice(0, named), ...(rest > 0 ? [words.alerts.more(rest)] : [])].join(', ');
}

/** Says who disowned the change, and when the first of them did; empty while nobody has. */
function disownedText({ disowned }: StoredTenant, entry: number, voice: ReaderLocale): Text[] {
  const presses = disowned?.presses.filter((press) => press.entry === entry) ?? [];
  const [first] = presses;
  const { disowned: say } = voice.words.alerts.contactChanged;
  return first ? [say(peopleIn(presses, voice), countOf(presses), said(voice, first.at))] : [];
}

/** The kinds of delivery that tell of changes of the contact and of channels. */
export const noticeKinds = {
  contactChanged: { card: changedCard, ...concernsTenant, unasked: true },
  notUs: { card: alarmCard, ...concernsTenant, unasked: true },
} satisfies Partial<DeliveryKinds>;
