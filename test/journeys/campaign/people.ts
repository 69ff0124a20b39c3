/** Those who work on the alerts during the campaign: a sender, and the people on call. */
import type { Alert } from '../../../src/domain/alert/alert.ts';
import { alert, post } from '../../support/sender.ts';
import { buttonsOf } from '../../support/slack-person.ts';
import type { Dice } from '../../year/dice.ts';
import type { Scene } from './scene.ts';
import { tenantOf, tenants } from './scene.ts';

/** The alert of that number has this title, which is in all its cards. */
export const titleOf = (number: number) => `Number ${number}.`;

export type Sender = ReturnType<typeof createSender>;

/** Repeats each alert until it is accepted, as senders do. */
export function createSender(dice: Dice) {
  const waiting = new Map<number, Record<string, unknown>>();
  let accepted: ReadonlySet<number> = new Set();
  let count = 0;

  async function send(url: string, number: number, what: Record<string, unknown>): Promise<void> {
    const said = await post(url, what).catch(() => null);
    if (said?.status !== 202) return;
    accepted = new Set([...accepted, number]);
    waiting.delete(number);
  }

  return {
    accepted: () => accepted,
    open: () => waiting.size,
    async sends(url: string, more: number): Promise<void> {
      for (let n = 0; n < more; n++) {
        count += 1;
        const severity = dice.pick(['high', 'medium', 'low']);
        const partnerTenantId = tenantOf(count % tenants);
        waiting.set(count, alert({ id: String(count), displayName: titleOf(count), severity, partnerTenantId }));
      }
      await Promise.all([...waiting].map(([number, what]) => send(url, number, what)));
    },
    /**
     * A backup is made. What it returns tells that it was restored: of what was accepted only what the backup has counts,
     * and nothing of that time is sent again.
     */
    backsUp(): () => void {
      const before = accepted;
      return () => {
        accepted = before;
        waiting.clear();
      };
    },
  };
}

/** What somebody does with an alert as it is now. */
const deeds = {
  active: ['ack', 'ack', 'ack', 'resolve'],
  investigating: ['reopen', 'resolve'],
  resolved: ['reopen'],
} as const;

/** The people on call. Half of the time they go on with one of the last alerts, so that edits of one card follow close on each other. */
export function createPeople(scene: Scene, dice: Dice) {
  const counts = { deeds: 0 };
  let last: readonly number[] = [];

  /**
   * Somebody acknowledges, resolves or reopens an alert, in words or by a button of a card, on either platform. Resolves with its
   * number, or with null where the bot was not there to answer.
   */
  async function act(alerts: readonly Alert[]): Promise<number | null> {
    const again = alerts.filter(({ number }) => last.includes(number));
    const alert = dice.pick(again.length > 0 && dice.chance(0.5) ? again : alerts);
    const deed = dice.pick(deeds[alert.status]);
    const words = `${deed} ${alert.number}${deed === 'resolve' ? ' legitimate' : ''}`;
    const press = dice.chance(0.6) && deed !== 'resolve' ? pressing(alert, deed, scene, dice) : null;
    try {
      await (press?.() ?? scene.sam.command(words));
      return alert.number;
    } catch {
      return null;
    }
  }

  return {
    counts,
    /** They do that many things, while `goesOn`. `note` gets the number of each alert. */
    async work(most: number, goesOn: () => boolean, note: (number: number) => void): Promise<void> {
      for (let n = 0; n < most && goesOn(); n++) {
        const known = (await scene.alerts()).filter(({ tenantId }) => tenantId !== null);
        const number = known.length > 0 ? await act(known) : null;
        if (number === null) continue;
        counts.deeds += 1;
        last = [...last, number].slice(-3);
        note(number);
      }
    },
  };
}

/** Presses the button of a card that shows it; null where none does. */
function pressing({ content }: Alert, deed: 'ack' | 'reopen', scene: Scene, dice: Dice) {
  const button = deed === 'ack' ? 'alerts.acknowledge' : 'alerts.reopen';
  const number = Number(/\d+/.exec(content.displayName));
  const title = titleOf(number);
  const rooms = scene.rooms[number % tenants] ?? [];
  const onSlack = scene.slack.messages.filter(
    ({ channel, blocks }) =>
      rooms.some(({ slack }) => slack === channel) &&
      JSON.stringify(blocks).includes(title) &&
      blocks.flatMap(buttonsOf).some(({ action_id }) => action_id === button),
  );
  const onTeams = rooms.filter(({ teams }) =>
    scene.teams.messages(teams).some((message) => {
      const card = JSON.stringify(message.attachments ?? []);
      return card.includes(title) && card.includes(`"${button}"`);
    }),
  );
  const ways = [
    ...onSlack.map((message) => () => scene.sam.press(button, { message })),
    ...onTeams.map(({ teams }) => () => {
      const tina = scene.tina(teams);
      const isAbout = (data: unknown) => JSON.stringify(data).includes(` ${number}"`);
      return tina.press(button, {}, ({ data }) => isAbout(data));
    }),
  ];
  return ways.length > 0 ? dice.pick(ways) : null;
}
