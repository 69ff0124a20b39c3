/** Files, in Slack's three steps: ask for an address, put the bytes there, say where they belong. */
import type { Workspace } from './slack-workspace.ts';

type Args = Readonly<Record<string, string>>;

export interface FakeFile {
  id: string;
  name: string;
  length: number;
  /** Null until it was put. */
  content: string | null;
  /** Null until it was completed. */
  channel: string | null;
  comment: string;
}

/** https://docs.slack.dev/messaging/working-with-files#upload. `origin` is where the bytes go. */
export function fileMethods(slack: Workspace, refuse: (code: string) => never, origin: () => string) {
  return {
    'files.getUploadURLExternal': ({ filename = '', length = '' }: Args) => {
      if (filename === '' || !(Number(length) > 0)) refuse('invalid_arguments');
      const id = slack.next('F');
      slack.files.set(id, { id, name: filename, length: Number(length), content: null, channel: null, comment: '' });
      return { upload_url: `${origin()}/upload/${id}`, file_id: id };
    },
    'files.completeUploadExternal': ({ files = '[]', channel_id = '', initial_comment = '' }: Args) => {
      const listed: { id: string; title?: string }[] = JSON.parse(files);
      for (const { id } of listed) {
        const file = slack.files.get(id) ?? refuse('file_not_found');
        if (file.content === null) refuse('file_not_found');
        if (!slack.channels.has(channel_id)) refuse('channel_not_found');
        slack.files.set(id, { ...file, channel: channel_id, comment: initial_comment });
      }
      return { files: listed };
    },
  };
}

/** Takes the bytes; false when they are not those that were announced. */
export function putFile(slack: Workspace, id: string, content: string): boolean {
  const file = slack.files.get(id);
  if (!file || Buffer.byteLength(content) !== file.length) return false;
  slack.files.set(id, { ...file, content });
  return true;
}
