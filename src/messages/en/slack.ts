/** Words that only the Slack adapter needs. */
export const slack = {};
