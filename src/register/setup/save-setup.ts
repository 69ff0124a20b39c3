import { z } from 'zod';
import { sentUnnamed, signedRoute } from '../../domain/alert/source.ts';
import type { Channel } from '../../domain/tenant/identity.ts';
import { activeAmong } from '../../domain/tenant/retired.ts';
import { mixesScripts } from '../../domain/text/look-alike.ts';
import type { World } from '../../ports/world.ts';
import { outdated } from '../../request/authorize.ts';
import { stateIn } from '../../request/form-input.ts';
import type { Problems } from '../../request/form-problems.ts';
import type { Reply } from '../../request/interaction.ts';
import { namedFew } from '../../request/names.ts';
import { askerLocale } from '../../request/reader-locale.ts';
import type { Request, SubmitHandler } from '../../request/request.ts';
import { button, card } from '../../view/build-card.ts';
import { checkForm } from '../check-form.ts';
import { Marks, mergeInput } from '../form-marks.ts';
import { changeFacts, conflictNotice, namesInChanges } from '../history/change-facts.ts';
import { recordSetup, type SetupSaveResult } from './record-setup.ts';
import { openSetup, recordedSetup, setupReply } from './setup.ts';
import { checkTenant, tenantInputFrom, tenantInputIn, tenantMarks } from './tenant-input.ts';

const State = z.object({ tenant: z.string().nullable(), since: z.number(), marks: Marks });

/** Saves the set-up form: the tenant and the organisation's channels, in one change. */
export const saveSetup: SubmitHandler = async (request, form, world) => {
  const state = stateIn(State, form.state);
  if (!state) return outdated(request.words, request.words.contactForm.stale);
  const { tenant: before, organisation } = await recordedSetup(state.tenant, world);
  const now = tenantInputFrom(before, organisation, request.platform);
  const given = tenantInputIn(form.values, now, request);
  const { input, marks, clashes } = mergeInput(given, now, state.marks, tenantMarks);
  const { posts } = request.words.setup;
  const field = (name: keyof typeof posts, known: readonly (Channel | null)[]) => ({
    [name]: { chosen: input[name], known, posts: posts[name] },
  });
  const sent = {
    channels: {
      ...field('fraudChannels', before?.fraudChannels ?? []),
      ...field('adminChannel', [organisation.adminChannel]),
      ...field('expertsChannel', [organisation.expertsChannel]),
    },
    allowPublic: input.allowPublic,
    people: [{ field: 'manager', added: input.manager.filter((id) => id !== before?.manager) }],
    found: checkTenant(input, before, request.actor.id, request.words),
  };
  const { problems, declared, checked } = await checkForm(request, sent, world);
  const { since } = state;
  const refuse = (all: Problems) =>
    setupReply(request, { tenant: before, organisation, input, opened: { since, marks }, problems: all }, world);
  if (!declared) return refuse(problems);
  const senders = await unnamedSenders(request, world);
  const asksUnnamed = senders !== '' && !input.allowUnnamed;
  const what = { seen: { before, organisation }, declared, input, since, clashes, checked, asksUnnamed };
  const recorded = await recordSetup(request, what, world);
  if (recorded.kind === 'overtaken') return saveSetup(request, form, world);
  if (recorded.kind === 'conflict') {
    const { conflict, fields: labels } = request.words.setup;
    const notice = conflictNotice(request, conflict, { last: recorded.last, fields: clashes, labels });
    return openSetup(request, declared.id, world, { input, notice });
  }
  if (recorded.kind === 'unnamed') return refuse({ allowUnnamed: request.words.setup.problems.unnamed(senders) });
  if (recorded.kind !== 'saved') return refuse({ [recorded.field]: request.words.setup.problems[recorded.kind] });
  return savedReply(request, recorded, senders, world);
};

/** Names the senders whose alerts name no partner tenant: sources without a tenant in the file, and the signed route after an alert without one. Empty for none. */
async function unnamedSenders({ words }: Request, { store, settings, clock }: World): Promise<string> {
  const signed = await store.read((reader) => reader.get('sources', signedRoute));
  const sources = settings.sources.flatMap(({ name, namesTenant }) => (namesTenant ? [] : [name]));
  const isSigned = signed && sentUnnamed(signed, clock.now());
  return namedFew([...(isSigned ? [words.sources.signed] : []), ...sources], words);
}

async function savedReply(
  request: Request,
  { tenant, changes }: Extract<SetupSaveResult, { kind: 'saved' }>,
  senders: string,
  world: World,
): Promise<Reply> {
  const { words } = request;
  const { buttons } = words.securityContact;
  const { names, tenants } = await world.store.read(async (reader) => ({
    names: await namesInChanges(reader, changes),
    tenants: activeAmong(await reader.list('tenants')).length,
  }));
  const isNew = changes.some(({ field }) => field === 'id');
  const main = tenant.contact
    ? button('press', 'contact.show', buttons.show, tenant.id, { style: 'primary' })
    : button('form', 'contact.update', buttons.add, tenant.id, { style: 'primary' });
  const done = card(words.setup.saved.title, words.setup.saved.summary(tenant.name), {
    tone: 'good',
    text: [
      ...(changes.length === 0 ? [words.contactForm.saved.unchanged] : []),
      tenant.contact ? tenant.name : words.setup.saved.next,
      ...(mixesScripts(tenant.name) ? [words.setup.saved.mixedScripts] : []),
      ...(isNew && senders !== '' && tenants > 1 ? [words.setup.saved.senders(senders)] : []),
    ],
    facts: changeFacts(changes, askerLocale(request), names),
    buttons: [main],
  });
  return { kind: 'card', instead: true, card: done };
}
