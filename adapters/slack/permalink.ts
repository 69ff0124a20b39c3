/**
 * What chat.getPermalink answers for a message of its own, without a call for each. Null while the workspace's address is not known.
 * https://docs.slack.dev/reference/methods/chat.getPermalink
 */
export function permalink(site: string, channel: string, ts: string): string | null {
  if (!/^https?:\/\/\S+\/$/.test(site)) return null;
  return `${site}archives/${encodeURIComponent(channel)}/p${encodeURIComponent(ts.replace('.', ''))}`;
}
