import { z } from 'zod';
import type { Asking, SubmitHandler } from '../asking.ts';
import { button, card } from '../card.ts';
import { channelProblem, checkChannels } from '../channel-check.ts';
import { type Channel, sameChannel } from '../domain/identity.ts';
import type { Organisation, StoredTenant } from '../domain/partner-tenant.ts';
import type { Reply } from '../interaction.ts';
import { namesOf } from '../names.ts';
import type { World } from '../ports.ts';
import { refusal, refusalUnlessAdmin } from '../rights.ts';
import { changeFacts } from './change-text.ts';
import { only } from './problems.ts';
import { type RecordedSetup, recordSetup } from './record-setup.ts';
import { organisationIn, setupReply } from './setup.ts';
import { checkTypedTenant, type TypedTenant, typedTenantIn } from './typed-tenant.ts';

const State = z.object({ tenant: z.string().nullable() });

/** Saves the set-up form: the tenant and the organisation's channels, in one change. */
export const saveSetup: SubmitHandler = async (asking, form, world) => {
  const state = stateOf(form.state);
  if (!state) return refusal(asking.words, [asking.words.contactForm.stale]);
  const [before, organisation] = await world.store.read(async (reader) => [
    state.tenant === null ? null : await reader.get('tenants', state.tenant),
    await organisationIn(reader),
  ]);
  const typed = typedTenantIn(form.values, before, organisation, asking.actor.id);
  const [refused, channels] = await Promise.all([
    refusalUnlessAdmin(asking, world),
    addedProblems(asking, typed, before, organisation, world),
  ]);
  if (refused) return refused;
  const { problems: wrong, declared } = checkTypedTenant(typed, before, asking.actor.id, asking.words);
  const problems = only({ ...channels, ...wrong });
  const again = (more: Record<string, string>) =>
    setupReply(asking, { tenant: before, organisation, typed, problems: { ...problems, ...more } }, world);
  if (!declared || Object.keys(problems).length > 0) return again({});
  const recorded = await recordSetup(asking, { declared, isNew: state.tenant === null, typed }, world);
  if (recorded.kind !== 'saved') return again({ [recorded.field]: asking.words.setup.problems[recorded.kind] });
  return saved(asking, recorded, world);
};

function stateOf(text: string): z.infer<typeof State> | null {
  try {
    return State.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

async function addedProblems(
  asking: Asking,
  typed: TypedTenant,
  before: StoredTenant | null,
  organisation: Organisation,
  world: World,
) {
  const problem = async (chosen: readonly Channel[], known: readonly (Channel | null)[]) => {
    const added = chosen.filter((channel) => !known.some((old) => old && sameChannel(old, channel)));
    const checked = await checkChannels(added.slice(0, 10), world);
    return checked.map((one) => channelProblem(one, asking.words)).find((say) => say !== null) ?? null;
  };
  const [fraudChannels, adminChannel, expertsChannel] = await Promise.all([
    problem(typed.fraudChannels, before?.fraudChannels ?? []),
    problem(typed.adminChannel, [organisation.adminChannel]),
    problem(typed.expertsChannel, [organisation.expertsChannel]),
  ]);
  return { fraudChannels, adminChannel, expertsChannel };
}

async function saved(
  asking: Asking,
  { tenant, changes }: Extract<RecordedSetup, { kind: 'saved' }>,
  world: World,
): Promise<Reply> {
  const { words } = asking;
  const { buttons } = words.securityContact;
  const organisation = await world.store.read(organisationIn);
  const channels = [...tenant.fraudChannels, organisation.adminChannel, organisation.expertsChannel];
  const names = await world.store.read((reader) =>
    namesOf(
      reader,
      [tenant.manager],
      channels.flatMap((one) => one ?? []),
    ),
  );
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
    facts: changeFacts(changes, words, names),
    buttons: [main],
  });
  return { kind: 'card', instead: true, card: done };
}
