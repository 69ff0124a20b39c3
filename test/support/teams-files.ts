/** The person's OneDrive, where a bot puts a file that was accepted. */

export interface FakeUpload {
  name: string;
  content: string;
}

export type Files = ReturnType<typeof fakeFiles>;

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4 */
export function fakeFiles(origin: () => string) {
  const sessions = new Map<string, string>();
  const uploads: FakeUpload[] = [];
  const state = { full: false };
  let count = 0;

  return {
    uploads,
    state,
    /** What Teams tells the bot when its file was accepted. */
    accept(name: string) {
      const id = `upload-${++count}`;
      sessions.set(id, name);
      return {
        name,
        uploadUrl: `${origin()}/sharepoint/${id}`,
        contentUrl: `https://contoso-my.sharepoint.com/personal/${id}/${name}`,
        uniqueId: `unique-${count}`,
        fileType: name.split('.').at(-1) ?? '',
      };
    },
    /** A session takes the whole file once. https://learn.microsoft.com/graph/api/driveitem-createuploadsession */
    put(id: string, range: string | undefined, content: string): number {
      const name = sessions.get(id);
      const size = Buffer.byteLength(content);
      if (!name) return 404;
      if (state.full) return 507;
      if (range !== `bytes 0-${size - 1}/${size}`) return 416;
      sessions.delete(id);
      uploads.push({ name, content });
      return 201;
    },
  };
}
