import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { words } from '../../../src/messages/words.ts';

/** As Slack's own schema has it, and stricter: what we do not use may not be there. https://docs.slack.dev/reference/app-manifest */
const url = z
  .url({ protocol: /^https$/ })
  .max(3_500)
  .endsWith('/slack/events');
const Manifest = z.strictObject({
  _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.int() }),
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().max(140),
    long_description: z.string().min(175).max(4_000),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.literal(true),
      messages_tab_enabled: z.literal(true),
      messages_tab_read_only_enabled: z.literal(false),
    }),
    bot_user: z.strictObject({ display_name: z.string().max(80), always_online: z.boolean() }),
    shortcuts: z.array(
      z.strictObject({
        name: z.string().min(1).max(24),
        type: z.enum(['message', 'global']),
        callback_id: z.string().max(255),
        description: z.string().min(1).max(150),
      }),
    ),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().min(2).max(32).startsWith('/'),
          url,
          description: z.string().min(1).max(2_000),
          usage_hint: z.string().max(1_000),
          should_escape: z.boolean(),
        }),
      )
      .length(1),
  }),
  oauth_config: z.strictObject({ scopes: z.strictObject({ bot: z.array(z.string()) }) }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: url, bot_events: z.array(z.string()).max(100) }),
    interactivity: z.strictObject({ is_enabled: z.literal(true), request_url: url, message_menu_options_url: url }),
    org_deploy_enabled: z.literal(false),
    socket_mode_enabled: z.literal(false),
    token_rotation_enabled: z.literal(false),
  }),
});

/** Each scope with the methods and events that need it: Slack's schema takes any word. */
const scopes: Record<string, string> = {
  'app_mentions:read': 'app_mention',
  'channels:history': 'finding a post whose answer was lost, in public channels',
  'channels:join': 'conversations.join',
  'channels:read': 'conversations.info and .members, public; member_joined_channel, channel_archive and its like',
  'chat:write': 'chat.postMessage, .postEphemeral, .update',
  commands: 'the slash command, the shortcuts',
  'files:write': 'exports',
  'groups:history': 'finding a post whose answer was lost, in private channels',
  'groups:read': 'conversations.info and .members, private; member_joined_channel, group_archive and its like',
  'im:history': 'message.im',
  'im:write': 'conversations.open',
  'users:read': 'users.info, user_change',
  'users:read.email': 'users.lookupByEmail, the address of users.info',
};
const handled = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'channel_archive',
  'channel_deleted',
  'channel_left',
  'channel_shared',
  'channel_unarchive',
  'channel_unshared',
  'group_archive',
  'group_deleted',
  'group_left',
  'group_unarchive',
  'member_joined_channel',
  'message.im',
  'tokens_revoked',
  'user_change',
];

describe('the manifest', () => {
  const manifest = Manifest.parse(JSON.parse(readFileSync(new URL('../../../manifest.json', import.meta.url), 'utf8')));

  it('asks for the scopes that have a use, and for no other', () => {
    expect(manifest.oauth_config.scopes.bot).toEqual(Object.keys(scopes).sort());
  });

  it('subscribes to the events that are handled', () => {
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(handled);
  });

  it('names the command of the README, and takes its words as they are typed', () => {
    expect(manifest.features.slash_commands).toMatchObject([{ command: '/security-contact', should_escape: false }]);
  });

  it('has both shortcuts that raise an alert', () => {
    const ids = manifest.features.shortcuts.map(({ type, callback_id }) => [type, callback_id]);
    expect(ids).toEqual([
      ['message', 'raise.message'],
      ['global', 'raise.global'],
    ]);
  });

  it('hints at every verb of the list that needs no number', () => {
    const { verbs: lines } = words('en').help;
    const hinted = manifest.features.slash_commands[0]?.usage_hint.match(/\w+/g) ?? [];
    const { ack: _withNumber, ...others } = lines;
    expect(hinted.toSorted()).toEqual([...Object.keys(others), 'tenant'].sort());
  });
});
