import { adminPlaces } from '../../delivery/admin-destinations.ts';
import { type AlertIn, alertId, alertLimits, Severity } from '../../domain/alert/alert.ts';
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
import { only, type Problems, text } from '../../request/form-problems.ts';
import type { Reply } from '../../request/interaction.ts';
import type { CommandHandler, PressHandler, Request, SubmitHandler } from '../../request/request.ts';
import { button, card } from '../../view/build-card.ts';
import { choice, choices, line } from '../../view/build-fields.ts';
import type { Form } from '../../view/view.ts';
import { acceptStarted, type Origin } from '../change/accept.ts';

const descriptionLength = 2_000;

/** A button's value takes 500 characters: a tenant's id, a space, and these. */
const longestCarried = 450;

/** `raise`, `raise Contoso`, `raise Microsoft phoned about a subscription`: what is no tenant's name is the title. */
export const raiseAlert: CommandHandler = async (request, rest, world) => {
  const { title, tenant } = meantBy(rest.trim(), await tenantsByName(world));
  const carried = cleanedLine(cleanedLine(title).slice(0, longestCarried));
  const choose = {
    kind: 'form',
    id: 'alerts.raise',
    valueFor: ({ id }: { id: string }) => `${id} ${carried}`,
  } as const;
  return withTenant(request, tenant, choose, world, (one) => open(request, one, title, world));
};

/** The tenant of that name or id alone is a tenant; one whose name begins the words is meant, and the words are the title all the same. */
function meantBy(text: string, tenants: readonly StoredTenant[]): { title: string; tenant: string } {
  const [whole, bare] = [fold(text), nameIn(text)];
  const named = tenants.find(({ id, name }) => id === whole || fold(name) === whole || fold(name) === bare);
  if (named) return { title: '', tenant: named.id };
  const begins = tenants.find(
    ({ name }) => whole.startsWith(fold(name)) && !/^[\p{L}\p{N}]/u.test(whole.slice(fold(name).length)),
  );
  return { title: text, tenant: begins?.id ?? '' };
}

/** The value is the tenant's id, and behind it what becomes the title. */
export const pressRaise: PressHandler = async (request, value, world) => {
  const [id = '', ...title] = value.split(' ');
  const tenant = id === '' ? null : await tenantById(id, world);
  return tenant ? open(request, tenant, title.join(' '), world) : raiseAlert(request, '', world);
};

async function open(request: Request, tenant: StoredTenant, title: string, world: World): Promise<Reply> {
  const refused = await refusalUnlessResponder(request, tenant, world);
  const typed = { ...titled(title), severity: 'high' };
  return refused ?? { kind: 'form', form: raiseForm(request, tenant, typed, {}, world) };
}

const ellipsis = ' …';

/** Words too long for a title are its beginning, and whole in the description. */
function titled(words: string): Pick<Typed, 'displayName' | 'description'> {
  const text = cleanedLine(words);
  if (text.length <= alertLimits.displayName) return { displayName: text, description: '' };
  const beginning = cleanedLine(text.slice(0, alertLimits.displayName - ellipsis.length));
  return { displayName: `${beginning}${ellipsis}`, description: text };
}

export const saveRaise: SubmitHandler = async (request, form, world) => {
  const tenant = await tenantById(form.state, world);
  if (!tenant) return refusal(request.words, [request.words.tenants.gone]);
  const refused = await refusalUnlessResponder(request, tenant, world);
  if (refused) return refused;
  const { displayName, severity, description } = form.values;
  const typed = { displayName: entered(displayName), severity: entered(severity), description: pasted(description) };
  const level = Severity.safeParse(typed.severity);
  const problems = only({
    displayName: text(typed.displayName, alertLimits.displayName, true, request.words),
    severity: level.success ? null : request.words.contactForm.problems.choose,
    description: text(typed.description, descriptionLength, false, request.words),
  });
  if (!level.success || Object.keys(problems).length > 0)
    return { kind: 'form', form: raiseForm(request, tenant, typed, problems, world) };
  return raise(request, { ...typed, severity: level.data, tenant }, world);
};

async function raise(
  request: Request,
  what: { displayName: string; description: string; severity: Severity; tenant: StoredTenant },
  world: World,
): Promise<Reply> {
  const { raise: say } = request.words.alerts;
  const key = request.key ?? `${request.actor.id} ${world.clock.now()} ${world.ids.reference()}`;
  const id = `raised-${shortId(key)}`;
  const origin: Origin = { kind: 'raised', source: 'person', by: request.actor.id, byName: request.actor.name };
  const content = raised(id, what, world.clock.now());
  const taken = await acceptStarted({ content, origin }, await adminPlaces(world), world);
  if (!taken) return refusal(request.words, [say.tooMany]);
  world.wake(taken.queues);
  const alert = await world.store.read((reader) => reader.get('alerts', alertId('person', id)));
  const alone = alert?.routed === 'admins';
  const done = (alone ? say.doneAlone : say.done)(alert?.number ?? 0);
  const { story, open: partnerCenter } = request.words.alerts.buttons;
  const buttons = [
    ...(alert ? [button('press', 'alerts.show', story, alert.id)] : []),
    button('link', 'alerts.portal', partnerCenter, portal.securityAlerts),
  ];
  return {
    kind: 'card',
    instead: true,
    card: card(say.doneTitle, done, { tone: alone ? 'warning' : 'good', text: [done], buttons }),
  };
}

function raised(
  id: string,
  what: { displayName: string; description: string; severity: Severity; tenant: StoredTenant },
  now: string,
): AlertIn {
  return {
    id,
    source: 'person',
    partnerTenantId: what.tenant.id,
    displayName: what.displayName,
    description: what.description,
    severity: what.severity,
    alertType: null,
    confidenceLevel: null,
    customerTenantId: null,
    subscriptionId: null,
    detectedDateTime: now,
    affectedResources: [],
    isTest: false,
  };
}

interface Typed {
  displayName: string;
  severity: string;
  description: string;
}

function raiseForm({ words }: Request, tenant: StoredTenant, typed: Typed, problems: Problems, world: World): Form {
  const { raise: say, drill, severities } = words.alerts;
  const { routed } = routeOf({ alertType: null, severity: 'high' }, tenant, world.clock.now(), world.settings);
  return {
    id: 'alerts.raise',
    title: say.title,
    intro: [tenant.name, say.intro, routed === 'admins' ? drill.alone : say.goes],
    fields: [
      line('displayName', say.displayName, typed.displayName, { required: true, maxLength: alertLimits.displayName }),
      choice('severity', say.severity, typed.severity, choices(severities), null),
      line('description', say.description, typed.description, {
        hint: say.descriptionHint,
        maxLength: descriptionLength,
        multiline: true,
      }),
    ],
    problems,
    notice: Object.keys(problems).length > 0 ? words.contactForm.invalid : null,
    submit: say.submit,
    cancel: say.cancel,
    state: tenant.id,
  };
}
