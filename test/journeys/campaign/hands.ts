/** How people do what they do about alerts: in words and by buttons, in Slack and in Teams. */
import { vi } from 'vitest';
import type { Alert } from '../../../src/domain/alert/alert.ts';
import { type Identity, userOf } from '../../../src/domain/tenant/identity.ts';
import { messages } from '../../../src/messages/messages.ts';
import { plainOf } from '../../../src/view/view.ts';
import { buttonsOf } from '../../support/slack-person.ts';
import { actionsOf, type Entered } from '../../support/teams-person.ts';
import type { Dice } from '../../year/dice.ts';
import { numberOf } from './count.ts';
import type { ChangeAction } from './ledger.ts';
import { type Scene, tenants } from './scene.ts';
import { titleOf } from './sender.ts';

/** A deed, and what one has to know of its alert to do it. */
export interface Doing extends ChangeAction {
  alert: Alert;
}

/** Somebody who does things about alerts. */
export interface Hand {
  identity: Identity;
  /** What was shown to them alone so far, the oldest first. */
  heard(): readonly string[];
  /**
   * Returns what does the deed in one of the ways that there are for it now. It resolves with what the person was answered at once.
   * What a platform delivers again has `again`, which resolves with the status of the answer.
   */
  wayTo(doing: Doing, dice: Dice): Way;
}

export interface Way {
  act(): Promise<string>;
  again?: (retry: number) => Promise<number>;
}

const say = messages('en').alerts;
const first = (sentence: string) => sentence.split('.')[0] ?? '';

/** The beginnings of the sentences by which somebody knows that it is done. */
export const sentences: Record<ChangeAction['kind'], readonly string[]> = {
  acknowledge: [first(say.acknowledgedNow)],
  resolve: [first(say.resolvedNow)],
  reopen: [first(say.reopenedNow)],
  note: [first(say.notes.done)],
  give: [plainOf(say.givenNow('', false)).replace('.', '')],
  take: [first(say.takenNow), first(say.acknowledgedNow)],
  keep: [first(say.keptNow), first(say.keptOther)],
};

const verbs = {
  ...{ acknowledge: 'ack', resolve: 'resolve', reopen: 'reopen' },
  ...{ note: 'note', give: 'give', take: 'take', keep: 'keep' },
} as const;

/** The buttons of an alert's own card. */
const buttons: Partial<Record<ChangeAction['kind'], string>> = {
  ...{ acknowledge: 'alerts.acknowledge', reopen: 'alerts.reopen' },
  ...{ note: 'alerts.note', give: 'alerts.giveTo', take: 'alerts.take' },
};

/** What is typed. `to` is how the platform writes whom it is given to. */
function typed({ kind, alert, text }: Doing, to: string): string {
  const more: Partial<Record<ChangeAction['kind'], string>> = { resolve: 'legitimate', note: text, give: to };
  return `${verbs[kind]} ${alert.number} ${more[kind] ?? ''}`.trim();
}

const patient = { timeout: 1_500, interval: 10 };

export function handsOf(scene: Scene): Hand[] {
  return [
    ...scene.onSlack.map((person) => slackHand(scene, person)),
    ...scene.onTeams.map((person) => teamsHand(scene, person)),
  ];
}

function slackHand({ slack, room, rooms }: Scene, personIn: Scene['onSlack'][number]): Hand {
  const person = personIn();
  const { id } = person;

  /** The messages that have the button for the alert: its cards, and what hands it over. */
  function withButton(button: string, { alert }: Doing) {
    const ofTenant = rooms[numberOf(alert) % tenants] ?? [];
    const own = [...ofTenant.map((one) => one.slack), `D${id}`];
    return slack.messages.filter(
      ({ channel, blocks }) =>
        own.includes(channel) &&
        JSON.stringify(blocks).includes(JSON.stringify(alert.id)) &&
        blocks.flatMap(buttonsOf).some(({ action_id }) => action_id === button),
    );
  }

  /** Fills in the window that the button opens. */
  async function saves(values: Record<string, string | string[]>): Promise<string> {
    await vi.waitUntil(() => person.window()?.view.blocks.some(({ type }) => type === 'input'), patient);
    return (await person.save(values)).text;
  }

  async function presses(button: string, message: (typeof slack.messages)[number], doing: Doing): Promise<string> {
    while (person.window()) person.close();
    const { text } = await person.press(button, { message });
    if (doing.kind === 'note') return saves({ note: doing.text });
    return doing.kind === 'give' ? saves({ to: [userOf(doing.to ?? doing.by)] }) : text;
  }

  /** Mentions the bot in the alert's channel, in the thread of its card where it has one. */
  function mentions(doing: Doing, to: string): Way {
    const { slack: channel } = room(numberOf(doing.alert) % tenants);
    const thread = withButton('alerts.note', doing).find((one) => one.channel === channel)?.ts;
    const isInThread = doing.kind === 'note' && thread !== undefined;
    const text = isInThread ? `note ${doing.text}` : typed(doing, to);
    const [event, ts] = [slack.next('Ev'), slack.next('1.')];
    const says = (retry?: number) =>
      personIn(channel).mention(
        text,
        { ts, ...(isInThread ? { thread_ts: thread } : {}) },
        { id: event, ...(retry ? { retry } : {}) },
      );
    return { act: async () => (await says()).text, again: async (retry) => (await says(retry)).status };
  }

  return {
    identity: `slack:${slack.team}/${id}`,
    heard: () =>
      person
        .messages()
        .filter(({ only, channel }) => only === id || channel === `D${id}`)
        .map(({ blocks, text }) => JSON.stringify([text, blocks])),
    wayTo(doing, dice) {
      const to = doing.to === null ? '' : `<@${userOf(doing.to)}>`;
      const button = buttons[doing.kind];
      const shown = button === undefined ? [] : withButton(button, doing);
      if (button !== undefined && shown.length > 0 && dice.chance(0.5)) {
        const message = dice.pick(shown);
        return { act: () => presses(button, message, doing) };
      }
      if (dice.chance(0.6)) return mentions(doing, to);
      return { act: async () => (await person.command(typed(doing, to))).text };
    },
  };
}

function teamsHand({ teams, rooms, onTeams }: Scene, personIn: Scene['onTeams'][number]): Hand {
  const person = personIn();
  const nameOf = (id: Identity | null) =>
    onTeams.map((one) => one()).find(({ identity }) => identity === id)?.member.name ?? '';

  async function presses(button: string, address: string, { alert, kind, text, to }: Doing): Promise<string> {
    const here = personIn(address);
    const isAbout = (found: object) => Object(Object(found).data).value === alert.id;
    const answer = await here.press(button, {}, isAbout);
    if (kind !== 'note' && kind !== 'give') return JSON.stringify(answer.body);
    const entered: Entered = kind === 'note' ? { note: text } : { to: to ?? '' };
    const save = actionsOf(here.dialog() ?? {}).find(({ data }) => 'state' in Object(data));
    return JSON.stringify((await here.press(String(Object(save?.data).action), entered)).body);
  }

  return {
    identity: person.identity,
    heard: () => teams.messages(person.here.id).map((message) => JSON.stringify(message)),
    wayTo(doing, dice) {
      const button = buttons[doing.kind];
      const shown = (rooms[numberOf(doing.alert) % tenants] ?? []).filter((room) =>
        teams.messages(room.teams).some((message) => {
          const card = JSON.stringify(message.attachments ?? []);
          return card.includes(JSON.stringify(doing.alert.id)) && card.includes(`"${button}"`);
        }),
      );
      if (button !== undefined && shown.length > 0 && dice.chance(0.5)) {
        const { teams: address } = dice.pick(shown);
        return { act: () => presses(button, address, doing) };
      }
      const text = typed(doing, `@${nameOf(doing.to)}`);
      const id = `${person.member.id}-${dice.roll()}`;
      const says = () => person.says(text, { id });
      return { act: async () => JSON.stringify((await says()).body), again: async () => (await says()).status };
    },
  };
}

/** Returns whether one of these answers says that the deed is done: the answer names the alert, and a card shows the note. */
export function tellsDone({ kind, alert, text }: Doing, answers: readonly string[]): boolean {
  return answers.some((answer) => {
    if (!sentences[kind].some((sentence) => answer.includes(sentence))) return false;
    if (kind === 'note' && !answer.includes(text) && !isBrief(answer)) return false;
    return answer.includes(titleOf(numberOf(alert))) || answer.includes(alert.id);
  });
}

/** An answer without buttons is a sentence. */
const isBrief = (answer: string) => !answer.includes('"alerts.');
