import type { Asking, CommandHandler, PressHandler } from '../asking.ts';
import { button, card } from '../card.ts';
import type { Alert } from '../domain/alert.ts';
import { detectedAt } from '../domain/answer-by.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import { countIn } from '../entered.ts';
import { fitted } from '../fitted.ts';
import type { Reply } from '../interaction.ts';
import type { Reader, World } from '../ports.ts';
import { quoted } from '../text.ts';
import type { Button, Card, Row } from '../view.ts';
import { said, voiceOfAsker } from '../voice.ts';
import { type Filter, filterOf } from './filter.ts';
import { findByWord } from './find-alert.ts';
import { goneAlert } from './press.ts';
import { storyOf } from './story.ts';

const pageLength = 8;
/** So that a page fits in a message, whatever senders call their alerts. */
const nameRoom = 400;

/**
 * `alerts` lists the open ones, `alerts high` or `alerts Contoso` some of them, `alerts 17` tells one's story. A sender may
 * call an alert anything: one whose id is `high` hides no list, and is found as `#high`.
 */
export const showAlerts: CommandHandler = async (asking, rest, world) => {
  const word = rest.trim();
  const isNumber = /^#?\d+$/.test(word);
  const one = isNumber || !(await isFilter(asking, word, world)) ? await findByWord(word, world) : null;
  if (one) return storyOf(asking, one, world);
  if (isNumber) return goneAlert(asking);
  return page(asking, { filter: word, skip: 0 }, world);
};

async function isFilter({ words }: Asking, text: string, { store }: World): Promise<boolean> {
  const { unknown, guessed } = filterOf(text, await store.read((reader) => reader.list('tenants')), words);
  return unknown === null && !guessed;
}

/** The value is «how many to skip, filter»; empty for a list of its own, beside the card that was pressed. */
export const pressAlerts: PressHandler = async (asking, value, world) => {
  const [skip = '', ...filter] = value.split(' ');
  return page(asking, { filter: filter.join(' '), skip: countIn(skip) }, world);
};

type CardReply = Extract<Reply, { kind: 'card' }>;

interface Wanted {
  filter: string;
  skip: number;
}

/** The first page of all that is open. */
export async function listOf(asking: Asking, world: World): Promise<Card> {
  return (await page(asking, { filter: '', skip: 0 }, world)).card;
}

async function page(asking: Asking, wanted: Wanted, world: World): Promise<CardReply> {
  const shown = await world.store.read(async (reader) => {
    const tenants = await reader.list('tenants');
    const filter = filterOf(wanted.filter, tenants, asking.words);
    return { tenants, unknown: filter.unknown, ...(await found(reader, filter, wanted.skip)) };
  });
  return { kind: 'card', instead: wanted.skip > 0, card: listCard(asking, wanted, shown) };
}

/** Costs a page, unless it is filtered by tenant. */
async function found(reader: Reader, { severity, tenants }: Filter, skip: number) {
  const [index, key] = severity === null ? (['alerts.open', ''] as const) : (['alerts.severity', severity] as const);
  const end = skip + pageLength;
  if (tenants === null) {
    const rows = await reader.scan(index, { key, after: null, limit: end });
    return { found: rows.slice(skip), count: await reader.count(index, key) };
  }
  const fits = ({ tenantId }: Alert) => tenantId !== null && tenants.includes(tenantId);
  const rows = (await reader.scan(index, { key, after: null })).filter(fits);
  return { found: rows.slice(skip, end), count: rows.length };
}

interface Listed {
  found: readonly Alert[];
  count: number;
  tenants: readonly StoredTenant[];
  unknown: string | null;
}

function listCard(asking: Asking, { filter, skip }: Wanted, { found, count, tenants, unknown }: Listed): Card {
  const { list, buttons } = asking.words.alerts;
  const none = unknown !== null ? list.noTenant(unknown) : filter === '' ? list.none : list.noneOf(quoted(filter));
  const summary = count === 0 ? none : list.summary(count);
  const next = skip + found.length;
  const more: Button[] = next < count ? [button('press', 'alerts.list', list.more, `${next} ${filter}`)] : [];
  return card(list.title, summary, {
    text: [summary],
    rows: found.map((alert) => row(asking, alert, tenants)),
    buttons: unknown === null ? more : [button('press', 'alerts.list', buttons.list, '')],
    footer: count === 0 ? null : list.footer(skip + 1, next, count),
  });
}

function row(asking: Asking, alert: Alert, tenants: readonly StoredTenant[]): Row {
  const { severities, statuses, list, overdue, unknownTenant } = asking.words.alerts;
  const tenant = tenants.find(({ id }) => id === alert.tenantId)?.name ?? unknownTenant;
  const late = alert.overdue && alert.firstAnsweredAt === null;
  const state = [statuses[alert.status], ...(late ? [overdue] : [])];
  const mark = alert.origin === 'drill' ? list.drill : alert.content.isTest ? list.test : null;
  const kind = [...(mark ? [mark] : []), severities[alert.content.severity]].join(' · ');
  return {
    title: `${alert.number} · ${kind} · ${fitted(alert.content.displayName, nameRoom)}`,
    detail: [`${[...state, tenant].join(' · ')} · `, said(voiceOfAsker(asking), detectedAt(alert))],
    button: button('press', 'alerts.show', list.show, alert.id),
  };
}
