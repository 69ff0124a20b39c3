/** People in front of Teams. */

import { partsOf } from '../support/adaptive-card-validator.ts';
import type { FakeTeams } from '../support/teams.ts';
import type { FakeConversation, FakeMember } from '../support/teams-conversations.ts';
import { type Place, type TeamsPerson, teamsPerson } from '../support/teams-person.ts';
import { otherTenant, tenantId } from '../support/teams-run.ts';
import { type Entries, firstFor, type Person, type Side, seeing, type Who } from './person.ts';
import { buttonsIn, entryIn, problemsIn, readIn, type Shown, visible } from './read-teams.ts';

type Json = Record<string, unknown>;

export interface TeamsSide extends Side {
  /** The same person, in Teams' own terms: in their chat with the bot, or in another conversation. */
  raw(person: Person, where?: FakeConversation): TeamsPerson;
}

/** `learnt` resolves when the bot knows what the channel is called. */
export function onTeams(teams: FakeTeams, place: Place, learnt: (name: string) => Promise<void>): TeamsSide {
  const raws = new Map<Person, TeamsPerson>();
  const team = '19:team@thread.tacv2';
  teams.teams.set(team, { name: 'Operations' });
  const owner: FakeMember = { id: '29:owner', name: 'Owner', aadObjectId: guid(999), tenantId, userRole: 'user' };

  return {
    name: 'teams',
    person(name, who = 'member', locale = 'en') {
      const member: FakeMember = {
        id: `29:${name.toLowerCase()}`,
        name,
        aadObjectId: guid(raws.size + 1),
        email: `${name.toLowerCase()}@contoso.example`,
        tenantId,
        userRole: 'user',
        ...kinds[who],
      };
      const raw = teamsPerson(speaking(place, locale), member);
      if (who === 'deactivated') raw.here.members.length = 0;
      const person = personOf(teams, raw);
      raws.set(person, raw);
      return person;
    },
    async channel(name, room = 'closed', members = []) {
      const address = `19:${name.replace(/\W/g, '')}${teams.conversations.size}@thread.tacv2`;
      if (room === 'unknown' || room === 'not joined') return { platform: 'teams', address };
      const inside = [owner, ...members.flatMap((one) => raws.get(one)?.member ?? [])];
      const shared = room === 'external' ? { membershipType: 'shared' } : {};
      const conversation = teams.add({ id: address, name, team, kind: 'channel', members: inside, ...shared });
      await teamsPerson(place, owner, conversation).installs();
      await learnt(name);
      return { platform: 'teams', address };
    },
    picked: (...what) => what.map((one) => ('address' in one ? one.address : one.identity)),
    losesSight: (how) =>
      teams.fail(
        /GET .*members/,
        how === 'hangs' ? { kind: 'hang' } : { kind: 'answer', status: 500, code: 'Oops' },
        1e9,
      ),
    recovers: () => teams.heal(),
    raw(person, where) {
      const raw = raws.get(person);
      if (!raw) throw new Error(`${person.name} is not on Teams`);
      return where ? teamsPerson(place, raw.member, where) : raw;
    },
  };
}

/** The bot may move to another port. */
function speaking(place: Place, locale: 'en' | 'fr'): Place {
  return Object.defineProperty({ ...place, locale: locale === 'fr' ? 'fr-FR' : 'en-GB' }, 'url', {
    get: () => place.url,
  });
}

const kinds: Record<Who, Partial<FakeMember>> = {
  member: {},
  guest: { userRole: 'guest' },
  bot: { userRole: 'bot' },
  deactivated: {},
  outsider: { tenantId: otherTenant },
};

function guid(number: number): string {
  return `22222222-0000-4000-8000-${String(number).padStart(12, '0')}`;
}

function personOf(teams: FakeTeams, raw: TeamsPerson): Person {
  let toast = '';
  const dialogs: Json[] = [];
  /** But for notices of changes: they come when they come, and nobody asked for them. */
  const messages = () => teams.messages(raw.here.id).filter((message) => !isNotice(message));
  const newest = () => messages().at(-1);

  /** Changes with everything that this person can see. */
  function stamp(): string {
    const open = raw.dialog();
    if (open && !dialogs.includes(open)) dialogs.push(open);
    return JSON.stringify([dialogs.length, open !== null, toast, messages()]);
  }

  async function act(what: () => Promise<{ body: unknown }>): Promise<string> {
    await seeing(stamp, async () => {
      toast = sentenceIn((await what()).body);
    });
    return reads();
  }

  function reads(): string {
    const open = raw.dialog();
    return open
      ? readIn(open)
      : [newest()?.text ?? '', readIn(newest()?.attachments), toast].filter(Boolean).join('\n');
  }

  /** Of the dialog, or else of all cards, newest first. */
  function buttons(): Shown[] {
    const open = raw.dialog();
    return (open ? [open] : raw.cards().map(({ content }) => content)).flatMap(buttonsIn);
  }

  /** What the first choice enters that the menu next to a button has for these words. */
  async function choiceFor(words: string, { data }: Shown): Promise<Record<string, string>> {
    const name = String(data.menu);
    const parts = raw.dialog() ?? raw.cards().map(({ content }) => content);
    const menu: Json = Object(partsOf(parts).find(({ id }) => id === name));
    const dataset = Object(menu['choices.data']).dataset;
    const found = dataset && (await raw.invoke('application/search', { dataset, queryText: words })).body;
    const offered: Json[] = found ? found.value.results : menu.choices;
    return {
      [name]: firstFor(
        words,
        offered.map(({ title, value }) => ({ value: String(value), label: visible(String(title)) })),
      ),
    };
  }

  function shownButton(label: string, nth: number): Shown {
    const all = buttons();
    const found = all.filter((one) => one.label === label)[nth];
    if (!found) throw new Error(`no button ${label}; there are: ${all.map((one) => one.label).join(', ')}`);
    return found;
  }

  function press(label: string, nth: number, entered: Record<string, string> = {}) {
    const found = shownButton(label, nth);
    return act(() => raw.press(String(found.data.action), entered, ({ data }) => same(data, found.data)));
  }

  function says(words: string): Promise<string> {
    raw.closeDialog();
    return act(() => raw.says(words));
  }

  const form = () => raw.dialog() ?? raw.card();

  return {
    name: raw.member.name,
    identity: `teams:${raw.member.tenantId}/${raw.member.aadObjectId}`,
    reads,
    says,
    async opens(words) {
      await says(words);
      // A notice of a change may have come into the same chat meanwhile.
      const answers = raw.cards().filter(({ content }) => !isNotice(content));
      const [opener] = answers.flatMap(({ content }) => buttonsIn(content));
      return raw.card() && opener ? press(opener.label, 0) : reads();
    },
    presses: (label, nth = 0) => press(label, nth),
    chooses: async (words, label) => press(label, 0, await choiceFor(words, shownButton(label, 0))),
    saves(entries = {}) {
      const save = buttonsIn(form()).find(({ data }) => 'state' in data);
      return act(() => raw.press(String(save?.data.action), sent(entries), ({ data }) => same(data, save?.data)));
    },
    triesAgain: () => press('Try again', 0),
    arrives: () => act(() => raw.installs()),
    entered: (field) => entryIn(form(), field),
    problems: () => problemsIn(form()),
    closes: raw.closeDialog,
  };
}

/** Whether a message tells of a change of the contact. */
export const isNotice = (message: object) => JSON.stringify(message).includes('"action":"contact.notUs"');

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Several values travel in one line. */
function sent(entries: Entries): Record<string, string> {
  return Object.fromEntries(Object.entries(entries).map(([name, value]) => [name, [value].flat().join(',')]));
}

/** The sentence that an invoke was answered, where it was one. */
function sentenceIn(body: unknown): string {
  const { type, value, task, composeExtension }: Json = Object(body);
  const said = type === 'application/vnd.microsoft.activity.message' ? value : Object(task).value;
  return typeof said === 'string' ? said : String(Object(composeExtension).text ?? '');
}
