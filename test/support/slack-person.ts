/** A person in front of Slack's client: commands, presses and forms go to the bot, and what comes back is shown. */
import { type Block, type Button, Message } from './block-kit-validator.ts';
import type { FakeSlack } from './slack.ts';
import { inputsOf, stateOf, type Typed } from './slack-form.ts';
import { viewIn } from './slack-methods.ts';
import { type Answer, commandBody, type Door, deliver, deliverEvent, interactionBody } from './slack-wire.ts';
import type { FakeMessage, OpenView } from './slack-workspace.ts';

export type SlackPerson = ReturnType<typeof slackPerson>;

/** `channel` is where the person is; the bot need not be in it. */
export function slackPerson(slack: FakeSlack, door: Door, id: string, channel = 'C0GENERAL') {
  const user = () => ({ id, username: id, team_id: slack.users.get(id)?.team_id ?? slack.team });
  const rest = { team: { id: slack.team, domain: 'contoso' }, api_app_id: 'A0', token: 'legacy' };
  let typed: Typed = {};
  let errors: Readonly<Record<string, string>> = {};

  /** What the person sees where they are, and of what is theirs alone, the newest last: other channels are elsewhere. */
  const seen = () => {
    const mine = slack.messages.filter(
      (one) => one.only === id || one.channel === `D${id}` || (!one.only && one.channel === channel),
    );
    const theirs = slack.responses.filter((one) => one.user === id);
    return [...mine, ...theirs].sort((a, b) => (a.ts < b.ts ? -1 : 1));
  };
  const windowNow = () => slack.stackOf(id).at(-1) ?? null;

  function keep(answer: Answer): void {
    if (answer.json === null) return;
    const message = Message.parse({ blocks: [{ type: 'divider' }], ...Object(answer.json) });
    const ts = slack.stamp();
    slack.responses.push({
      ...slack.named(message),
      channel,
      ts,
      thread_ts: null,
      only: id,
      metadata: null,
      sent: {},
      user: id,
      replaces: false,
    });
  }

  /** Does what the bot's answer to a form says, as Slack would, and refuses what Slack would. */
  function obey(answer: Answer, open: OpenView): void {
    if (answer.json === null) return void slack.views.delete(open.id);
    const { response_action: action, view, errors: said } = Object(answer.json);
    if (action === 'errors') {
      const strays = Object.keys(said).filter((name) => !inputsOf(open.view).has(name));
      if (strays.length > 0) throw new Error(`errors for fields that are not there: ${strays}`);
      errors = said;
      return;
    }
    const next = viewIn(slack, JSON.stringify(view), 'modal');
    if (action === 'update') slack.views.set(open.id, { ...open, view: next, hash: slack.next('hash') });
    else if (action === 'push' && slack.stackOf(id).length < 3) {
      const top = slack.next('V');
      slack.views.set(top, {
        id: top,
        hash: slack.next('hash'),
        user: id,
        view: next,
        previous: open.id,
        root: open.root,
      });
    } else throw new Error(`Slack does not ${action} here`);
  }

  function viewPayload({ view, previous, ...open }: OpenView) {
    return {
      ...view,
      id: open.id,
      hash: open.hash,
      previous_view_id: previous,
      root_view_id: open.root,
      callback_id: '',
      ...view,
    };
  }

  return {
    id,
    channel,
    window: windowNow,
    home: () => slack.homes.get(id)?.view ?? null,
    messages: seen,
    message: () => seen().at(-1) ?? null,
    /** What stands at the fields after a refused save. */
    errors: () => errors,

    async command(text: string, more: Readonly<Record<string, string>> = {}): Promise<Answer> {
      const ids = { team_id: slack.team, user_id: id, channel_id: channel, trigger_id: slack.trigger(id) };
      const answer = await deliver(
        door,
        commandBody({ text, ...ids, response_url: slack.responseUrl(id, channel), ...more }),
      );
      keep(answer);
      return answer;
    },

    /** Chooses "Raise as alert" in the menu of a message of the person's channel. */
    chooses: (message: object, more: object = {}): Promise<Answer> => {
      const where = { channel: { id: channel, name: 'general' }, response_url: slack.responseUrl(id, channel) };
      const callback = { type: 'message_action', callback_id: 'raise.message', action_ts: '1', message_ts: '1.1' };
      const trigger_id = slack.trigger(id);
      return deliver(
        door,
        interactionBody({ ...callback, user: user(), ...rest, trigger_id, ...where, message, ...more }),
      );
    },
    /** Chooses "Raise an alert" among all shortcuts, which have no channel. */
    shortcut: (more: object = {}): Promise<Answer> => {
      const callback = { type: 'shortcut', callback_id: 'raise.global', action_ts: '1' };
      return deliver(
        door,
        interactionBody({ ...callback, user: user(), ...rest, trigger_id: slack.trigger(id), ...more }),
      );
    },

    /** In a direct message. */
    say: (text: string, more: object = {}) => {
      const event = {
        type: 'message',
        channel_type: 'im',
        channel: `D${id}`,
        user: id,
        text,
        ts: slack.next('1.'),
        ...more,
      };
      if (!slack.channels.has(`D${id}`)) slack.addChannel(`D${id}`, { is_im: true, members: [id, slack.bot.user] });
      return deliverEvent(door, event, { id: slack.next('Ev'), team: slack.team });
    },
    /** Slack delivers an event again under the same id. */
    mention: (text: string, more: object = {}, delivery: { id?: string; retry?: number } = {}) => {
      const event = {
        type: 'app_mention',
        channel,
        user: id,
        text: `<@${slack.bot.user}> ${text}`,
        ts: slack.next('1.'),
        ...more,
      };
      return deliverEvent(door, event, { id: slack.next('Ev'), team: slack.team, ...delivery });
    },
    /** What Slack tells of the person's channel, or of what they did there. */
    event: (event: object) =>
      deliverEvent(door, { user: id, channel, ...event }, { id: slack.next('Ev'), team: slack.team }),
    openHome: () =>
      deliverEvent(
        door,
        { type: 'app_home_opened', user: id, tab: 'home' },
        { id: slack.next('Ev'), team: slack.team },
      ),

    /**
     * Presses the button of that id in the open window, the newest message or a given one, or on the Home tab. `chosen` is what the
     * person chose in the menu next to it.
     */
    press(
      button: string,
      how: { on?: 'window' | 'message' | 'home'; nth?: number; message?: FakeMessage; chosen?: string } = {},
    ): Promise<Answer> {
      const usual = windowNow() ? 'window' : seen().length > 0 ? 'message' : 'home';
      const on = how.message ? 'message' : (how.on ?? usual);
      const open = on === 'window' ? windowNow() : on === 'home' ? (slack.homes.get(id) ?? null) : null;
      const message = how.message ?? (on === 'message' ? (seen().at(-1) ?? null) : null);
      const blocks = open?.view.blocks ?? message?.blocks ?? [];
      const found = buttonIn(blocks, button, how.nth ?? 0);
      const state = { values: chosenIn(blocks, how.chosen ?? null) };
      const where = open
        ? { view: { ...viewPayload(open), state }, container: { type: 'view', view_id: open.id } }
        : {
            state,
            message: { ts: message?.ts, thread_ts: message?.thread_ts },
            channel: { id: message?.channel },
            container: {
              type: 'message',
              message_ts: message?.ts,
              channel_id: message?.channel,
              is_ephemeral: !!message?.only,
            },
            response_url: slack.responseUrl(id, message?.channel ?? ''),
          };
      const trigger_id = slack.trigger(id, open?.view.type === 'modal' ? open.id : null);
      return deliver(
        door,
        interactionBody({ type: 'block_actions', user: user(), ...rest, trigger_id, ...where, actions: [found] }),
      );
    },

    /** Chooses in a menu of the newest message, without pressing the button next to it. */
    picks(menu: string, value: string): Promise<Answer> {
      const message = seen().at(-1);
      const found = menusIn(message?.blocks ?? []).find(({ action_id }) => action_id === menu);
      const { type, action_id, block_id } = found ?? {};
      const action = { type, action_id, block_id, selected_option: { value }, action_ts: '1' };
      const where = { container: { type: 'message', is_ephemeral: true }, channel: { id: channel } };
      const trigger_id = slack.trigger(id);
      return deliver(
        door,
        interactionBody({ type: 'block_actions', user: user(), ...rest, trigger_id, ...where, actions: [action] }),
      );
    },

    /** Types into a menu of the open window, or of a message, that is searched; resolves with what it then shows. */
    async seeks(field: string, value: string): Promise<Answer> {
      const open = windowNow();
      const where = open ? { view: viewPayload(open) } : { container: { type: 'message', is_ephemeral: true } };
      const what = { action_id: field, block_id: field, value };
      return deliver(door, interactionBody({ type: 'block_suggestion', user: user(), ...rest, ...where, ...what }));
    },

    /** Types into the open window; what was typed before stays. */
    fill(values: Typed): void {
      typed = { ...typed, ...values };
    },

    /** Saves the open window, with what was typed. `force` sends what Slack's client would hold back. */
    async save(values: Typed = {}, how: { force?: boolean } = {}): Promise<Answer> {
      const open = windowNow();
      if (!open) throw new Error('no window is open');
      [typed, errors] = [{ ...typed, ...values }, {}];
      const state = { values: stateOf(open.view, typed, how.force ?? false) };
      const payload = { type: 'view_submission', user: user(), ...rest, trigger_id: slack.trigger(id, open.id) };
      const answer = await deliver(door, interactionBody({ ...payload, view: { ...viewPayload(open), state } }));
      obey(answer, open);
      if (Object.keys(errors).length === 0 && windowNow()?.view.blocks.every(({ type }) => type !== 'input'))
        typed = {};
      return answer;
    },

    /** Closes the topmost window, and those below it where it says so. */
    close(): void {
      const open = windowNow();
      const all = open?.view.type === 'modal' && open.view.clear_on_close;
      for (const { id: view } of all ? slack.stackOf(id) : open ? [open] : []) slack.views.delete(view);
      typed = {};
    },
  };
}

/** The menus of a message, with the ids of their blocks. */
export function menusIn(blocks: readonly Block[]) {
  return blocks.flatMap((block) =>
    block.type === 'actions'
      ? block.elements.flatMap((one) => (one.type === 'button' ? [] : [{ ...one, block_id: block.block_id }]))
      : [],
  );
}

/** The state of the menus of a message, as Slack sends it: null where nobody chose. */
function chosenIn(blocks: readonly Block[], chosen: string | null) {
  return Object.fromEntries(
    menusIn(blocks).map(({ block_id = '', action_id, type }) => {
      const selected_option = chosen === null ? null : { value: chosen };
      return [block_id, { [action_id]: { type, selected_option } }];
    }),
  );
}

function buttonIn(blocks: readonly Block[], id: string, nth: number): object {
  const all = blocks.flatMap((block) => buttonsOf(block).map((button) => ({ ...button, block_id: block.block_id })));
  const found = all.filter(({ action_id }) => action_id === id)[nth];
  if (!found) throw new Error(`no button ${id}; there are: ${all.map(({ action_id }) => action_id)}`);
  const { confirm: _, style: __, accessibility_label: ___, ...sent } = found;
  return { ...sent, action_ts: '1' };
}

export type Pressable = Omit<Button, 'type'> & { type: 'button' | 'feedback_buttons' };

/** The buttons that a person sees. Those for feedback share one action id. */
export function buttonsOf(block: Block): readonly Pressable[] {
  if (block.type === 'context_actions')
    return block.elements.flatMap(({ type, action_id = '', positive_button, negative_button }) =>
      [positive_button, negative_button].map((half) => ({ type, action_id, ...half })),
    );
  if (block.type === 'actions') return block.elements.filter((one) => one.type === 'button');
  return block.type === 'section' && block.accessory ? [block.accessory] : [];
}

/** Every text that a person can read in it, one a line. */
export function textIn(thing: unknown): string {
  if (Array.isArray(thing)) return thing.map(textIn).filter(Boolean).join('\n');
  if (typeof thing !== 'object' || thing === null) return '';
  return Object.entries(thing)
    .map(([key, value]) => (key === 'text' && typeof value === 'string' ? value : textIn(value)))
    .filter(Boolean)
    .join('\n');
}
