/** Answers what people ask about the contact itself: who it is, who is on call, who vouched for it, and who may. */
import { distinct } from '../../domain/delivery/routing.ts';
import type { Identity } from '../../domain/tenant/identity.ts';
import { onCallAt } from '../../domain/tenant/on-call.ts';
import { type Contact, channelsOf, oldInPortal, type StoredTenant } from '../../domain/tenant/partner-tenant.ts';
import { capitalised } from '../../domain/text/words.ts';
import { openPortal, remedyButton } from '../../findings/remedies.ts';
import { listedFew } from '../../findings/text.ts';
import { day } from '../../messages/dates.ts';
import { inTime, type World } from '../../ports/world.ts';
import { adminNames, mayPressOf } from '../../request/authorize.ts';
import { contactSentence, phoneLink } from '../../request/contact-links.ts';
import type { Request } from '../../request/interaction.ts';
import type { RecordFact } from '../../request/record-fact.ts';
import { listed, type Names, namesOf } from '../../request/viewer-locale.ts';
import { type Button, beforeValue, type Inline, type Text } from '../../view/view.ts';

/** Timeout (ms) for looking up the names of administrators for an answer. */
const patienceMs = 1_000;

/** The most channels that a sentence names, as many as it names administrators. */
const maxChannels = 5;

/** Makes a fact whose button shows the contact. */
function ofContact<F extends Extract<RecordFact, { of: 'tenant' }>['fact']>(fact: F) {
  return { of: 'tenant', button: 'contact.show', fact } as const;
}

/**
 * Answers who a tenant's security contact is, with e-mail address, telephone number and the people on call. Where Partner Center may still
 * have old values, the answer says so, with the two buttons that end that.
 */
export const contactFact = {
  ...ofContact(async (request, tenant, world) => {
    const { findings, history, securityContact } = request.messages;
    const old = oldInPortal(tenant);
    const warning = old.length > 0 ? [` ${capitalised(findings.oldInPortal(old))}.`] : [];
    const people = onCallAt(tenant, world.clock.now()).first;
    const names = await namesOfPeople(people, world);
    const onCall =
      people.length > 0
        ? [` ${beforeValue(securityContact.facts.onCall, history.colon)}`, ...listed(people.map(names.person)), '.']
        : [` ${findings.titles.nobodyOnCall}.`];
    return [...[contactSentence(tenant, request)].flat(), ...(tenant.contact ? onCall : []), ...warning];
  }),
  buttons: async (request: Request, tenant: StoredTenant, world: World): Promise<Button[]> => {
    if (oldInPortal(tenant).length === 0) return [];
    const may = await mayPressOf(request, tenant, world);
    const done = remedyButton('contact.attest', tenant, request.messages);
    return may(done.id) ? [openPortal(request.messages), done] : [];
  },
};

/** Answers who is on call for a tenant, with the contact's telephone number. */
export const onCallFact = ofContact(async ({ messages }, tenant, world) => {
  const { contact, onCall } = messages.record;
  if (!tenant.contact) return contact.none(tenant.name);
  const people = onCallAt(tenant, world.clock.now()).first;
  const phone = phoneLink(tenant.contact.phone);
  if (people.length === 0) return onCall.nobody(tenant.name, phone);
  const names = await namesOfPeople(people, world);
  return onCall.are(tenant.name, listed(people.map(names.person)), phone);
});

/** Answers who last confirmed a tenant's contact, who last attested that Partner Center shows the same, and when. */
export const confirmationFact = ofContact(async (request, tenant, world) => {
  const { contact, confirmation } = request.messages.record;
  if (!tenant.contact) return contact.none(tenant.name);
  const { confirmedBy, attestedBy } = tenant.contact;
  const names = await namesOfPeople([confirmedBy, attestedBy], world);
  return confirmation.whole(...halves(request, tenant.name, tenant.contact, names));
});

function halves(request: Request, name: string, contact: Contact, names: Names): [confirmed: Text, attested: Text] {
  const { actor, messages } = request;
  const { confirmed, neverConfirmed, attested, notAttested } = messages.record.confirmation;
  const { confirmedAt, confirmedBy, attestedAt, attestedBy } = contact;
  const vouched = (at: string, by: Identity | null): { when: Inline; who: Inline | null } => ({
    when: day(at, actor.locale, actor.timezone),
    who: by && names.person(by),
  });
  return [
    confirmedAt ? confirmed(name, vouched(confirmedAt, confirmedBy)) : neverConfirmed(name),
    attestedAt ? attested(vouched(attestedAt, attestedBy)) : notAttested,
  ];
}

/** Answers who may change a tenant's contact, and who may confirm it. */
export const approversFact = ofContact(async (request, tenant, world) => {
  const { approvers: say } = request.messages.record;
  const asked = adminNames(request, world).then((names) => ({ names }));
  const found = await inTime(asked, patienceMs, world);
  const admins = found ? found.names : say.untold;
  if (!tenant.contact) return say.none(tenant.name, admins);
  const channels = distinct(channelsOf(tenant));
  const names = await world.store.read((reader) => namesOf(reader, [], channels));
  const few = listedFew(channels.map(names.channel), request.messages, maxChannels);
  const confirm = channels.length === 0 ? say.adminsConfirm : say.mayConfirm(few);
  return [...[say.mayChange(tenant.name, admins)].flat(), ...[confirm].flat()];
});

function namesOfPeople(people: readonly (Identity | null)[], { store }: World): Promise<Names> {
  return store.read((reader) => namesOf(reader, people, []));
}
