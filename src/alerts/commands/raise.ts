import { alertLimits, Severity } from '../../domain/alert/alert.ts';
import { routeOf } from '../../domain/delivery/routing.ts';
import { nameIn } from '../../domain/tenant/find-tenant.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { portal } from '../../domain/tenant/partner-tenant.ts';
import { cleanedLine } from '../../domain/text/clean-text.ts';
import { shortId } from '../../domain/text/short-id.ts';
import { fold } from '../../domain/text/words.ts';
import type { World } from '../../ports/world.ts';
import { refusal, refusalUnlessResponder } from '../../request/authorize.ts';
import { tenantById, tenantsByName, withTenant } from '../../request/choose-tenant.ts';
import { line as entered, pasted } from '../../request/form-input.ts';
import { onlyProblems, type Problems, textProblem } from '../../request/form-problems.ts';
import type { Reply } from '../../request/interaction.ts';
import type { CommandHandler, PressHandler, Request, SubmitHandler } from '../../request/request.ts';
import { button } from '../../view/build-card.ts';
import { choice, choices, line } from '../../view/build-fields.ts';
import type { Form } from '../../view/view.ts';
import { startAlert } from '../change/accept.ts';
import { startedReply } from './drill.ts';

const descriptionLength = 2_000;

/** The most characters of a title in a button's value, which takes 500: a tenant's id, a space, and the title. */
const maxCarried = 450;

/** `raise`, `raise Contoso`, `raise Microsoft phoned about a subscription`: words that are no tenant's name are the title. */
export const raiseAlert: CommandHandler = async (request, rest, world) => {
  const { title, tenant } = titleAndTenant(rest.trim(), await tenantsByName(world));
  const carried = cleanedLine(cleanedLine(title).slice(0, maxCarried));
  const valueFor = ({ id }: { id: string }) => `${id} ${carried}`;
  const choose = { kind: 'form', id: 'alerts.raise', valueFor } as const;
  return withTenant(request, tenant, choose, world, (one) => open(request, one, title, world));
};

/** Returns the title and the tenant that words stand for. A tenant's name or id alone is no title; a name that begins the words is part of it. */
function titleAndTenant(text: string, tenants: readonly StoredTenant[]): { title: string; tenant: string } {
  const [whole, bare] = [fold(text), nameIn(text)];
  const named = tenants.find(({ id, name }) => id === whole || fold(name) === whole || fold(name) === bare);
  if (named) return { title: '', tenant: named.id };
  const begins = tenants.find(
    ({ name }) => whole.startsWith(fold(name)) && !/^[\p{L}\p{N}]/u.test(whole.slice(fold(name).length)),
  );
  return { title: text, tenant: begins?.id ?? '' };
}

/** Opens the form that raises an alert. The button's value is the tenant's id, and behind it the title. */
export const pressRaise: PressHandler = async (request, value, world) => {
  const [id = '', ...title] = value.split(' ');
  const tenant = id === '' ? null : await tenantById(id, world);
  return tenant ? open(request, tenant, title.join(' '), world) : raiseAlert(request, '', world);
};

async function open(request: Request, tenant: StoredTenant, title: string, world: World): Promise<Reply> {
  const refused = await refusalUnlessResponder(request, tenant, world);
  const typed = { ...titled(title), severity: 'high' };
  return refused ?? raiseForm(request, tenant, typed, {}, world);
}

const ellipsis = ' …';

/** Returns the words as the title. Words that are too long become its beginning, and the whole description. */
function titled(words: string): Pick<RaiseInput, 'displayName' | 'description'> {
  const text = cleanedLine(words);
  if (text.length <= alertLimits.displayName) return { displayName: text, description: '' };
  const beginning = cleanedLine(text.slice(0, alertLimits.displayName - ellipsis.length));
  return { displayName: `${beginning}${ellipsis}`, description: text };
}

/** Raises the alert that was entered in the form, or returns the form with what is wrong. */
export const saveRaise: SubmitHandler = async (request, form, world) => {
  const tenant = await tenantById(form.state, world);
  if (!tenant) return refusal(request.words, [request.words.tenants.gone]);
  const refused = await refusalUnlessResponder(request, tenant, world);
  if (refused) return refused;
  const { displayName, severity, description } = form.values;
  const typed = { displayName: entered(displayName), severity: entered(severity), description: pasted(description) };
  const level = Severity.safeParse(typed.severity);
  const problems = onlyProblems({
    displayName: textProblem(typed.displayName, alertLimits.displayName, true, request.words),
    severity: level.success ? null : request.words.contactForm.problems.choose,
    description: textProblem(typed.description, descriptionLength, false, request.words),
  });
  if (!level.success || Object.keys(problems).length > 0) return raiseForm(request, tenant, typed, problems, world);
  const { actor, words } = request;
  const key = request.key ?? `${actor.id} ${world.clock.now()} ${world.ids.reference()}`;
  const raised = { ...typed, id: `raised-${shortId(key)}`, tenant, severity: level.data, isTest: false };
  const origin = { kind: 'raised', source: 'person', by: actor.id, byName: actor.name } as const;
  const link = button('link', 'alerts.portal', words.alerts.buttons.open, portal.securityAlerts);
  return startedReply(request, await startAlert(raised, origin, world), words.alerts.raise, [link]);
};

interface RaiseInput {
  displayName: string;
  severity: string;
  description: string;
}

/** Returns the form that raises an alert of a tenant, with what was typed and what is wrong with it. */
function raiseForm(request: Request, tenant: StoredTenant, typed: RaiseInput, problems: Problems, world: World): Reply {
  const { raise: say, drill, severities } = request.words.alerts;
  const { routed } = routeOf({ alertType: null, severity: 'high' }, tenant, world.clock.now(), world.settings);
  const description = { hint: say.descriptionHint, maxLength: descriptionLength, multiline: true };
  const form: Form = {
    id: 'alerts.raise',
    title: say.title,
    intro: [tenant.name, say.intro, routed === 'admins' ? drill.alone : say.goes],
    fields: [
      line('displayName', say.displayName, typed.displayName, { required: true, maxLength: alertLimits.displayName }),
      choice('severity', say.severity, typed.severity, choices(severities), null),
      line('description', say.description, typed.description, description),
    ],
    problems,
    notice: Object.keys(problems).length > 0 ? request.words.contactForm.invalid : null,
    submit: say.submit,
    cancel: say.cancel,
    state: tenant.id,
  };
  return { kind: 'form', form };
}
