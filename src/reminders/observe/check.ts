import type { Check } from '../../domain/finding/finding.ts';
import type { StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { findingsToShow } from '../../findings/current.ts';
import { probeTenant, recordProbe } from '../../findings/probe.ts';
import { countToFix, findingReasons, putOffTexts, rowsToFix } from '../../findings/rows.ts';
import { channelsInFindings, peopleInFindings } from '../../findings/text.ts';
import { inTime, type World } from '../../ports/world.ts';
import { mayPressOf } from '../../request/authorize.ts';
import { tenantById, withTenant } from '../../request/choose-tenant.ts';
import type { Reply } from '../../request/interaction.ts';
import { namesOf } from '../../request/names.ts';
import { askerLocale } from '../../request/reader-locale.ts';
import type { CommandHandler, PressHandler, Request } from '../../request/request.ts';
import { button, card } from '../../view/build-card.ts';
import type { Card } from '../../view/view.ts';
import { settled } from './observe.ts';

/** Within it, what is known is told as just found; it is looked at again all the same. */
const freshMs = 60_000;
/** So long the answer waits for the look-ups, so that it is one message: people have it within three seconds. */
const patienceMs = 1_200;

/** Answers the command `check`: probes a tenant now and shows what is found. */
export const checkContact: CommandHandler = (request, rest, world) =>
  withTenant(request, rest, { kind: 'press', id: 'reminders.check' }, world, (tenant) => check(request, tenant, world));

/** Answers the button that checks now; its value is a tenant's id, or empty where one is to be chosen. */
export const pressCheck: PressHandler = async (request, value, world) => {
  const tenant = value === '' ? null : await tenantById(value, world);
  return tenant ? check(request, tenant, world) : checkContact(request, '', world);
};

/** What the look-ups say; where they take longer, what is known, and what they say follows. */
async function check(request: Request, tenant: StoredTenant, world: World): Promise<Reply> {
  const { check: say } = request.words.reminders;
  const before = await world.store.read((reader) => reader.get('checks', tenant.id));
  const known = before && isFresh(before, tenant, world.clock.now()) ? say.justLooked : say.looking;
  const looking = looked();
  // What fails is told after what is known.
  const result = await inTime(
    looking.catch(() => null),
    patienceMs,
    world,
  );
  if (result) return { kind: 'card', instead: false, card: result };
  return {
    ...{ kind: 'card', instead: false },
    card: await cardOf(request, tenant, known, world),
    followUp: () => looking,
  };

  async function looked(): Promise<Card> {
    const look = await probeTenant(tenant, before, world, { fresh: true });
    await world.store.change((tx) => recordProbe(tx, look, before));
    await settled(world);
    return cardOf(
      request,
      tenant,
      look.silent.length === 0 ? say.looked : say.unsure(look.silent, before === null),
      world,
    );
  }
}

function isFresh({ at }: Check, { revision }: StoredTenant, now: string): boolean {
  const age = Date.parse(now) - Date.parse(at);
  return age >= 0 && age < freshMs && (revision.at === null || revision.at < at);
}

async function cardOf(request: Request, { id }: StoredTenant, notice: string, world: World): Promise<Card> {
  const { reminders, securityContact } = request.words;
  const known = await world.store.read(async (reader) => {
    const tenant = await reader.get('tenants', id);
    const findings = tenant ? await findingsToShow(reader, tenant, world) : [];
    const names = await namesOf(reader, peopleInFindings(findings), channelsInFindings(findings));
    return { tenant, findings, names };
  });
  const { tenant, findings } = known;
  if (!tenant) return card(reminders.check.title, request.words.tenants.gone, { text: [request.words.tenants.gone] });
  const { open, off } = countToFix({ tenant, findings });
  const may = await mayPressOf(request, tenant, world);
  const shown = { ...known, tenant, now: world.clock.now() };
  const voice = askerLocale(request);
  const summary = reminders.check.summary(tenant.name, open);
  return card(reminders.check.title, summary, {
    tone: open === 0 ? 'good' : 'warning',
    text: [off > 0 ? `${summary} ${reminders.check.off(off)}` : summary, notice],
    rows: rowsToFix(voice, shown, may),
    more: {
      label: securityContact.buttons.details,
      text: putOffTexts(voice, shown),
      facts: findingReasons(voice, shown),
      press: { id: 'contact.details', value: tenant.id },
    },
    buttons: [
      button('press', 'contact.show', securityContact.buttons.show, tenant.id),
      button('press', 'reminders.list', reminders.buttons.list, ''),
    ],
  });
}
