import { z } from 'zod';
import type { Asking, SubmitHandler } from '../asking.ts';
import { button, card } from '../card.ts';
import type { Reply } from '../interaction.ts';
import type { World } from '../ports.ts';
import { only } from '../problems.ts';
import { outdated, refusalUnlessAdmin } from '../rights.ts';
import { voiceOfAsker } from '../voice.ts';
import { addedChannels } from './added-channels.ts';
import { changeFacts } from './change-text.ts';
import { strangerProblem } from './chosen-contact.ts';
import { doer } from './doer.ts';
import { type Missed, newestEntry } from './missed-setup.ts';
import { namesInChanges } from './names-in-changes.ts';
import { type RecordedSetup, recordSetup } from './record-setup.ts';
import { organisationIn, setupReply } from './setup.ts';
import { checkTypedTenant, type TypedTenant, typedTenantIn } from './typed-tenant.ts';

const State = z.object({ tenant: z.string().nullable(), since: z.number() });

/** Saves the set-up form: the tenant and the organisation's channels, in one change. */
export const saveSetup: SubmitHandler = async (asking, form, world) => {
  const state = stateOf(form.state);
  if (!state) return outdated(asking.words, asking.words.contactForm.stale);
  const refused = await refusalUnlessAdmin(asking, world);
  if (refused) return refused;
  const { before, organisation } = await recordedIn(state.tenant, world);
  const typed = typedTenantIn(form.values, before, organisation, asking.actor.id);
  const [added, manager] = await Promise.all([
    addedChannels(asking, { typed, before, organisation }, world),
    strangerProblem(
      asking,
      typed.manager.filter((id) => id !== before?.manager),
      world,
    ),
  ]);
  const { problems: wrong, declared } = checkTypedTenant(typed, before, asking.actor.id, asking.words);
  const problems = only({ manager, ...added.problems, ...wrong });
  const { since } = state;
  const again = (more: Record<string, string>) =>
    setupReply(asking, { tenant: before, organisation, typed, since, problems: { ...problems, ...more } }, world);
  if (!declared || Object.keys(problems).length > 0) return again({});
  const unjoined = only(await added.join());
  if (Object.keys(unjoined).length > 0) return again(unjoined);
  const what = { declared, isNew: state.tenant === null, since, typed, checked: added.checked };
  const recorded = await recordSetup(asking, what, world);
  if (recorded.kind === 'outdated') return outdated(asking.words, asking.words.contactForm.stale);
  if (recorded.kind === 'conflict') return conflict(asking, { typed, id: declared.id, missed: recorded.missed }, world);
  if (recorded.kind !== 'saved') return again({ [recorded.field]: asking.words.setup.problems[recorded.kind] });
  world.wake(recorded.queues);
  return saved(asking, recorded, world);
};

function stateOf(text: string): z.infer<typeof State> | null {
  try {
    return State.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function recordedIn(tenant: string | null, { store }: World) {
  return store.read(async (reader) => ({
    before: tenant === null ? null : await reader.get('tenants', tenant),
    organisation: await organisationIn(reader),
    since: await newestEntry(reader),
  }));
}

/** The form once more, with what was typed, and what somebody else changed meanwhile. */
async function conflict(
  asking: Asking,
  { typed, id, missed }: { typed: TypedTenant; id: string; missed: Missed },
  world: World,
): Promise<Reply> {
  const { before, ...now } = await recordedIn(id, world);
  const labels: Readonly<Record<string, string>> = asking.words.setup.fields;
  const fields = missed.fields.map((field) => labels[field] ?? field).join(', ');
  const notice = asking.words.setup.conflict([doer(missed.last, asking.words)], fields);
  return setupReply(asking, { ...now, tenant: before, typed, problems: {}, notice }, world);
}

async function saved(
  asking: Asking,
  { tenant, changes }: Extract<RecordedSetup, { kind: 'saved' }>,
  world: World,
): Promise<Reply> {
  const { words } = asking;
  const { buttons } = words.securityContact;
  const names = await world.store.read((reader) => namesInChanges(reader, changes));
  const main = tenant.contact
    ? button('press', 'contact.show', buttons.show, tenant.id, { style: 'primary' })
    : button('form', 'contact.update', buttons.add, tenant.id, { style: 'primary' });
  const done = card(words.setup.saved.title, words.setup.saved.summary(tenant.name), {
    tone: 'good',
    text: [
      words.setup.saved.summary(tenant.name),
      ...(changes.length === 0 ? [words.contactForm.saved.unchanged] : []),
      ...(tenant.contact ? [] : [words.setup.saved.next]),
    ],
    facts: changeFacts(changes, voiceOfAsker(asking), names),
    buttons: [main],
  });
  return { kind: 'card', instead: true, card: done };
}
