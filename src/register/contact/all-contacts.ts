/** Shows and confirms the contacts of several tenants at once. */

import { isRetired, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { judged, overviewOf, reachedBy, tenantRow } from '../../findings/overview.ts';
import type { World } from '../../ports/world.ts';
import { mayPressOf, outdated, refusalUnless } from '../../request/authorize.ts';
import { parseRevisionValue, revisionValue, type UseTenants } from '../../request/choose-tenant.ts';
import type { PressHandler, Reply, Request } from '../../request/interaction.ts';
import { toneOf } from '../../request/tenant-state.ts';
import { askerLocale, listed } from '../../request/viewer-locale.ts';
import { markOnce } from '../../store/idempotency.ts';
import { type Button, button, card, plainOf, type Text } from '../../view/view.ts';
import { nextAsked } from './next-asked.ts';

/** Shows the contacts of all these tenants, each with its state. */
export const showAll: UseTenants = async (request, tenants, world) => {
  const { all: say } = request.messages.securityContact;
  const viewer = askerLocale(request);
  const { known, about } = await world.store.read(async (reader) => {
    const known = await judged(reader, tenants, world);
    return { known, about: await overviewOf(reader, known, world) };
  });
  const show = ({ id }: StoredTenant) => button('press', 'contact.show', request.messages.tenants.show, id);
  const shown = card(say.title, say.summary(tenants.length), {
    tone: toneOf(known),
    text: [say.summary(tenants.length)],
    rows: known.map((one) => tenantRow(viewer, one, { ...about, detail: 'mail' }, show(one.tenant))),
    buttons: await questionButton(request, tenants, world),
  });
  return { kind: 'card', instead: false, card: shown };
};

/** Returns the button that asks whether the contacts are still right; none where there is one at most that the asker may confirm. */
async function questionButton(request: Request, tenants: readonly StoredTenant[], world: World): Promise<Button[]> {
  const asked = await confirmable(request, tenants, world);
  const { all } = request.messages.securityContact;
  return asked.length < 2 ? [] : [button('press', 'contact.confirm', all.ask(asked.length), '')];
}

/** Returns the tenants with a contact that the asker may confirm. */
async function confirmable(request: Request, tenants: readonly StoredTenant[], world: World) {
  const may = await Promise.all(tenants.map((tenant) => mayPressOf(request, tenant, world)));
  return tenants.filter(({ contact }, index) => contact !== null && may[index]?.('contact.confirm'));
}

/** Asks whether the contacts of all these tenants are still right: the card shows the phone and the address of each. */
export const askConfirmAll: UseTenants = async (request, tenants, world) => {
  const asked = await confirmable(request, tenants, world);
  const [first] = asked.length > 0 ? asked : tenants;
  if (asked.length === 0 && first) {
    const refused = await refusalUnless('responder', request, first, world);
    return refused ?? showAll(request, tenants, world);
  }
  const { all: say } = request.messages.securityContact;
  const viewer = askerLocale(request);
  const about = await world.store.read((reader) =>
    overviewOf(
      reader,
      asked.map((tenant) => ({ tenant, findings: [] })),
      world,
    ),
  );
  const title = say.question(asked.length);
  const left = tenants.filter((tenant) => !asked.includes(tenant)).map(({ name }) => name);
  const shown = card(title, title, {
    text: left.length > 0 ? [say.without(plainOf(listed(left, request.messages.findings.and)))] : [],
    rows: asked.map((tenant) => ({
      title: tenant.name,
      detail: reachedBy(viewer, tenant, { ...about, detail: 'whole' }),
      button: null,
    })),
    buttons: [
      button('press', 'contact.confirmAll', say.yes, asked.map(revisionValue).join(','), { style: 'primary' }),
      button('press', 'contact.show', request.messages.securityContact.buttons.show, ''),
    ],
  });
  return { kind: 'card', instead: false, card: shown };
};

/** Records that the contacts of the question are right, each at the revision that it showed and no later one. */
export const pressConfirmAll: PressHandler = async (request, value, world): Promise<Reply> => {
  const asked = value.split(',').map(parseRevisionValue);
  for (const { id } of asked) {
    const tenant = await world.store.read((reader) => reader.get('tenants', id));
    const refused = tenant && (await refusalUnless('responder', request, tenant, world));
    if (refused) return refused;
  }
  const { all: say, repeated } = request.messages.securityContact;
  const done = await confirm(request, asked, world);
  if (done.recorded.length + done.changed.length === 0)
    return done.isRepeated
      ? { kind: 'card', instead: true, card: card(say.title, repeated, { text: [repeated] }) }
      : outdated(request.messages, request.messages.tenants.gone);
  const { and } = request.messages.findings;
  const names = (tenants: readonly StoredTenant[]) =>
    plainOf(
      listed(
        tenants.map(({ name }) => name),
        and,
      ),
    );
  const next = nextAsked(request, done.recorded, world);
  const text: Text[] = [
    ...(done.recorded.length > 0 ? [[say.confirmed(names(done.recorded)), ...next]] : []),
    ...(done.changed.length > 0 ? [say.changed(names(done.changed))] : []),
  ];
  const show = ({ id, name }: StoredTenant) => ({
    title: name,
    detail: '',
    button: button('press', 'contact.show', request.messages.tenants.show, id),
  });
  const tone = done.changed.length > 0 ? 'warning' : 'good';
  return {
    kind: 'card',
    instead: true,
    card: card(say.title, text.map(plainOf).join(' '), { tone, text, rows: done.changed.map(show) }),
  };
};

interface ConfirmedTogether {
  recorded: StoredTenant[];
  /** The tenants whose contact was changed since the question was shown. */
  changed: StoredTenant[];
  isRepeated: boolean;
}

type AskedRevision = ReturnType<typeof parseRevisionValue>;

function confirm(
  { actor, key }: Request,
  asked: readonly AskedRevision[],
  { store, clock }: World,
): Promise<ConfirmedTogether> {
  return store.change(async (tx) => {
    const at = clock.now();
    const by = actor.id;
    const done: ConfirmedTogether = { recorded: [], changed: [], isRepeated: !(await markOnce(tx, key, { at, by })) };
    for (const { id, revision } of done.isRepeated ? [] : asked) {
      const tenant = await tx.get('tenants', id);
      if (!tenant?.contact || isRetired(tenant)) continue;
      if (revision !== tenant.revision.number) {
        done.changed.push(tenant);
        continue;
      }
      const changes = [{ field: 'confirmedAt', before: tenant.contact.confirmedAt, after: at }];
      await tx.put('tenants', { ...tenant, contact: { ...tenant.contact, confirmedAt: at, confirmedBy: by } });
      await tx.appendHistory({ at, by, byName: actor.name, deed: 'contact.confirmed', tenantId: id, changes });
      done.recorded.push(tenant);
    }
    return done;
  });
}
