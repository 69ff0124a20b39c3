import template from '../../../manifest.json' with { type: 'json' };

const sample = template.settings.interactivity.request_url;

/**
 * Returns the manifest of the bot's Slack app. `address` is where Slack sends its requests, such as
 * `https://bot.example.com`; null makes an app for Socket Mode, whose manifest has no address at all.
 * https://docs.slack.dev/reference/app-manifest
 */
export function appManifest(address: string | null): Record<string, unknown> {
  const url = address === null ? undefined : `${address}/slack/events`;
  const manifest = JSON.parse(JSON.stringify(template, (_key, value) => (value === sample ? url : value)));
  return { ...manifest, settings: { ...manifest.settings, socket_mode_enabled: address === null } };
}

/**
 * Returns the link at which Slack offers to create an app with this manifest. It has no sign at which a terminal ends a
 * link. https://docs.slack.dev/app-manifests/configuring-apps-with-app-manifests
 */
export function createAppLink(manifest: object): string {
  const encoded = encodeURIComponent(JSON.stringify(manifest));
  const whole = encoded.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `https://api.slack.com/apps?new_app=1&manifest_json=${whole}`;
}

/**
 * Returns the address of a host in the public name system, such as `https://bot.example.com` of `bot.example.com`, with
 * its port where it has one; null for anything else.
 */
export function addressOfHost(host: string): string | null {
  const url = URL.parse(`https://${host}`);
  const labels = url?.hostname.split('.') ?? [];
  const isPublic = labels.length > 1 && labels.every((label) => /^[a-z0-9-]{1,63}$/.test(label));
  // The last label of an IPv4 address is a number, so this refuses addresses.
  if (!url || !isPublic || !/[a-z]/.test(labels.at(-1) ?? '')) return null;
  return url.href === `${url.origin}/` ? url.origin : null;
}
