/** The search for one of more tenants than a card lists: people type a part of its name, and then its button is pressed. */
import type { World } from '../ports/world.ts';
import { type Form, withChosen } from '../view/view.ts';
import { tenantById } from './choose-tenant.ts';
import type { PressHandler, Request, SubmitHandler } from './interaction.ts';
import { tenantChoices } from './search.ts';

/**
 * Opens the form that searches a tenant. The value is the id of the button to press for the tenant that is found, and that button's value.
 */
export const pressFindTenant: PressHandler = async (request, value, world) => ({
  kind: 'form',
  form: await findForm(request, value, {}, world),
});

/** The most tenants in the menu of a platform that cannot search. */
const maxChoices = 100;

async function findForm({ messages }: Request, state: string, problems: Form['problems'], world: World): Promise<Form> {
  const few = await tenantChoices(messages, '', maxChoices, world);
  const { tenants, contactForm } = messages;
  const say = { title: tenants.searched, submit: tenants.choose, cancel: contactForm.cancel };
  const field = { kind: 'search', name: 'tenant', label: tenants.title, hint: tenants.searchHint, few } as const;
  const fields = [{ ...field, required: true, value: null }];
  return { id: 'tenants.find', ...say, intro: [], fields, problems, notice: null, state };
}

/** Presses the button that the form's state names, for the tenant that was found. */
export function submitFindTenant(pressOf: (id: string) => PressHandler): SubmitHandler {
  return async (request, { state, values }, world) => {
    const tenant = await tenantById(String(values.tenant ?? ''), world);
    if (!tenant) {
      const problems = { tenant: request.messages.contactForm.problems.choose };
      return { kind: 'form', form: await findForm(request, state, problems, world) };
    }
    const [id = '', ...rest] = state.split(' ');
    const reply = await pressOf(id)(request, withChosen(rest.join(' '), tenant.id), world);
    return reply.kind === 'card' ? { ...reply, instead: true } : reply;
  };
}
