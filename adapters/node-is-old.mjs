/**
 * True when this Node.js cannot run the bot: it needs one that reads TypeScript as it is, which began with 22.18 and 23.6. Plain JavaScript
 * for an older Node.
 */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
export const nodeIsOld = major < 22 || (major === 22 && minor < 18) || (major === 23 && minor < 6);
