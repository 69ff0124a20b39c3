import type { Asking, CommandHandler, PressHandler } from '../asking.ts';
import { button, card } from '../card.ts';
import type { Finding } from '../domain/finding.ts';
import type { StoredTenant } from '../domain/partner-tenant.ts';
import { findingsNow } from '../evidence.ts';
import { findingDetail, peopleInFindings } from '../finding-text.ts';
import type { Reply } from '../interaction.ts';
import { namesOf } from '../names.ts';
import type { World } from '../ports.ts';
import { remedyButton, remedyOf } from '../remedy.ts';
import { tenantById, withTenant } from '../tenants.ts';
import type { Card, Row } from '../view.ts';
import { voiceOfAsker } from '../voice.ts';
import { lookAt } from './look.ts';
import { settled } from './settled.ts';

/** Who asks again at once gets what was just found. */
const freshMs = 60_000;
const most = 10;

export const checkContact: CommandHandler = (asking, rest, world) =>
  withTenant(asking, rest, { kind: 'press', id: 'reminders.check' }, world, (tenant) => check(asking, tenant, world));

export const pressCheck: PressHandler = async (asking, value, world) => {
  const tenant = value === '' ? null : await tenantById(value, world);
  return tenant ? check(asking, tenant, world) : checkContact(asking, '', world);
};

/** What is known, at once; what the look-ups say follows. */
async function check(asking: Asking, tenant: StoredTenant, world: World): Promise<Reply> {
  const { check: say } = asking.words.reminders;
  const before = await world.store.read((reader) => reader.get('checks', tenant.id));
  const now = Date.parse(world.clock.now());
  if (before && now - Date.parse(before.at) < freshMs && now >= Date.parse(before.at))
    return { kind: 'card', instead: false, card: await cardOf(asking, tenant, say.justLooked, world) };
  const followUp = async () => {
    const { check: seen, complete } = await lookAt(tenant, before, world);
    await world.store.change((tx) => tx.put('checks', seen));
    await settled(world);
    return cardOf(asking, tenant, complete ? say.looked : `${say.looked} ${say.unsure}`, world);
  };
  return { kind: 'card', instead: false, card: await cardOf(asking, tenant, say.looking, world), followUp };
}

async function cardOf(asking: Asking, { id }: StoredTenant, notice: string, world: World): Promise<Card> {
  const { reminders, findings: said, securityContact } = asking.words;
  const { tenant, findings, names } = await world.store.read(async (reader) => {
    const found = await reader.get('tenants', id);
    const list = found ? await findingsNow(reader, found, world) : [];
    const channels = [...(found?.contact?.channels ?? []), ...(found?.fraudChannels ?? [])];
    return { tenant: found, findings: list, names: await namesOf(reader, peopleInFindings(list), channels) };
  });
  if (!tenant) return card(reminders.check.title, asking.words.tenants.gone, { text: [asking.words.tenants.gone] });
  const rowOf = (finding: Finding): Row => {
    const told = { finding, tenant, names, now: world.clock.now() };
    const remedy = remedyOf(finding, tenant);
    return {
      title: said.titles[finding.code],
      detail: findingDetail(voiceOfAsker(asking), told),
      button: remedy === null ? null : remedyButton(remedy, tenant, asking.words),
    };
  };
  const rest = findings.length - most;
  const summary = reminders.check.summary(tenant.name, findings.length);
  return card(reminders.check.title, summary, {
    tone: findings.length === 0 ? 'good' : 'warning',
    text: [summary, notice],
    rows: findings.slice(0, most).map(rowOf),
    buttons: [
      button('press', 'contact.show', securityContact.buttons.show, tenant.id),
      button('press', 'reminders.list', reminders.buttons.list, ''),
    ],
    footer: rest > 0 ? said.more(rest) : null,
  });
}
