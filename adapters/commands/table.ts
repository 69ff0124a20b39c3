import type { CommandDefinition } from './command.ts';

/** A command's entry in the table. */
export interface CommandEntry {
  /** What it does, in the list of commands: at most 70 characters, no full stop. */
  summary: string;
  /** Loads the command. Nothing else is loaded: each command has modules that others do not need. */
  load(): Promise<{ command: CommandDefinition }>;
}

/** The commands of `security-contact` by name, in the order in which the help lists them. */
export const commands: Readonly<Record<string, CommandEntry>> = {
  serve: { summary: 'runs the bot', load: () => import('./serve.ts') },
  import: { summary: 'adds and updates partner tenants from a file', load: () => import('./import.ts') },
  export: { summary: 'writes the partner tenants and their contacts as JSON', load: () => import('./export.ts') },
  backup: { summary: 'copies the whole state into a file', load: () => import('./backup.ts') },
  restore: { summary: 'puts a backup in the place of the state', load: () => import('./restore.ts') },
  verify: { summary: 'checks that the history is as it was written', load: () => import('./verify.ts') },
  person: { summary: 'prints what is stored of a person, or erases it', load: () => import('./person.ts') },
  alert: { summary: 'sends one signed alert to the bot on this machine', load: () => import('./alert.ts') },
  report: { summary: 'prints how the alerts of a month were answered', load: () => import('./report.ts') },
  ask: { summary: 'answers questions on standard input', load: () => import('./ask.ts') },
  source: { summary: 'tries the body of a sender, or lists the senders', load: () => import('./source.ts') },
  receiver: { summary: 'sends a test event to a receiver, or lists them', load: () => import('./receiver.ts') },
  doctor: { summary: 'says what is wrong with the bot, and what to do', load: () => import('./doctor.ts') },
  replicas: { summary: 'says which replica acts, and which follow', load: () => import('./replicas.ts') },
  microsoft: { summary: 'signs a person in, as whom Microsoft is asked', load: () => import('./microsoft.ts') },
  slack: { summary: 'prints the link that creates the Slack app', load: () => import('./slack.ts') },
  teams: { summary: 'writes the app package for Teams', load: () => import('./teams.ts') },
};
