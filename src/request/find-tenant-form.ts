/** A tenant among more than a card has room for: searched by typing, and then what was asked is done with it. */

import type { World } from '../ports/world.ts';
import type { Form } from '../view/view.ts';
import { tenantById, tenantPlace, tenantsByName } from './choose-tenant.ts';
import type { PressHandler, Request, SubmitHandler } from './request.ts';

/** Opens the search. The value is the button to press for the tenant that is found, and that button's value. */
export const pressFindTenant: PressHandler = async (request, value, world) => ({
  kind: 'form',
  form: await findForm(request, value, {}, world),
});

/** Most that a menu holds where nothing can be searched. */
const mostFew = 100;

async function findForm({ words }: Request, state: string, problems: Form['problems'], world: World): Promise<Form> {
  const few = (await tenantsByName(world)).slice(0, mostFew).map(({ id, name }) => ({ value: id, label: name }));
  const { tenants, contactForm } = words;
  const field = { kind: 'search', name: 'tenant', label: tenants.title, hint: tenants.searchHint, few } as const;
  return {
    ...{ id: 'tenants.find', title: tenants.searched, intro: [] },
    fields: [{ ...field, required: true, value: null }],
    ...{ problems, notice: null, submit: tenants.choose, cancel: contactForm.cancel, state },
  };
}

/** Presses the button that the form's state names, for the tenant that was found. */
export function submitFindTenant(pressOf: (id: string) => PressHandler): SubmitHandler {
  return async (request, { state, values }, world) => {
    const tenant = await tenantById(String(values.tenant ?? ''), world);
    if (!tenant) {
      const problems = { tenant: request.words.contactForm.problems.choose };
      return { kind: 'form', form: await findForm(request, state, problems, world) };
    }
    const [id = '', ...rest] = state.split(' ');
    const reply = await pressOf(id)(request, rest.join(' ').replace(tenantPlace, tenant.id), world);
    return reply.kind === 'card' ? { ...reply, instead: true } : reply;
  };
}
