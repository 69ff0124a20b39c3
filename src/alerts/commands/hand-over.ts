import { holderOf } from '../../domain/alert/holding.ts';
import { Identity, identityOf, platformOf } from '../../domain/tenant/identity.ts';
import { fold, shortName } from '../../domain/text/words.ts';
import { ifChatError } from '../../ports/chat.ts';
import type { World } from '../../ports/world.ts';
import { mayAnswer } from '../../request/authorize.ts';
import { list, onlyProblems } from '../../request/form-input.ts';
import { personsIn } from '../../request/intent/slots.ts';
import type { PressHandler, Reply, Request, SubmitHandler } from '../../request/interaction.ts';
import { namesOf } from '../../request/viewer-locale.ts';
import { type FieldOf, truncate } from '../../view/view.ts';
import { answerAlert } from './acknowledge.ts';
import { type FoundAlert, formHead, formReply, withAlertOfForm, withAnswerable } from './find-alert.ts';

/**
 * Opens the form that hands an alert over. The button's value is the alert's id, or our number with the name that a sentence has: `17 ?Sam`.
 */
export const pressGive: PressHandler = (request, value, world) => {
  const [alertId = '', name = ''] = value.split(' ?');
  return withAnswerable(request, alertId, world, async (found) => {
    const [to, ...others] = name === '' ? [] : await peopleNamed(name, found, world);
    if (to && others.length === 0) return giveForm(request, found, [{ id: to, name: await nameOf(to, world) }], null);
    return giveForm(request, found, [], unclear(request, name, to !== undefined));
  });
};

/** Hands the alert over to the person who was chosen in the form, or returns the form with what is wrong. */
export const saveGive: SubmitHandler = (request, { state, values }, world) =>
  withAlertOfForm(request, state, world, (found) => {
    const say = request.messages.alerts.give;
    const ids = (list(values.to) ?? []).flatMap((text) => identityOf(text, request.actor.id) ?? []);
    const [to] = ids;
    if (!to || ids.length > 1) return giveForm(request, found, [], to ? say.one : say.nobody);
    return giveTo(request, found, to, world);
  });

/**
 * `give 17 @Bea`: hands the alert over to the person whom the words mention or name. Opens the form where they name nobody or several, and
 * says so.
 */
export async function giveTyped(request: Request, found: FoundAlert, typed: string, world: World): Promise<Reply> {
  const [to, ...others] = request.mentions.length > 0 ? request.mentions : await peopleNamed(typed, found, world);
  if (to && others.length === 0) return giveTo(request, found, to, world);
  return giveForm(request, found, [], unclear(request, nameIn(typed), to !== undefined));
}

/** Returns what the form says of a name that several people have, or nobody; null for no name. */
function unclear({ messages }: Request, name: string, isSeveral: boolean): string | null {
  const { several, unknown } = messages.alerts.give;
  return name === '' ? null : (isSeveral ? several : unknown)(truncate(name, 60));
}

/** Returns the name behind the number: «Bea» of «@Bea» and of «to Bea». */
function nameIn(typed: string): string {
  const [named = typed.trim()] = personsIn(`. ${typed.trim()}`);
  return named.replace(/^@/, '');
}

/** The most people of one name of whom the bot looks whether they may answer the alert. */
const looked = 10;

/** Returns the people of that name, or first name, who may answer the alert. */
async function peopleNamed(typed: string, { tenant, former }: FoundAlert, world: World): Promise<Identity[]> {
  const known = Identity.safeParse(typed.trim());
  if (known.success) return [known.data];
  const name = fold(nameIn(typed));
  if (name === '') return [];
  const people = await world.store.read((reader) => reader.list('people'));
  const whole = people.filter((person) => fold(person.name) === name);
  const first = people.filter((person) => fold(person.name).startsWith(`${name} `));
  const found: Identity[] = [];
  for (const { id } of (whole.length > 0 ? whole : first).slice(0, looked))
    if ((await mayAnswer(id, [tenant, ...former], world)) === 'yes') found.push(id);
  return found;
}

/** Hands the alert over, or returns the form with why that person cannot have it. */
async function giveTo(request: Request, found: FoundAlert, to: Identity, world: World): Promise<Reply> {
  const { alert, tenant, former } = found;
  const say = request.messages.alerts.give;
  const name = await nameOf(to, world);
  if (holderOf(alert)?.by === to) return giveForm(request, found, [{ id: to, name }], say.yourself);
  const may = await mayAnswer(to, [tenant, ...former], world);
  if (may !== 'yes')
    return giveForm(request, found, [{ id: to, name }], (may === 'no' ? say.mayNot : say.unsure)(name));
  return answerAlert(request, found, { kind: 'give', to, toName: name }, world);
}

/** Returns a person's name as their platform has it, or as the bot knows it. */
async function nameOf(id: Identity, { chats, store }: World): Promise<string> {
  const person = await chats[platformOf(id)]?.person(id, false).catch(ifChatError(() => null));
  if (person?.kind === 'member') return shortName(person.name);
  return (await store.read((reader) => namesOf(reader, [id], []))).person(id).name;
}

function giveForm(request: Request, found: FoundAlert, to: FieldOf<'people'>['value'], problem: string | null): Reply {
  const { give: say, form } = request.messages.alerts;
  const said = { name: 'to', label: say.to, hint: say.hint };
  const field = { kind: 'people', ...said, required: true, max: 1, value: to } as const;
  const shown = {
    ...{ id: 'alerts.giveTo', title: say.title, ...formHead(request, found), submit: say.submit, cancel: form.cancel },
    fields: [field],
  };
  return formReply(request, shown, onlyProblems({ to: problem }));
}
