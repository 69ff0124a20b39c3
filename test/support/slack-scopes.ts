/** Which scope a method of Slack's Web API needs. https://docs.slack.dev/reference/methods */
import manifest from '../../manifest.json' with { type: 'json' };

/** One of these is enough. */
const needed: Readonly<Record<string, readonly string[]>> = {
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.delete': ['chat:write'],
  'bots.info': ['users:read'],
  'users.info': ['users:read'],
  'users.lookupByEmail': ['users:read.email'],
  'usergroups.list': ['usergroups:read'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.members': ['channels:read', 'groups:read'],
  'conversations.join': ['channels:join'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'conversations.open': ['im:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.completeUploadExternal': ['files:write'],
};

/** What the app was granted: at first what the manifest asks for. */
export function grantedScopes(): Set<string> {
  return new Set(manifest.oauth_config.scopes.bot);
}

/** Slack's answer to a call that the granted scopes do not allow; null when they do. */
export function missingScope(method: string, granted: ReadonlySet<string>): object | null {
  const scopes = needed[method] ?? [];
  if (scopes.length === 0 || scopes.some((scope) => granted.has(scope))) return null;
  return { ok: false, error: 'missing_scope', needed: scopes[0], provided: [...granted].join(',') };
}
