/** An alert to send, and the number of the place that it belongs to: see `places`. */
export interface Sent {
  id: string;
  place: number;
}

/** Places below `twins` have a channel each; those from there on have two. */
export const twins = 50;
export const places = 55;

/** The channels of a place. `side` begins the names, so that both sides can use one made-up Slack at once. */
export function channelsOf(side: string, place: number): string[] {
  return place < twins ? [`${side}${place}`] : [`${side}${place}`, `${side}${place}B`];
}

/** What is compared, as a process. */
export interface Running {
  port: number;
  pid: number;
  /** CPU used so far, in µs. */
  cpuMicros(): number;
  stop(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
}

/** A folder with state, in which one process after the other runs. */
export interface Installed {
  start(): Promise<Running>;
  remove(): void;
}

export interface Side {
  /** Begins the names of its channels. */
  name: 'A' | 'C';
  install(how?: { interval?: string; wait?: string }): Promise<Installed>;
  /** One HTTP request with these alerts, ready to be written to a socket. */
  request(alerts: readonly Sent[]): Buffer;
}

export interface Sides {
  /** Null when it is not installed. */
  theirs: Side | null;
  ours: Side;
}

export function httpPost(path: string, headers: Readonly<Record<string, string>>, body: string): Buffer {
  const all = { host: '127.0.0.1', 'content-type': 'application/json', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(
    `POST ${path} HTTP/1.1\r\n${lines.join('')}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** About as long as a real one's. */
export const description = 'A sign-in from an unknown place created forty virtual machines in a subscription.';
