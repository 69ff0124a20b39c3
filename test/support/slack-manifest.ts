/** What Slack makes of a manifest: as its own schema has it, and stricter, since what we do not use may not be there. */
import { z } from 'zod';

/** https://docs.slack.dev/reference/app-manifest; without Socket Mode Slack has to be told where to send things. */
const url = z
  .url({ protocol: /^https$/ })
  .max(3_000)
  .endsWith('/slack/events');

function manifestWith<Address extends z.ZodType, Socket extends boolean>(address: Address, socketMode: Socket) {
  return z.strictObject({
    _metadata: z.strictObject({ major_version: z.literal(2), minor_version: z.int() }),
    display_information: z.strictObject({
      name: z.string().min(1).max(35),
      description: z.string().max(140),
      long_description: z.string().min(175).max(4_000),
      background_color: z.string().regex(/^#[0-9a-f]{6}$/),
    }),
    features: z.strictObject({
      app_home: z.strictObject({
        home_tab_enabled: z.literal(true),
        messages_tab_enabled: z.literal(true),
        messages_tab_read_only_enabled: z.literal(false),
      }),
      bot_user: z.strictObject({ display_name: z.string().max(80), always_online: z.boolean() }),
      shortcuts: z.array(
        z.strictObject({
          name: z.string().min(1).max(24),
          type: z.enum(['message', 'global']),
          callback_id: z.string().max(255),
          description: z.string().min(1).max(150),
        }),
      ),
      slash_commands: z
        .array(
          z.strictObject({
            command: z.string().min(2).max(32).startsWith('/'),
            url: address,
            description: z.string().min(1).max(2_000),
            usage_hint: z.string().min(1).max(1_000),
            should_escape: z.boolean(),
          }),
        )
        .length(1),
    }),
    oauth_config: z.strictObject({
      scopes: z
        .strictObject({ bot: z.array(z.string()), bot_optional: z.array(z.string()) })
        // https://docs.slack.dev/reference/app-manifest#oauth
        .refine(({ bot, bot_optional }) => bot_optional.every((scope) => bot.includes(scope))),
    }),
    settings: z.strictObject({
      event_subscriptions: z.strictObject({ request_url: address, bot_events: z.array(z.string().max(50)).max(100) }),
      interactivity: z.strictObject({
        is_enabled: z.literal(true),
        request_url: address,
        message_menu_options_url: address,
      }),
      org_deploy_enabled: z.literal(false),
      socket_mode_enabled: z.literal(socketMode),
      token_rotation_enabled: z.literal(false),
    }),
  });
}

const Manifest = z.union([manifestWith(url, false), manifestWith(z.undefined().optional(), true)]);
export type Manifest = z.infer<typeof Manifest>;

/** Returns the manifest as Slack understood it. Throws for one that it would refuse. */
export function manifestIn(text: string): Manifest {
  return Manifest.parse(JSON.parse(text));
}

/** Follows the link that creates an app: what Slack would then show, filled in. Throws where it would show an empty form. */
export function manifestOfLink(link: string): Manifest {
  const { origin, pathname, searchParams } = new URL(link);
  if (`${origin}${pathname}` !== 'https://api.slack.com/apps' || searchParams.get('new_app') !== '1')
    throw new Error('this is no link that creates an app');
  // What servers take, more or less: https://www.rfc-editor.org/rfc/rfc9110#section-4.1
  if (link.length > 8_000) throw new Error('414 URI Too Long');
  return manifestIn(searchParams.get('manifest_json') ?? '');
}
