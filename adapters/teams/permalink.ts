import type { Conversation } from '../../src/collections.ts';

/**
 * What "Copy link" gives for a channel's post; null for what is no channel's, and outside Microsoft's public cloud, whose
 * clients have other addresses. https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams
 */
export function permalink({ address, kind, reference }: Conversation, message: string): string | null {
  if (kind !== 'channel' || URL.parse(reference.serviceUrl ?? '')?.hostname.endsWith('.us')) return null;
  const more = new URLSearchParams({ tenantId: reference.tenant ?? '', parentMessageId: message });
  if (reference.group) more.set('groupId', reference.group);
  return `https://teams.microsoft.com/l/message/${encodeURIComponent(address)}/${encodeURIComponent(message)}?${more}`;
}
