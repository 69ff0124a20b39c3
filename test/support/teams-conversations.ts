/** What Teams knows: who is in which conversation, and what was said there. */
import { cardProblems } from './adaptive-card-validator.ts';

export interface FakeMember {
  /** How Teams names the person to this bot. */
  id: string;
  name: string;
  aadObjectId: string;
  email?: string;
  tenantId?: string;
  userRole?: string;
}

export interface FakeMessage {
  id: string;
  text?: string;
  summary?: string;
  attachments?: { contentType: string; name?: string; contentUrl?: string; content: Record<string, unknown> }[];
  channelData?: unknown;
  [name: string]: unknown;
}

export interface FakeConversation {
  id: string;
  kind: 'personal' | 'groupChat' | 'channel';
  name?: string;
  team?: string;
  membershipType?: string;
  members: FakeMember[];
  /** Whether the bot may see it and write to it. */
  botIsIn: boolean;
  messages: FakeMessage[];
  /** What one member alone sees, for a day. */
  targeted: TargetedMessage[];
}

export interface TargetedMessage extends FakeMessage {
  /** The member's id. */
  to: string;
  /** When it was sent, epoch milliseconds. */
  at: number;
}

export interface Refusal {
  status: number;
  code: string;
}

/** Null when Teams takes it. */
export function refusalOf(activity: Record<string, unknown>): Refusal | null {
  if (Buffer.byteLength(JSON.stringify(activity), 'utf16le') > 100 * 1024)
    return { status: 413, code: 'MessageSizeTooBig' };
  if (activity.type === 'typing') return null;
  if (activity.type !== 'message') return { status: 400, code: 'BadSyntax' };
  const attachments: unknown[] = Array.isArray(activity.attachments) ? activity.attachments : [];
  if (!activity.text && attachments.length === 0) return { status: 400, code: 'BadSyntax' };
  const problems = attachments.flatMap(attachmentProblems);
  return problems.length > 0
    ? { status: 400, code: `BadCard_${problems[0]?.replace(/\W+/g, '_').slice(0, 40)}` }
    : null;
}

function attachmentProblems(attachment: unknown): string[] {
  const { contentType, content, name, contentUrl } = Object(attachment);
  if (typeof content !== 'object' || content === null) return ['no content'];
  switch (contentType) {
    case 'application/vnd.microsoft.card.adaptive':
      return cardProblems(content);
    case 'application/vnd.microsoft.teams.card.file.consent':
      return name && content.description && content.sizeInBytes > 0 && content.acceptContext ? [] : ['no consent'];
    case 'application/vnd.microsoft.teams.card.file.info':
      return name && contentUrl && content.uniqueId && content.fileType ? [] : ['no file'];
    default:
      return ['unknown attachment'];
  }
}
