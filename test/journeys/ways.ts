/** The ways on which people reach the bot: Teams, and Slack by both its entrances. A story that runs on each is one suite. */
import { afterAll, beforeAll } from 'vitest';

export const ways = ['slack', 'slack by socket', 'teams'] as const;

let socketMode = false;

/** Whether Slack comes to the stages that begin now by Socket Mode, in place of HTTP. */
export const isSocketMode = () => socketMode;

/** The tests of the `describe` around it have the stage on this way. Returns the platform. */
export function by(way: (typeof ways)[number]): 'slack' | 'teams' {
  beforeAll(() => {
    socketMode = way === 'slack by socket';
  });
  afterAll(() => {
    socketMode = false;
  });
  return way === 'teams' ? 'teams' : 'slack';
}
