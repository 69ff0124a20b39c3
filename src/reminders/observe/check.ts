import { quietSince, type StoredSource, silentAmong } from '../../domain/alert/source.ts';
import { type Check, type Finding, sourceOf } from '../../domain/finding/finding.ts';
import { isRetired, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { downReceivers, findingsToShow } from '../../findings/current.ts';
import { type JudgedTenant, judged, tenantRow } from '../../findings/overview.ts';
import { type Probe, probeSources, probeTenant, recordProbe } from '../../findings/probe.ts';
import { rowsToFix, snoozeTexts, titlesToFix } from '../../findings/rows.ts';
import { namesInFindings } from '../../findings/text.ts';
import { day } from '../../messages/dates.ts';
import { duration } from '../../messages/durations.ts';
import type { Messages } from '../../messages/messages.ts';
import { inTime, type World } from '../../ports/world.ts';
import { atWorkText } from '../../request/alerts-at-work.ts';
import { mayPressOf } from '../../request/authorize.ts';
import { retiredReply, tenantById, tenantsTogether, withTenant } from '../../request/choose-tenant.ts';
import type { CommandHandler, PressHandler, Reply, Request } from '../../request/interaction.ts';
import { commandOf } from '../../request/parse-command.ts';
import type { RecordFact } from '../../request/record-fact.ts';
import { countToFix, openOf, tenantStateLine, toneOf } from '../../request/tenant-state.ts';
import { askerLocale, said } from '../../request/viewer-locale.ts';
import { alertsAtWork } from '../../store/open-alerts.ts';
import { button, type Card, card, type Row, type Text } from '../../view/view.ts';
import { observeNow } from './observe.ts';

/** Milliseconds for which the result of a probe counts as just found. The tenant is probed again all the same. */
const freshMs = 60_000;
/** Milliseconds for which the answer waits for the probe, so that it is one message: people have it within three seconds. */
const patienceMs = 1_200;

/** Answers the command `check`: probes a tenant now and shows what is found. */
export const checkContact: CommandHandler = async (request, rest, world) => {
  const all = await tenantsTogether(rest, world);
  if (all) return checkAll(request, all, world);
  return withTenant(request, rest, { kind: 'press', id: 'reminders.check' }, world, (tenant) =>
    check(request, tenant, world),
  );
};

/** Answers for several tenants in one card: all are probed, and the result follows where that takes longer. */
async function checkAll(request: Request, tenants: readonly StoredTenant[], world: World): Promise<Reply> {
  const probed = probeAll(tenants, world).then((found) => overviewCard(request, tenants, found, world));
  const result = await inTime(
    probed.catch(() => null),
    patienceMs,
    world,
  );
  if (result) return { kind: 'card', instead: false, card: result };
  return {
    kind: 'card',
    instead: false,
    card: await overviewCard(request, tenants, null, world),
    followUp: () => probed,
  };
}

/** Probes the tenants one after the other. */
async function probeAll(tenants: readonly StoredTenant[], world: World): Promise<Probed> {
  const silent = new Set<Probe['silent'][number]>();
  const times: (string | null)[] = [];
  for (const tenant of tenants) {
    const before = await world.store.read((reader) => reader.get('checks', tenant.id));
    const probe = await probeTenant(tenant, before, world, { fresh: true });
    await world.store.change((tx) => recordProbe(tx, probe, before));
    for (const one of probe.silent) silent.add(one);
    times.push(before?.at ?? null);
  }
  await observeNow(world);
  const [before = null] = times.includes(null) ? [] : times.toSorted();
  return { silent: [...silent], before };
}

/** What did not answer, and when the probe before it was made (ISO 8601); null where there was none. */
type Probed = Pick<Probe, 'silent'> & { before: string | null };

/**
 * Returns what was checked just now. What could not be checked is said only where the answer shows something about it, or nothing was
 * checked at all.
 */
function probedTexts(request: Request, { silent, before }: Probed, shown: readonly Pick<Finding, 'code'>[]): Text[] {
  const { looked, unsure } = request.messages.reminders.check;
  const heard = probeSources.filter((one) => !silent.includes(one));
  const isAll = before === null || heard.length === 0;
  const named = silent.filter((one) => isAll || shown.some((finding) => sourceOf(finding) === one));
  return [
    ...(heard.length > 0 ? [looked(heard)] : []),
    ...(named.length > 0 ? [unsure(named, before && said(askerLocale(request), before))] : []),
  ];
}

/** Makes the card with a row for each tenant. `probed` is null while the probe runs. */
async function overviewCard(
  request: Request,
  tenants: readonly StoredTenant[],
  probed: Probed | null,
  world: World,
): Promise<Card> {
  const { reminders: say, tenants: words } = request.messages;
  const viewer = askerLocale(request);
  const known = await world.store.read((reader) => judged(reader, tenants, world));
  const toFix = known.filter((one) => countToFix(one).open > 0);
  const shown = known.flatMap(({ findings }) => openOf(findings));
  const notice = probed === null ? [say.check.looking] : probedTexts(request, probed, shown);
  const summary = say.check.all(toFix.length, known.length);
  return card(summary, `${summary}.`, {
    tone: toneOf(known),
    text: notice,
    rows: known.map((one) =>
      tenantRow(viewer, one, null, button('press', 'reminders.check', words.show, one.tenant.id)),
    ),
    buttons: [button('press', 'reminders.list', say.buttons.list, '')],
  });
}

/** Answers the button that checks now; its value is a tenant's id, or empty when one is to be chosen. */
export const pressCheck: PressHandler = async (request, value, world) => {
  const [id = '', skip = '0'] = value.split(' ');
  const tenant = id === '' ? null : await tenantById(id, world);
  if (!tenant) return checkContact(request, '', world);
  if (isRetired(tenant)) return retiredReply(request, tenant, world);
  return check(request, tenant, world, /^\d{1,3}$/.test(skip) ? Number(skip) : 0);
};

/** Answers with the result of a probe. Where the probe takes longer, the answer shows what is known, and the result follows. */
async function check(request: Request, tenant: StoredTenant, world: World, skip = 0): Promise<Reply> {
  const { justLooked, looking } = request.messages.reminders.check;
  const before = await world.store.read((reader) => reader.get('checks', tenant.id));
  const notice = before && isFresh(before, tenant, world.clock.now()) ? justLooked : looking;
  const probed = probedCard(request, { tenant, skip }, before, world);
  // The card above already shows what is known, so let a failing probe reject the follow-up.
  const inPatience = probed.catch(() => null);
  const result = await inTime(inPatience, patienceMs, world);
  if (result) return { kind: 'card', instead: false, card: result };
  const known = await cardOf(request, { tenant, skip }, notice, world);
  return { kind: 'card', instead: false, card: known, followUp: () => probed };
}

async function probedCard(request: Request, page: Page, before: Check | null, world: World): Promise<Card> {
  const { tenant } = page;
  const probe = await probeTenant(tenant, before, world, { fresh: true });
  await world.store.change((tx) => recordProbe(tx, probe, before));
  await observeNow(world);
  return cardOf(request, page, { silent: probe.silent, before: before?.at ?? null }, world);
}

function isFresh({ at }: Check, { revision }: StoredTenant, now: string): boolean {
  const age = Date.parse(now) - Date.parse(at);
  return age >= 0 && age < freshMs && (revision.at === null || revision.at < at);
}

/** A tenant, and how many of the things to fix an earlier card showed. */
interface Page {
  tenant: StoredTenant;
  skip: number;
}

/** Makes the card of a tenant after a probe; with a notice while that runs. */
async function cardOf(request: Request, page: Page, probed: Probed | string, world: World): Promise<Card> {
  const { id } = page.tenant;
  const { reminders, securityContact, tenants } = request.messages;
  const { tenant, findings, names, silent, down } = await world.store.read(async (reader) => {
    const tenant = await reader.get('tenants', id);
    const findings = tenant ? await findingsToShow(reader, tenant, world) : [];
    const silent = silentAmong(await reader.list('sources'), world.settings.sources);
    const down = await downReceivers(reader, world.receivers);
    return { tenant, findings, names: await namesInFindings(reader, findings), silent, down };
  });
  if (!tenant) return card(reminders.list.title, tenants.gone, { text: [tenants.gone] });
  const { open } = countToFix({ tenant, findings });
  const shown = { tenant, findings, names, now: world.clock.now() };
  const locale = askerLocale(request);
  const all = await world.store.read((reader) => alertsAtWork(reader, tenant.id));
  const atWork = atWorkText(request.messages, all, { now: shown.now, timezone: request.actor.timezone });
  const tone = toneOf([{ tenant, findings }]);
  const title = tone === 'warning' ? reminders.title(open) : reminders.check.safe(open);
  const notice = typeof probed === 'string' ? [probed] : probedTexts(request, probed, openOf(findings));
  return card(title, `${tenantStateLine(request.messages, { tenant, findings })}.`, {
    tone: silent.length + down.length > 0 ? 'warning' : tone,
    text: [
      headOf(request, { tenant, findings, skip: page.skip }),
      ...silenceOf(request, silent, world.clock.now()),
      ...unreachedOf(request, down),
      ...(atWork ? [atWork] : []),
      ...snoozeTexts(locale, shown),
      ...notice,
    ],
    rows: pageOf(
      rowsToFix(locale, shown, await mayPressOf(request, tenant, world)),
      { ...page, tenant },
      request.messages,
    ),
    buttons: [button('press', 'contact.show', securityContact.buttons.show, tenant.id)],
  });
}

type CheckedPage = JudgedTenant & { skip: number };

/** Returns the first sentence of the card: whose contact it is, when it was confirmed, and how much is put off. */
function headOf({ actor, messages }: Request, { tenant, findings, skip }: CheckedPage): Text {
  const { about, check } = messages.reminders;
  const { open, off } = countToFix({ tenant, findings });
  if (skip > 0) return check.rest(tenant.name, open - skip);
  const at = tenant.contact?.confirmedAt;
  const confirmed = at ? [check.confirmed(day(at, actor.locale, actor.timezone))].flat(2) : [];
  return [about(tenant.name), ...confirmed, ...(off > 0 ? [` ${check.off(off)}`] : [])];
}

/** The most things to fix on one card: with what leads on, it has at most six buttons. */
const maxRows = 3;

/** Returns the rows of a page, and below them one that leads to the next. */
function pageOf(rows: readonly Row[], { tenant, skip }: Page, { findings, tenants }: Messages): Row[] {
  const shown = withOneSecond(confirmingLast(rows.slice(skip, skip + maxRows)));
  const rest = rows.length - skip - shown.length;
  const next = button('press', 'reminders.check', tenants.show, `${tenant.id} ${skip + maxRows}`);
  return rest > 0 ? [...shown, { title: findings.moreToFix(rest), detail: '', button: next }] : shown;
}

/** Returns the rows of which only the first one with two buttons keeps both: a card has six buttons at most. */
function withOneSecond(rows: readonly Row[]): Row[] {
  const first = rows.findIndex(({ second }) => second);
  return rows.map(({ second, ...row }, at) => (second && at === first ? { ...row, second } : row));
}

/** Returns the rows with **Still right** below what is wrong. The first button is the main one, if one was. */
function confirmingLast(rows: readonly Row[]): Row[] {
  const isLast = ({ button }: Row) => button?.id === 'contact.confirm';
  const styles = rows.flatMap((row) => row.button?.style ?? []);
  return [...rows.filter((row) => !isLast(row)), ...rows.filter(isLast)].map((row) =>
    row.button ? { ...row, button: { ...row.button, style: styles.shift() ?? 'plain' } } : row,
  );
}

/** The most silent sources that are named. */
const maxSilent = 3;

/** Returns the lines about sources that are silent, which are a finding of the organisation. */
function silenceOf({ messages, actor, platform }: Request, silent: readonly StoredSource[], now: string): string[] {
  const { silence } = messages.sources;
  if (silent.length > maxSilent) return [silence.many(silent.length, commandOf('alerts', actor.locale, platform))];
  return silent.map((one) => silence.text(one.id, duration(Date.parse(now) - Date.parse(quietSince(one)), messages)));
}

/** Returns that receivers take nothing: each by its name, or how many there are. */
function unreachedOf({ messages }: Request, down: readonly { id: string }[]): string[] {
  const { many, unreached } = messages.receivers.down;
  return down.length > maxSilent ? [many(down.length)] : down.map(({ id }) => unreached(id));
}

/** The most things to fix that the sentence names: the worst ones. */
const maxTitles = 2;

/** Answers what has to be fixed about a tenant, from the stored findings and the last probe. Makes no calls to the outside. */
export const findingsFact = {
  of: 'tenant',
  button: 'reminders.check',
  fact: async ({ messages }: Request, tenant: StoredTenant, world: World): Promise<Text> => {
    const findings = await world.store.read((reader) => findingsToShow(reader, tenant, world));
    const { open, off } = countToFix({ tenant, findings });
    const { none, some } = messages.record.findings;
    if (open === 0) return none(tenant.name, off);
    const titles = titlesToFix(messages, { tenant, findings }).slice(0, maxTitles);
    return some(tenant.name, titles, { count: open, off });
  },
} satisfies RecordFact;
