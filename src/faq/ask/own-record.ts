import { type OwnRecordId, ownRecord } from '../../domain/faq/own-record.ts';
import { tenantsMentioned } from '../../domain/tenant/find-tenant.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import type { Verb } from '../../messages/verbs.ts';
import type { World } from '../../ports/world.ts';
import { tenantsByName } from '../../request/choose-tenant.ts';
import type { Reply } from '../../request/interaction.ts';
import type { RecordFact } from '../../request/record-fact.ts';
import type { CommandHandler, PressHandler, Request } from '../../request/request.ts';
import { button, card } from '../../view/build-card.ts';
import { plainOf } from '../../view/text.ts';
import type { Button, Row, Text } from '../../view/view.ts';
import { packed, type QuestionRef } from '../cards/question-ref.ts';

/** What answers questions about the own record: a fact for each question, and the handlers of verbs and buttons. */
export interface OwnRecord {
  facts: Readonly<Record<OwnRecordId, RecordFact>>;
  typed(verb: Verb): CommandHandler;
  /** Returns the handler of a button, which refuses people without its right. */
  pressed(button: string): PressHandler;
}

/** The most tenants whose fact one answer tells. With more, the asker chooses one, as after the verb. */
const maxTenants = 5;

/**
 * Answers a question about the own record: by a sentence with the fact, and the button of the verb that shows more. Where the asker may
 * not read it, where it takes a choice of tenant, and where a list of all tenants was asked of one, the verb itself answers,
 * and `told` is false.
 */
export async function answerFromRecord(
  request: Request,
  about: OwnRecordId,
  asked: QuestionRef,
  { facts, typed }: OwnRecord,
  world: World,
): Promise<{ reply: Reply; told: boolean }> {
  const { verb, near } = ownRecord[about];
  request.answered(near);
  const fact = facts[about];
  const all = await tenantsByName(world);
  const named = tenantsMentioned(all, asked.text);
  const [only, ...others] = named.length > 0 ? named : all;
  const byVerb = async (words: string) => ({ reply: await typed(verb)(request, words, world), told: false });
  if (fact.of === 'organisation') {
    if (only && named.length === 1 && all.length > 1) return byVerb(only.name);
    const sentence = await fact.fact(request, world);
    return told(factReply(request, about, sentence, { ...asked, shows: fact.button, value: '' }));
  }
  const tenants = only ? [only, ...others] : [];
  const rows = tenants.length > maxTenants ? [] : await rowsOf(request, about, tenants, fact, world);
  const [first, ...more] = rows;
  if (!first) return byVerb(only && others.length === 0 ? only.id : '');
  if (more.length > 0) return told(rowsReply(request, about, asked, rows));
  const { detail, button } = first;
  return told(factReply(request, about, detail, { ...asked, shows: fact.button, value: button?.value ?? '' }));
}

function told(reply: Reply) {
  return { reply, told: true };
}

/** Returns a row for each tenant whose fact the asker may read. */
async function rowsOf(
  request: Request,
  about: OwnRecordId,
  tenants: readonly StoredTenant[],
  fact: Extract<RecordFact, { of: 'tenant' }>,
  world: World,
): Promise<Row[]> {
  const rows: Row[] = [];
  // One after the other, since a fact may read files.
  for (const tenant of tenants) {
    const detail = await fact.fact(request, tenant, world);
    if (detail) rows.push({ title: tenant.name, detail, button: verbButton(request, about, fact.button, tenant.id) });
  }
  return rows;
}

function verbButton({ words }: Request, about: OwnRecordId, id: string, value: string): Button {
  return button('press', id, words.faq.ownRecord.buttons[ownRecord[about].verb], value);
}

/** Returns the button for somebody who meant something else: it leads to a person, who sees what was answered, and keeps the question as one without an answer. */
function otherButton({ words }: Request, about: OwnRecordId, asked: QuestionRef): Button {
  return button('press', 'faq.none', words.faq.ownRecord.other, packed({ ...asked, entry: about, turn: null }));
}

/** `shows` is the id of the verb's button, and `value` its value. */
interface Shown extends QuestionRef {
  shows: string;
  value: string;
}

function factReply(request: Request, about: OwnRecordId, fact: Text, { shows, value, ...asked }: Shown): Reply {
  const shown = card(request.words.faq.ownRecord.questions[about], plainOf(fact), {
    text: [fact],
    buttons: [{ ...verbButton(request, about, shows, value), style: 'primary' }, otherButton(request, about, asked)],
  });
  return { kind: 'card', instead: false, card: shown };
}

function rowsReply(request: Request, about: OwnRecordId, asked: QuestionRef, rows: readonly Row[]): Reply {
  const { questions, byTenant } = request.words.faq.ownRecord;
  const shown = card(questions[about], byTenant, {
    text: [byTenant],
    rows,
    buttons: [otherButton(request, about, asked)],
  });
  return { kind: 'card', instead: false, card: shown };
}
