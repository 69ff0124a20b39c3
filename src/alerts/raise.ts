import { adminDestinations } from '../admins.ts';
import type { Asking, CommandHandler, PressHandler, SubmitHandler } from '../asking.ts';
import { button, card } from '../card.ts';
import { type AlertIn, alertId, alertLimits, Severity } from '../domain/alert.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import { portal } from '../domain/portal.ts';
import { line as entered, pasted } from '../entered.ts';
import { choice, choices, line } from '../fields.ts';
import type { Reply } from '../interaction.ts';
import type { World } from '../ports.ts';
import { only, type Problems, text } from '../problems.ts';
import { refusal, refusalUnlessResponder } from '../rights.ts';
import { tenantById, withTenant } from '../tenants.ts';
import type { Form } from '../view.ts';
import { acceptStarted, type Origin } from './accept.ts';

const descriptionLength = 2_000;

export const raiseAlert: CommandHandler = (asking, rest, world) =>
  withTenant(asking, rest, { kind: 'form', id: 'alerts.raise' }, world, (tenant) => open(asking, tenant, world));

export const pressRaise: PressHandler = async (asking, value, world) => {
  const tenant = value === '' ? null : await tenantById(value, world);
  return tenant ? open(asking, tenant, world) : raiseAlert(asking, '', world);
};

async function open(asking: Asking, tenant: StoredTenant, world: World): Promise<Reply> {
  const refused = await refusalUnlessResponder(asking, tenant, world);
  const typed = { displayName: '', severity: 'high', description: '' };
  return refused ?? { kind: 'form', form: raiseForm(asking, tenant, typed, {}) };
}

export const saveRaise: SubmitHandler = async (asking, form, world) => {
  const tenant = await tenantById(form.state, world);
  if (!tenant) return refusal(asking.words, [asking.words.tenants.gone]);
  const refused = await refusalUnlessResponder(asking, tenant, world);
  if (refused) return refused;
  const { displayName, severity, description } = form.values;
  const typed = { displayName: entered(displayName), severity: entered(severity), description: pasted(description) };
  const level = Severity.safeParse(typed.severity);
  const problems = only({
    displayName: text(typed.displayName, alertLimits.displayName, true, asking.words),
    severity: level.success ? null : asking.words.contactForm.problems.choose,
    description: text(typed.description, descriptionLength, false, asking.words),
  });
  if (!level.success || Object.keys(problems).length > 0)
    return { kind: 'form', form: raiseForm(asking, tenant, typed, problems) };
  return raise(asking, { ...typed, severity: level.data, tenant }, world);
};

async function raise(
  asking: Asking,
  what: { displayName: string; description: string; severity: Severity; tenant: StoredTenant },
  world: World,
): Promise<Reply> {
  const { raise: say } = asking.words.alerts;
  const id = asking.key ?? `${asking.actor.id} ${world.clock.now()} ${world.ids.reference()}`;
  const origin: Origin = { kind: 'raised', source: 'person', by: asking.actor.id, byName: asking.actor.name };
  const content = raised(id, what, world.clock.now());
  const taken = await acceptStarted({ content, origin }, await adminDestinations(world), world);
  if (!taken) return refusal(asking.words, [say.tooMany]);
  world.wake(taken.queues);
  const alert = await world.store.read((reader) => reader.get('alerts', alertId('person', id)));
  const alone = alert?.routed === 'admins';
  const done = (alone ? say.doneAlone : say.done)(alert?.number ?? 0);
  const { story, open: partnerCenter } = asking.words.alerts.buttons;
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
    id: id.slice(0, alertLimits.id),
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

function raiseForm({ words }: Asking, tenant: StoredTenant, typed: Typed, problems: Problems): Form {
  const { raise: say, severities } = words.alerts;
  return {
    id: 'alerts.raise',
    title: say.title,
    intro: [tenant.name, say.intro],
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
