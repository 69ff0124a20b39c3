/** Slack's client as a prompt: what a person types becomes what they would do in Slack, and what they would see is written. */

import type { FakeSlack } from '../support/slack.ts';
import type { FakeFile } from '../support/slack-files.ts';
import { inputsOf, type Typed } from '../support/slack-form.ts';
import type { SlackPerson } from '../support/slack-person.ts';
import type { SlackSocket } from '../support/slack-socket.ts';
import type { Answer } from '../support/slack-wire.ts';
import type { FakeMessage } from '../support/slack-workspace.ts';
import { fieldLines, linesOf, type Sight } from './terminal-text.ts';

export const help = `What you can do, as people do it in Slack:

  /security-contact ...    the command, in #security-alerts
  /invite                  brings the bot into #security-alerts
  say ...                  a direct message to the bot
  mention ...              @Security contact ..., in #security-alerts
  raise ...                "Raise as alert" in the menu of a message that says so
  home                     the app's Home tab
  press 3                  presses the button [3]
  set email a@b.example    fills a field of the open form; commas separate people, channels and choices
  save, close              the open form
  as bob                   goes on as Bob, who is no admin; "as ada" comes back
  help, quit
`;

interface Parts {
  slack: FakeSlack;
  socket: SlackSocket;
  /** By the names that `as` takes; the first one begins. */
  people: Readonly<Record<string, SlackPerson>>;
  command: string;
  write(text: string): void;
  /** Keeps a file that the bot sent. Returns its path. */
  saves(file: FakeFile): string;
}

export function slackClient({ slack, socket, people, command, write, saves }: Parts) {
  let [person] = Object.values(people) as [SlackPerson];
  let typed: Typed = {};
  let [windowOpen, atHome] = [false, false];
  const presses: (() => Promise<unknown>)[] = [];
  const before = new Map<string, string>();

  const nameOf = (id: string) => {
    const [user, channel] = [slack.users.get(id), slack.channels.get(id)];
    if (id === slack.bot.user) return '@Security contact';
    return user ? `@${user.profile.display_name}` : channel ? `#${channel.name}` : id;
  };

  const isIn = (channel: string | null) => slack.channels.get(channel ?? '')?.members.includes(person.id);

  /** What is in the channels of the person, and what is for their eyes only, oldest first. */
  const messagesNow = (): FakeMessage[] => {
    const posted = slack.messages.filter(({ only, channel }) => (only === null ? isIn(channel) : only === person.id));
    const answers = slack.responses.filter(({ user }) => user === person.id);
    return [...posted, ...answers].sort((a, b) => (a.ts < b.ts ? -1 : 1));
  };

  /** Numbers the buttons of one surface: `press` does what pressing one of them does. */
  function sightOf(press: (button: string, nth: number) => Promise<Answer>): Sight {
    const by = person;
    return {
      nameOf,
      numberOf: ({ action_id, confirm }, nth) => {
        const asked = () => {
          if (!confirm) return act(() => press(action_id, nth));
          const yes = presses.push(() => act(() => press(action_id, nth)));
          write(`${confirm.title.text}\n  ${confirm.text.text}\n  [${yes}] ${confirm.confirm.text}   or do nothing\n`);
          return Promise.resolve();
        };
        return presses.push(() => {
          if (person !== by) throw new Error('that button is on another person’s screen');
          return asked();
        });
      },
    };
  }

  /** Writes what the person sees now and did not see so before; returns whether there was anything. */
  function look(): boolean {
    const messages = messagesNow().map((message) => seen(`${message.channel} ${message.ts}`, message, messageText));
    const files = [...slack.files.values()].filter(({ channel }) => isIn(channel));
    const shown = files.map((file) => seen(file.id, file, fileText));
    return [...messages, ...shown, lookAtWindow(), atHome && seen('home', person.home(), homeText)].some(Boolean);
  }

  function seen<T>(key: string, thing: T | null, text: (thing: T, again: boolean) => string): boolean {
    const [name, now] = [`${person.id} ${key}`, JSON.stringify(thing)];
    if (thing === null || before.get(name) === now) return false;
    write(`${text(thing, before.has(name))}\n`);
    before.set(name, now);
    return true;
  }

  const whereIs = (channel: string) => (channel.startsWith('D') ? 'Direct message' : nameOf(channel));

  function messageText(message: FakeMessage, again: boolean): string {
    const sight = sightOf((button, nth) => person.press(button, { message, nth }));
    const flags = `${message.only ? ' (only visible to you)' : ''}${again ? ' (edited)' : ''}`;
    return boxed(`${whereIs(message.channel)}${flags}`, linesOf(message.blocks, sight));
  }

  const fileText = (file: FakeFile) =>
    boxed(whereIs(file.channel ?? ''), [file.comment, `(file: ${saves(file)}, ${file.length} bytes)`]);

  const homeText = (view: NonNullable<ReturnType<SlackPerson['home']>>) =>
    boxed(
      'Home tab',
      linesOf(
        view.blocks,
        sightOf((button, nth) => person.press(button, { on: 'home', nth })),
      ),
    );

  function lookAtWindow(): boolean {
    const open = person.window();
    if (!open) {
      if (windowOpen) write('(The window is closed.)\n\n');
      [windowOpen, typed] = [false, {}];
      return false;
    }
    windowOpen = true;
    return seen(`window ${open.id}`, { view: open.view, errors: person.errors() }, ({ view, errors }) => {
      const sight = sightOf((button, nth) => person.press(button, { on: 'window', nth }));
      const fields = fieldLines(view, typed, errors, sight);
      const title = 'title' in view ? view.title.text : '';
      const submit = 'submit' in view && view.submit ? [`save: ${view.submit.text}   close: leave it`] : ['close'];
      return boxed(`Window: ${title}`, [...linesOf(view.blocks, sight), ...fields, ...submit]);
    });
  }

  /** Does it, and writes what goes wrong. An event may wait for a connection, and nobody in Slack waits for that. */
  async function act(work: () => Promise<unknown>): Promise<void> {
    const late = new Promise((resolve) => setTimeout(resolve, 3_500).unref());
    try {
      await Promise.race([work(), late]);
    } catch (error) {
      write(`${error instanceof Error ? error.message : error}\n\n`);
    }
  }

  /** What Slack shows to whoever types a command that the app does not answer. */
  async function say(text: string): Promise<void> {
    const code = socket.connected() > 0 ? 'operation_timeout' : 'dispatch_failed';
    await person.command(text).catch(() => {
      throw new Error(`${command} failed with the error "${code}"`);
    });
  }

  async function invite(): Promise<void> {
    const members = slack.channels.get(person.channel)?.members ?? [];
    if (members.includes(slack.bot.user)) throw new Error(`the bot is in ${nameOf(person.channel)} already`);
    members.push(slack.bot.user);
    await person.event({ type: 'member_joined_channel', user: slack.bot.user, inviter: person.id });
  }

  async function set(name: string, text: string): Promise<void> {
    const view = person.window()?.view;
    const element = view && inputsOf(view).get(name)?.element;
    if (!element) throw new Error(`no field ${name} in an open form`);
    const many = /^multi_|^checkboxes$/.test(element.type);
    const wanted = many ? text.split(',').map((one) => one.trim()) : [text];
    const found = await Promise.all(wanted.filter(Boolean).map((one) => entryOf(name, element, one)));
    const value = many ? found : (found[0] ?? '');
    typed = { ...typed, [name]: value };
    person.fill({ [name]: value });
    write(`${name} = ${found.map(nameOf).join(', ')}\n`);
  }

  async function entryOf(name: string, element: { type: string }, text: string): Promise<string> {
    const bare = text.replace(/^[@#]/, '').toLowerCase();
    const named = ({ name: own }: { name: string }) => own.toLowerCase() === bare;
    if (element.type.includes('users_')) return [...slack.users.values()].find(named)?.id ?? text;
    if (element.type.includes('conversations_')) return [...slack.channels.values()].find(named)?.id ?? text;
    const options = element.type === 'external_select' ? await searched(name, text) : optionsIn(element);
    const found =
      options.find((one) => [one.value, one.text.text].includes(text)) ?? (options.length === 1 ? options[0] : null);
    if (found) return found.value;
    if (options.length === 0 && element.type !== 'external_select') return text;
    throw new Error(`choose one of: ${options.map((one) => one.text.text).join(', ') || '(nothing was found)'}`);
  }

  const searched = async (name: string, text: string) => optionsIn(Object((await person.seeks(name, text)).json));

  async function run(line: string): Promise<void> {
    const [word = '', ...others] = line.trim().split(/\s+/);
    const rest = line.trim().slice(word.length).trim();
    if (word === command) return say(rest);
    if (word === '/invite') return invite();
    if (word.startsWith('/')) throw new Error(`${word} is not a valid command`);
    const [first = ''] = others;
    switch (word) {
      case '':
        return;
      case 'say':
        return void (await person.say(rest));
      case 'mention':
        return void (await person.mention(rest));
      case 'raise':
        return void (await person.chooses({ type: 'message', user: person.id, text: rest, ts: slack.stamp() }));
      case 'home':
        atHome = true;
        before.delete(`${person.id} home`);
        return void (await person.openHome());
      case 'press':
        return void (await (presses[Number(first) - 1] ?? (() => Promise.reject(new Error(`no button [${first}]`))))());
      case 'set':
        return set(first, rest.slice(first.length).trim());
      case 'save':
        return void (await person.save());
      case 'close':
        return person.close();
      case 'as':
        person = people[first] ?? person;
        [windowOpen, typed] = [false, {}];
        return write(`You are ${nameOf(person.id)}.\n`);
      default:
        return write(help);
    }
  }

  return {
    look,
    /** Does what the line says; resolves when nothing new has come for a moment. */
    async type(line: string): Promise<void> {
      atHome = false;
      await act(() => run(line));
      if (/^set\b/.test(line)) return;
      do await new Promise((resolve) => setTimeout(resolve, 300));
      while (look());
    },
  };
}

function boxed(title: string, lines: readonly string[]): string {
  return [`── ${title}`, ...lines.map((line) => `   ${line}`), ''].join('\n');
}

interface Choice {
  value: string;
  text: { text: string };
}

function optionsIn(thing: object): readonly Choice[] {
  return 'options' in thing && Array.isArray(thing.options) ? thing.options : [];
}
