import { existsSync, readFileSync } from 'node:fs';
import { type UnzipFileInfo, unzipSync } from 'fflate';
import { z } from 'zod';
import packageJson from '../../package.json' with { type: 'json' };
import { jsonOf } from '../http/message.ts';
import type { TeamsApp } from '../settings/config.ts';
import { type CheckResult, failed, fine, off, quoted } from './check.ts';
import { clockCheck } from './clock-check.ts';
import { httpRequest } from './http-request.ts';
import { type BotFound, requestsCheck } from './running-bot.ts';

/** Microsoft's libraries take long to load, so only a bot with Teams loads them. */
/** Loads what the checks of Teams ask with. */
export const loadCloud = () => import('../teams/api/cloud.ts');
const cloudFor = async (app: TeamsApp) => (await loadCloud()).cloudOf(app);

const secretFix =
  'Make a new one in the Entra admin center, “App registrations”, the bot’s app, “Certificates & secrets”, and set MicrosoftAppPassword to its value, not its id: docs/connect-teams.md.';
const appFix =
  'Compare MicrosoftAppId and MicrosoftAppTenantId with the app’s page in the Entra admin center, “App registrations”: docs/connect-teams.md.';

/** Entra's codes for what is wrong with a secret. https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const secretCodes: Readonly<Record<string, string>> = {
  '7000215': 'Microsoft Entra does not know this secret',
  '7000222': 'the secret has expired',
};
/** Entra's error codes (AADSTS) about the app or the tenant. For all other codes the check links to Microsoft's reference. */
const appCodes: Readonly<Record<string, { why: string; fix: string }>> = {
  '700016': { why: 'there is no app with this MicrosoftAppId in the tenant', fix: appFix },
  '90002': { why: 'there is no tenant with this MicrosoftAppTenantId', fix: appFix },
  '7000112': {
    why: 'the app is disabled',
    fix: 'Enable it in the Entra admin center, “Enterprise applications”, the app, “Properties”: docs/connect-teams.md.',
  },
};

/** Checks the secret and the token that Microsoft Entra gives for it. */
export async function credentialChecks(app: TeamsApp, now: () => number): Promise<CheckResult[]> {
  const { authorizationOf } = await import('../teams/api/credentials.ts');
  const managed = app.appType === 'UserAssignedMSI';
  const nobodyTells = 'A managed identity has none.';
  try {
    await authorizationOf(app, await cloudFor(app), { now: () => new Date(now()).toISOString() })();
    return [
      managed
        ? off(nobodyTells)
        : fine(
            'Microsoft Entra takes it. When it ends stands in the Entra admin center alone, “Certificates & secrets”.',
          ),
      fine(`Microsoft Entra gives the bot a token${app.tenantId ? ` of the tenant ${app.tenantId}` : ''}.`),
    ];
  } catch (error) {
    // The message quotes the answer, so codes alone are taken from it.
    const [, code = ''] = /\bAADSTS(\d{3,8})\b/.exec(String(error)) ?? [];
    const secret = secretCodes[code];
    if (secret !== undefined)
      return [
        failed(`Microsoft Entra refuses MicrosoftAppPassword: ${secret} (AADSTS${code}).`, secretFix),
        off('Not looked at: see teams:secret.'),
      ];
    return [off(managed ? nobodyTells : 'Nobody can tell: see teams:token.'), noToken(code, managed)];
  }
}

function noToken(code: string, managed: boolean): CheckResult {
  const known = appCodes[code];
  if (known) return failed(`Microsoft Entra gives no token: ${known.why} (AADSTS${code}).`, known.fix);
  if (code !== '')
    return failed(
      `Microsoft Entra gives no token (AADSTS${code}).`,
      `${appFix} What the code means: https://login.microsoftonline.com/error?code=${code}`,
    );
  return managed
    ? failed(
        'The managed identity gives no token.',
        'Run this on the Azure machine that has the identity, and compare MicrosoftAppId with its client ID: docs/connect-teams.md.',
      )
    : failed(
        'Microsoft Entra cannot be reached, or gives no token at the moment.',
        'Let this machine reach login.microsoftonline.com on port 443: docs/connect-teams.md.',
      );
}

const Metadata = z.object({ jwks_uri: z.url({ protocol: /^https?$/ }) });
const Keys = z.object({ keys: z.array(z.object({ endorsements: z.array(z.string()).optional() })) });

/** Checks that Microsoft's signing keys can be fetched: the bot verifies the tokens of requests from Teams with them. */
export async function keysCheck(app: TeamsApp): Promise<CheckResult> {
  const { ToBotFromChannelOpenIdMetadataUrl: url } = await cloudFor(app);
  const { host } = new URL(url);
  const fix = `Let this machine reach ${host} on port 443: without these keys the bot can take nothing of Teams.`;
  const metadata = await httpRequest(url);
  if (metadata.kind === 'silent') return failed(`${host} ${metadata.why}.`, fix);
  const keysAt = Metadata.safeParse(jsonOf(metadata.text)).data?.jwks_uri;
  if (keysAt === undefined)
    return failed(`${host} answers with status ${metadata.status}, and not with Microsoft’s metadata.`, fix);
  const answer = await httpRequest(keysAt);
  const keys = answer.kind === 'answered' ? Keys.safeParse(jsonOf(answer.text)).data?.keys : undefined;
  const endorsed = keys?.some(({ endorsements }) => endorsements?.includes('msteams')) ?? false;
  return endorsed
    ? fine(`Microsoft’s keys, which check what comes from Teams, can be read from ${host}.`)
    : failed(`Microsoft’s keys cannot be read: ${host} names a place where there are none for Teams.`, fix);
}

/** Checks this machine's clock against Microsoft's. */
export async function microsoftClock(app: TeamsApp, now: () => number): Promise<CheckResult> {
  const { ToChannelFromBotLoginUrl } = await cloudFor(app);
  const { href } = new URL('/', ToChannelFromBotLoginUrl);
  return clockCheck('Microsoft', await httpRequest(href, { method: 'HEAD' }, now));
}

/** Checks whether messages from Teams arrive. Asks the running bot. */
export function messagesCheck(found: BotFound): CheckResult {
  return requestsCheck(found, {
    sender: 'Microsoft Teams',
    route: '/api/messages',
    refused:
      'Compare MicrosoftAppId with the “Microsoft App ID” of the Azure Bot, “Configuration”: docs/connect-teams.md.',
    none: 'Write help to the bot in Teams. If nothing comes back, the “Messaging endpoint” of the Azure Bot must be PUBLIC_URL with /api/messages: docs/connect-teams.md.',
  });
}

const packageFiles = ['out/teams-app.zip', 'out/teams-app-slash.zip'];
const packageFix =
  'Make it again with npm run teams:package (with -- --slash where you use that one), and upload it in the Teams admin center. Teams takes an update only when the version grew: -- --version X.Y.Z sets a higher one. See docs/connect-teams.md.';
const PackageManifest = z.object({ version: z.string(), id: z.string() });

/**
 * Checks the app package. Teams does not tell the bot which version of the package is installed; the newest file that was made here shows
 * what was.
 * It may be newer than the bot: after a change of settings Teams wants a higher version.
 */
export function packageCheck(app: TeamsApp): CheckResult {
  const made = packageFiles.filter((file) => existsSync(file));
  const [first] = made;
  if (first === undefined)
    return off(`Teams does not tell which version is installed, and no ${packageFiles[0]} is here to compare.`);
  const [newest] = made
    .flatMap((file) => {
      const manifest = PackageManifest.safeParse(manifestIn(file)).data;
      return manifest ? [{ file, ...manifest }] : [];
    })
    .sort((one, other) => compared(other.version, one.version));
  if (!newest) return failed(`${first} is no app package.`, packageFix);
  const { file, id, version } = newest;
  if (id.toLowerCase() !== app.appId.toLowerCase())
    return failed(`${file} is for another app than MicrosoftAppId.`, packageFix);
  const said = `${file} is of version ${quoted(version)}, and the bot of version ${packageJson.version}.`;
  return compared(version, packageJson.version.replace(/-.*/, '')) < 0
    ? failed(said, packageFix)
    : fine(`${said} Teams does not tell which one is installed.`);
}

/** Returns a number below 0 where a version is older than another, 0 where they are the same. */
function compared(version: string, other: string): number {
  return version.localeCompare(other, 'en', { numeric: true });
}

const longestManifest = 1 << 20;

function manifestIn(zip: string): unknown {
  try {
    const filter = ({ name, originalSize }: UnzipFileInfo) =>
      name === 'manifest.json' && originalSize <= longestManifest;
    const { 'manifest.json': text } = unzipSync(readFileSync(zip), { filter });
    return text ? jsonOf(Buffer.from(text).toString()) : null;
  } catch {
    return null;
  }
}
