import { mentionsIn as slackMentions, typedText as slackWords } from '../../adapters/slack/api/slack-text.ts';
import { Activity, mentionsIn as teamsMentions, typedText as teamsWords } from '../../adapters/teams/api/activity.ts';
import { homeOf, type Identity, platformOf } from '../../src/domain/tenant/identity.ts';

/**
 * Returns the words and mentions of a text with mentions, as the platforms' doors make them of it: of `<@UBEA|bea>` as Slack writes it,
 * or of `<at>Bea</at>` where `mentioned` (object ids, in order) says who that is. A text without them stays as it is.
 */
export function typedBy(
  from: Identity,
  text: string,
  mentioned: readonly string[] = [],
): { words: string; mentions?: Identity[] } {
  if (platformOf(from) === 'slack' && text.includes('<@'))
    return { words: slackWords(text), mentions: slackMentions(text, homeOf(from), null) };
  if (platformOf(from) !== 'teams' || !text.includes('<at>')) return { words: text };
  const names = [...text.matchAll(/<at>[^<]*<\/at>/g)].map(([name]) => name);
  const activity = Activity.parse({
    ...{ type: 'message', channelId: 'msteams', serviceUrl: 'https://smba.example/', text },
    ...{ recipient: { id: '28:bot' }, conversation: { id: 'made up' } },
    entities: names.map((name, at) => ({
      type: 'mention',
      text: name,
      mentioned: { id: `29:${mentioned[at]}`, aadObjectId: mentioned[at] },
    })),
  });
  const mentions = teamsMentions(activity).map((id): Identity => `teams:${homeOf(from)}/${id}`);
  return { words: teamsWords(activity), mentions };
}
