import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addressOfHost, appManifest, createAppLink } from '../../../adapters/slack/app-manifest/manifest.ts';
import { messages } from '../../../src/messages/messages.ts';
import { manifestIn, manifestOfLink } from '../../support/slack-manifest.ts';

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
  'usergroups:read': 'usergroups.list',
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
  const manifest = manifestIn(readFileSync(new URL('../../../manifest.json', import.meta.url), 'utf8'));

  it('asks for the scopes that have a use, and for no other', () => {
    expect(manifest.oauth_config.scopes.bot).toEqual(Object.keys(scopes).sort());
    expect(manifest.oauth_config.scopes.bot_optional).toEqual(['usergroups:read']);
  });

  it('subscribes to the events that are handled', () => {
    expect(manifest.settings.event_subscriptions.bot_events).toEqual(handled);
  });

  it('names the command of the README, and has the ids of whom its words mention', () => {
    expect(manifest.features.slash_commands).toMatchObject([{ command: '/security-contact', should_escape: true }]);
  });

  it('has both shortcuts that raise an alert', () => {
    const ids = manifest.features.shortcuts.map(({ type, callback_id }) => [type, callback_id]);
    expect(ids).toEqual([
      ['message', 'raise.message'],
      ['global', 'raise.global'],
    ]);
  });

  it('hints at verbs that there are, first of all at help, and in a few words', () => {
    const { verbs } = messages('en').help;
    const [{ usage_hint = '' } = {}] = manifest.features.slash_commands;
    const [first, ...more] = usage_hint.match(/\w+/g) ?? [];
    expect(first).toBe('help');
    expect(more.filter((word) => !(word in verbs))).toEqual([]);
    expect(usage_hint.length).toBeLessThanOrEqual(40);
  });
});

describe('the manifest for Socket Mode', () => {
  const socket = appManifest(null);

  it('has no address, and else what the other has', () => {
    expect(manifestIn(JSON.stringify(socket)).settings.socket_mode_enabled).toBe(true);
    expect(JSON.stringify(socket)).not.toMatch(/https?:|_url/);
    const { settings, ...rest } = Object(JSON.parse(JSON.stringify(appManifest('https://bot.example.com'))));
    delete rest.features.slash_commands[0].url;
    expect(socket).toMatchObject(rest);
    expect(Object(socket).settings.event_subscriptions.bot_events).toEqual(settings.event_subscriptions.bot_events);
  });
});

describe('the manifest for HTTP', () => {
  it('has the address of the host wherever Slack sends something', () => {
    const { features, settings } = manifestIn(JSON.stringify(appManifest('https://bot.contoso.example:8443')));
    const url = 'https://bot.contoso.example:8443/slack/events';
    expect(features.slash_commands).toMatchObject([{ url }]);
    expect(settings).toMatchObject({
      event_subscriptions: { request_url: url },
      interactivity: { request_url: url, message_menu_options_url: url },
      socket_mode_enabled: false,
    });
  });

  it.each([
    ['bot.example.com', 'https://bot.example.com'],
    ['Bot.Example.com', 'https://bot.example.com'],
    ['bot.example.com:8443', 'https://bot.example.com:8443'],
    ['bücher.example', 'https://xn--bcher-kva.example'],
    ['xn--bcher-kva.xn--p1ai', 'https://xn--bcher-kva.xn--p1ai'],
  ])('has %s as its host', (host, address) => {
    expect(addressOfHost(host)).toBe(address);
  });

  it.each([
    '',
    'localhost',
    'localhost:3978',
    '127.0.0.1',
    '10.1',
    '[::1]',
    'https://bot.example.com',
    'http://bot.example.com/',
    'bot.example.com/slack/events',
    'bot.example.com?x=1',
    'bot.example.com#x',
    'me@bot.example.com',
    'bot..example.com',
    'bot.example.com.',
    'bot_1.example.com',
    'bot.example.com:99999',
    'bot example.com',
    `${'a'.repeat(64)}.example`,
  ])('has no host of %j', (host) => {
    expect(addressOfHost(host)).toBeNull();
  });
});

describe('the link that creates the app', () => {
  const longest = `https://${`${'a'.repeat(60)}.`.repeat(4)}example`;

  it.each([null, 'https://bot.example.com', longest])('brings Slack the manifest: %s', (address) => {
    const manifest = appManifest(address);
    const link = createAppLink(manifest);
    expect(manifestOfLink(link)).toEqual(manifest);
    expect(link).toMatch(/^[\w:/.?=&%~-]+$/);
  });
});
