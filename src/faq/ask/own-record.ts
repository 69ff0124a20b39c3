/** Answers questions about the organisation's own record: by a sentence with the fact, and the button that shows more. */
import { type OwnRecordId, ownRecord } from '../../domain/faq/entry.ts';
import { tenantsMentioned } from '../../domain/tenant/find-tenant.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Verb } from '../../messages/verbs.ts';
import type { World } from '../../ports/world.ts';
import { tenantsByName } from '../../request/choose-tenant.ts';
import type { CommandHandler, PressHandler, Reply, Request } from '../../request/interaction.ts';
import type { RecordFact, TenantFact } from '../../request/record-fact.ts';
import { type Button, button, card, plainOf, type Row, type Text } from '../../view/view.ts';
import { packed, type QuestionRef } from '../cards/question-ref.ts';

/** What answers questions about the own record: a fact for each question, and the handlers of verbs and buttons. */
export interface OwnRecord {
  facts: Readonly<Record<OwnRecordId, RecordFact>>;
  /** The one among them of the open alerts. */
  alerts: Extract<RecordFact, { of: 'organisation' }>;
  typed(verb: Verb): CommandHandler;
  /** Returns the handler of a button, which refuses people without its right. */
  pressed(button: string): PressHandler;
}

/** A question, and whether it is known for certain that it was meant. */
type KnownQuestion = QuestionRef & { isSure: boolean };

/** The most tenants that one answer about their own record covers. With more, the asker chooses a tenant, as with the command. */
const maxTenants = 5;

/**
 * Answers a question about the own record: by a sentence with the fact, and the button of the verb that shows more. Where the asker may
 * not read it, where it takes a choice of tenant, and where a list of all tenants was asked of one, the verb itself answers,
 * and `hasFact` is false.
 */
export async function fromRecord(
  request: Request,
  about: OwnRecordId,
  asked: KnownQuestion,
  own: OwnRecord,
  world: World,
) {
  const { facts, typed } = own;
  const { verb } = ownRecord[about];
  request.answered(about);
  const fact = facts[about];
  const all = await tenantsByName(world);
  const named = tenantsMentioned(all, asked.text);
  const [only, ...others] = named.length > 0 ? named : all;
  const byVerb = async (words: string) => ({ reply: await typed(verb)(request, words, world), hasFact: false });
  if (fact.of === 'organisation') {
    if (only && named.length === 1 && all.length > 1) return byVerb(only.name);
    const sentence = await fact.fact(request, world);
    return withFact(factReply(request, about, sentence, { ...asked, shows: fact.button, value: '' }));
  }
  const tenants = only ? [only, ...others] : [];
  const rows = tenants.length > maxTenants ? [] : await rowsOf(request, about, tenants, fact, world);
  const [first, ...more] = rows;
  if (!first) return byVerb(only && others.length === 0 ? only.id : '');
  if (more.length > 0) return withFact(rowsReply(request, about, asked, rows));
  const { detail, button } = first;
  const value = button?.value ?? '';
  const further = (only && others.length === 0 && (await fact.buttons?.(request, only, world))) || [];
  return withFact(factReply(request, about, detail, { ...asked, shows: fact.button, value }, further));
}

function withFact(reply: Reply) {
  return { reply, hasFact: true };
}

type Tenants = readonly StoredTenant[];

/** Returns a row for each tenant whose fact the asker may read. */
async function rowsOf(request: Request, about: OwnRecordId, tenants: Tenants, fact: TenantFact, world: World) {
  const rows: Row[] = [];
  // One after the other, since a fact may read files.
  for (const tenant of tenants) {
    const detail = await fact.fact(request, tenant, world);
    if (detail) rows.push({ title: tenant.name, detail, button: verbButton(request, about, fact.button, tenant.id) });
  }
  return rows;
}

function verbButton({ messages }: Request, about: OwnRecordId, id: string, value: string): Button {
  return button('press', id, messages.faq.ownRecord.buttons[ownRecord[about].verb], value);
}

/**
 * Returns the button for somebody who meant something else, where that may be: it leads to a person, who sees what was answered, and keeps
 * the question as one without an answer.
 */
function otherButton({ messages }: Request, about: OwnRecordId, asked: KnownQuestion): Button[] {
  if (asked.isSure) return [];
  return [button('press', 'faq.none', messages.faq.ownRecord.other, packed({ ...asked, entry: about, turn: null }))];
}

/** `shows` is the id of the verb's button, and `value` its value. */
interface Shown extends KnownQuestion {
  shows: string;
  value: string;
}

/** Answers with a fact, the buttons that it comes with, and those of every fact. */
function factReply(
  request: Request,
  about: OwnRecordId,
  fact: Text,
  shown: Shown,
  further: readonly Button[] = [],
): Reply {
  const { shows, value, ...asked } = shown;
  const [main, ...others] = [
    ...further,
    verbButton(request, about, shows, value),
    ...otherButton(request, about, asked),
  ];
  const answer = card(request.messages.faq.ownRecord.questions[about], plainOf(fact), {
    text: [fact],
    buttons: [...(main ? [{ ...main, style: 'primary' as const }] : []), ...others],
  });
  return { kind: 'card', instead: false, card: answer };
}

function rowsReply(request: Request, about: OwnRecordId, asked: KnownQuestion, rows: readonly Row[]): Reply {
  const { questions, byTenant } = request.messages.faq.ownRecord;
  const shown = card(questions[about], byTenant, {
    text: [byTenant],
    rows,
    buttons: otherButton(request, about, asked),
  });
  return { kind: 'card', instead: false, card: shown };
}

/**
 * Returns the fact that answers an offered question, in one sentence; null where it takes a choice of tenant, or the asker may not read it.
 */
export async function offeredFact(request: Request, about: OwnRecordId, text: string, own: OwnRecord, world: World) {
  const fact = own.facts[about];
  const all = await tenantsByName(world);
  const named = tenantsMentioned(all, text);
  const [only, ...others] = named.length > 0 ? named : all;
  if (fact.of === 'organisation') return named.length > 0 && all.length > 1 ? null : fact.fact(request, world);
  return only && others.length === 0 ? fact.fact(request, only, world) : null;
}
