import { z } from 'zod';
import type { HistoryEntry } from '../../domain/history.ts';
import { checkAdded } from '../../findings/check-channels.ts';
import type { World } from '../../ports/world.ts';
import { outdated, refusalUnlessAdmin } from '../../request/authorize.ts';
import { stateIn } from '../../request/form-input.ts';
import { allOf } from '../../request/form-problems.ts';
import type { Reply } from '../../request/interaction.ts';
import { askerLocale } from '../../request/reader-locale.ts';
import type { Request, SubmitHandler } from '../../request/request.ts';
import { button, card } from '../../view/build-card.ts';
import { peopleProblem } from '../contact/check-people.ts';
import { Marks, mergeInput } from '../form-marks.ts';
import { changeFacts } from '../history/change-facts.ts';
import { doer, namesInChanges } from '../history/names-in-history.ts';
import { organisationIn } from '../record-changes.ts';
import { newestEntry } from './concurrent-changes.ts';
import { type RecordedSetup, recordSetup } from './record-setup.ts';
import { setupReply } from './setup.ts';
import { checkTenant, type TenantInput, tenantInputFrom, tenantInputIn, tenantMarks } from './tenant-input.ts';

const State = z.object({ tenant: z.string().nullable(), since: z.number(), marks: Marks });

/** Saves the set-up form: the tenant and the organisation's channels, in one change. */
export const saveSetup: SubmitHandler = async (request, form, world) => {
  const state = stateIn(State, form.state);
  if (!state) return outdated(request.words, request.words.contactForm.stale);
  const refused = await refusalUnlessAdmin(request, world);
  if (refused) return refused;
  const { since } = state;
  const { before, organisation } = await recordedIn(state.tenant, world);
  const now = tenantInputFrom(before, organisation, request.platform);
  const given = tenantInputIn(form.values, now, request.actor.id);
  const { input, marks, clashes } = mergeInput(given, now, state.marks, tenantMarks);
  const channels = {
    fraudChannels: { chosen: input.fraudChannels, known: before?.fraudChannels ?? [] },
    adminChannel: { chosen: input.adminChannel, known: [organisation.adminChannel] },
    expertsChannel: { chosen: input.expertsChannel, known: [organisation.expertsChannel] },
  };
  const newManager = input.manager.filter((id) => id !== before?.manager);
  const [added, manager] = await Promise.all([
    checkAdded(channels, input.allowPublic, request, world),
    peopleProblem(request, newManager, world),
  ]);
  const { problems: wrong, declared } = checkTenant(input, before, request.actor.id, request.words);
  const problems = allOf(wrong, added.problems, { manager });
  const again = (more: Record<string, string>) => {
    const all = { ...problems, ...more };
    return setupReply(request, { tenant: before, organisation, input, opened: { since, marks }, problems: all }, world);
  };
  if (!declared || Object.keys(problems).length > 0) return again({});
  const unjoined = await added.join();
  if (Object.keys(unjoined).length > 0) return again(unjoined);
  const what = { seen: { before, organisation }, declared, input, since, clashes, checked: added.checked };
  const recorded = await recordSetup(request, what, world);
  if (recorded.kind === 'overtaken') return saveSetup(request, form, world);
  if (recorded.kind === 'conflict')
    return conflict(request, { input, id: declared.id, clashes, last: recorded.last }, world);
  if (recorded.kind !== 'saved') return again({ [recorded.field]: request.words.setup.problems[recorded.kind] });
  return saved(request, recorded, world);
};

function recordedIn(tenant: string | null, { store }: World) {
  return store.read(async (reader) => ({
    before: tenant === null ? null : await reader.get('tenants', tenant),
    organisation: await organisationIn(reader),
    since: await newestEntry(reader),
  }));
}

/** The form once more, with what was input: whoever saves it again has seen what somebody else set meanwhile. */
async function conflict(
  request: Request,
  what: { input: TenantInput; id: string; clashes: readonly string[]; last: HistoryEntry | null },
  world: World,
): Promise<Reply> {
  const { input, clashes, last } = what;
  const { before, organisation, since } = await recordedIn(what.id, world);
  const marks = tenantMarks(tenantInputFrom(before, organisation, request.platform));
  const labels: Readonly<Record<string, string>> = request.words.setup.fields;
  const fields = clashes.map((field) => labels[field] ?? field).join(', ');
  const notice = request.words.setup.conflict([last ? doer(last, request.words) : ''], fields);
  return setupReply(
    request,
    { tenant: before, organisation, input, opened: { since, marks }, problems: {}, notice },
    world,
  );
}

async function saved(
  request: Request,
  { tenant, changes }: Extract<RecordedSetup, { kind: 'saved' }>,
  world: World,
): Promise<Reply> {
  const { words } = request;
  const { buttons } = words.securityContact;
  const names = await world.store.read((reader) => namesInChanges(reader, changes));
  const main = tenant.contact
    ? button('press', 'contact.show', buttons.show, tenant.id, { style: 'primary' })
    : button('form', 'contact.update', buttons.add, tenant.id, { style: 'primary' });
  const done = card(words.setup.saved.title, words.setup.saved.summary(tenant.name), {
    tone: 'good',
    text: [
      ...(changes.length === 0 ? [words.contactForm.saved.unchanged] : []),
      tenant.contact ? tenant.name : words.setup.saved.next,
    ],
    facts: changeFacts(changes, askerLocale(request), names),
    buttons: [main],
  });
  return { kind: 'card', instead: true, card: done };
}
