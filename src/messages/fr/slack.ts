import type { slack as english } from '../en/slack.ts';

export const slack: typeof english = {};
