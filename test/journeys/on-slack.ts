/** People in front of Slack. */
import { vi } from 'vitest';
import { messages } from '../../src/messages/messages.ts';
import type { Block, View } from '../support/block-kit-validator.ts';
import type { FakeSlack } from '../support/slack.ts';
import { stateOf, type Typed } from '../support/slack-form.ts';
import { buttonsOf, menusIn, type SlackPerson, slackPerson } from '../support/slack-person.ts';
import type { Door } from '../support/slack-wire.ts';
import type { FakeMessage } from '../support/slack-workspace.ts';
import { firstFor, type Person, type Room, type Side, seeing, type Who } from './person.ts';
import { readIn } from './read-slack.ts';

export interface SlackSide extends Side {
  /** The same person, in Slack's own terms. */
  raw(person: Person): SlackPerson;
}

export function onSlack(slack: FakeSlack, door: Door): SlackSide {
  const raws = new Map<Person, SlackPerson>();
  slack.addChannel('C0GENERAL', { name: 'general', members: [slack.bot.user] });

  return {
    name: 'slack',
    person(name, who = 'member', locale = 'en') {
      const id = `U${raws.size}${name.toUpperCase().replace(/[^A-Z]/g, '')}`;
      const { team_id } = slack.addUser(id, { ...user(name, locale), ...flags[who] });
      slack.channels.get('C0GENERAL')?.members.push(id);
      const raw = slackPerson(slack, door, id);
      const person = personOf(slack, raw, name, `slack:${team_id}/${id}`);
      raws.set(person, raw);
      return person;
    },
    async channel(name, room = 'closed', members = []) {
      const id = `C${slack.channels.size}${name.toUpperCase().replace(/\W/g, '')}`;
      const inside = room === 'not joined' ? [] : [slack.bot.user];
      const people = members.map(({ identity }) => identity.slice(identity.indexOf('/') + 1));
      if (room !== 'unknown') slack.addChannel(id, { name, ...rooms[room], members: [...inside, ...people] });
      return { platform: 'slack', address: id };
    },
    picked: (...what) => what.map((one) => ('address' in one ? one.address : one.identity.replace(/^.*\//, ''))),
    losesSight: (how) =>
      slack.fail('users.info', how === 'hangs' ? { kind: 'hang' } : { kind: 'status', status: 500 }, { always: true }),
    recovers: () => slack.heal(),
    raw: (person) => raws.get(person) ?? never(person),
  };
}

function never(person: Person): never {
  throw new Error(`${person.name} is not on Slack`);
}

const user = (name: string, locale: string) => ({
  real_name: name,
  locale: locale === 'fr' ? 'fr-FR' : 'en-GB',
  profile: { display_name: name, email: `${name.toLowerCase()}@contoso.example` },
});

const flags: Record<Who, object> = {
  member: {},
  guest: { is_restricted: true },
  bot: { is_bot: true },
  deactivated: { deleted: true },
  outsider: { team_id: 'T9OTHER', is_stranger: true },
};

const rooms: Record<Exclude<Room, 'unknown'>, object> = {
  closed: { is_private: true },
  open: {},
  external: { is_private: true, is_ext_shared: true },
  archived: { is_archived: true },
  'not joined': { is_private: true },
};

const isNotice = ({ metadata }: Pick<FakeMessage, 'metadata'>) =>
  JSON.stringify(metadata ?? {}).includes('"delivery_id":"contactChanged ');

/** What people read while an answer is on its way. */
export const loading = [messages('en').slack.loading, messages('fr').slack.loading];

function personOf(slack: FakeSlack, raw: SlackPerson, name: string, identity: Person['identity']): Person {
  let typed: Typed = {};
  /** But for notices of changes: they come when they come, and nobody asked for them. */
  const asked = () => raw.messages().filter((message) => !isNotice(message));
  const newest = () => asked().at(-1) ?? null;
  /** Changes with everything that this person can see. */
  const stamp = () =>
    JSON.stringify([raw.window()?.hash, raw.errors(), asked().map(({ ts, text }) => [ts, text]), raw.home()]);
  /** Whoever reads «one moment» waits for what comes after it. */
  const act = async (what: () => Promise<unknown>) => {
    await seeing(stamp, what);
    await vi.waitUntil(() => !loading.some((text) => reads().includes(text)), { timeout: 10_000, interval: 5 });
    return reads();
  };
  const view = () => raw.window()?.view ?? null;

  function reads(): string {
    const shown = view() ?? newest() ?? raw.home();
    const text = readIn(shown, slack) || newest()?.text;
    return [text, ...Object.values(raw.errors())].join('\n');
  }

  function button(label: string, nth: number) {
    const blocks = (view() ?? newest() ?? raw.home())?.blocks ?? [];
    const all = blocks.flatMap(buttonsOf);
    const found = all.filter(({ text }) => text.text === label)[nth];
    if (!found) throw new Error(`no button ${label}; there are: ${all.map(({ text }) => text.text).join(', ')}`);
    const same = all.filter(({ action_id }) => action_id === found.action_id);
    return { id: found.action_id, nth: same.indexOf(found) };
  }

  /** Where people press: on what they see, which a notice is not. */
  function where(): NonNullable<Parameters<SlackPerson['press']>[1]> {
    if (view()) return { on: 'window' };
    const message = newest();
    return message ? { message } : { on: 'home' };
  }

  function closes(): void {
    typed = {};
    while (view()) raw.close();
  }

  /** Whoever types a command has closed all windows first. */
  function says(text: string): Promise<string> {
    closes();
    return act(() => raw.command(text));
  }

  async function saves(entries: Typed = {}, how?: 'forced'): Promise<string> {
    const before = raw.window();
    typed = { ...typed, ...entries };
    await raw.save(typed, { force: how === 'forced' });
    // A view drawn anew has its own values: what was typed is kept only if they say so.
    const drawn = raw.window();
    if (drawn?.id === before?.id && drawn?.hash !== before?.hash) typed = {};
    return reads();
  }

  /** The value of the first choice that a menu of what is shown has for these words. */
  async function choiceFor(words: string): Promise<string> {
    const [menu] = menusIn((view() ?? newest() ?? raw.home())?.blocks ?? []);
    if (!menu) throw new Error('there is no menu');
    const offered =
      menu.type === 'external_select' ? Object((await raw.seeks(menu.action_id, words)).json).options : menu.options;
    return firstFor(
      words,
      offered.map((one: (typeof offered)[number]) => ({ value: one.value, label: one.text.text })),
    );
  }

  return {
    name,
    identity,
    reads,
    says,
    opens: says,
    async chooses(words, label) {
      const { id } = button(label, 0);
      const chosen = await choiceFor(words);
      return act(() => raw.press(id, { chosen, ...where() }));
    },
    presses: (label, which = 0) => {
      const { id, nth } = button(label, which);
      return act(() => raw.press(id, { nth, ...where() }));
    },
    saves,
    // The apology lies on top of the form.
    triesAgain: () => {
      raw.close();
      return saves();
    },
    arrives: () => act(raw.openHome),
    entered: (field) => entryIn(view(), typed, field),
    problems: () => ({ ...problemsIn(view()?.blocks ?? []), ...raw.errors() }),
    closes,
  };
}

function entryIn(view: View | null, typed: Typed, field: string): string | readonly string[] {
  const [input] = Object.values((view ? stateOf(view, typed, true) : {})[field] ?? {});
  const { value, selected_option, selected_options, ...rest }: Record<string, unknown> = Object(input);
  const options = [selected_options ?? selected_option ?? []].flat().map((one) => String(Object(one).value));
  if (selected_options) return options;
  const [chosen] = Object.entries(rest).flatMap(([key, one]) => (key.startsWith('selected_') ? [one] : []));
  return Array.isArray(chosen) ? chosen.map(String) : String(value ?? options[0] ?? chosen ?? '');
}

/** Where a refused form was drawn anew, what is wrong stands below its field. */
function problemsIn(blocks: readonly Block[]): Record<string, string> {
  return Object.fromEntries(
    blocks.flatMap((block) => {
      const [first = ''] = block.type === 'input' ? (block.hint?.text ?? '').split('\n') : [];
      const [, said] = first.split(/^⚠️ (?:Error:|Erreur\.) /);
      return said === undefined ? [] : [[block.block_id ?? '', said]];
    }),
  );
}
