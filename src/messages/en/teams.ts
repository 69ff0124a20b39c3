/** Words that only the Teams adapter needs. */
export const teams = {};
