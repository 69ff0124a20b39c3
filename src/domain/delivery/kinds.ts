/**
 * Every kind of delivery: what its rows store about their subject, its key, how long it is kept, and how the outbox treats it.
 * These are the facts that ids and indexes need below the features; the card and the hooks are in the feature (`src/deliveries.ts`).
 */
import type { Severity } from '../alert/severity.ts';
import type { LeftOut, SilenceEnd } from '../alert/source.ts';
import { causeKey, type MicrosoftSignal, type TroubleCause, type TroubleEnd } from '../microsoft-trouble.ts';
import type { Channel, Identity, Platform } from '../tenant/identity.ts';
import type { CalendarKey } from '../tenant/rota.ts';
import { shortId } from '../text/short-id.ts';

/** The facts of one kind. Its rows store the fields `F`: what the subject is, and no card, since the card is made when it is sent. */
interface KindFacts<F> {
  /** The text that distinguishes deliveries of all kinds to one destination. It is part of the id on disk, so it never changes. */
  key(about: F): string;
  /**
   * How long a delivery is kept once it is done: as a `note` while people may still look at it (`noteHours`), as a `change` while people
   * may object to it (`noticeDays`), `with its subject`, or `forever` as the mark that it was sent once.
   */
  keep: 'note' | 'change' | 'with its subject' | 'forever';
  /**
   * When admins hear that it waits too long for a channel: `always`, if its rank is `high`, or only `beside` a delivery that is one of
   * those.
   */
  late: 'always' | 'high' | 'beside';
  /** Admins have to know it: each of them gets it when the admin channel does not take it, and it waits while no admin can be notified. */
  forAdmins?: true;
  /** It comes unasked and cannot be put off: its small print says why it came. */
  unasked?: true;
}

/** Returns the facts of a kind whose rows store the fields `F`. */
function kind<F extends object>(facts: Omit<KindFacts<F>, 'key'>, key: KindFacts<F>['key']): KindFacts<F> {
  return { ...facts, key };
}

// Facts that several kinds share.
const ofSubject = { keep: 'with its subject', late: 'beside' } as const;
const note = { keep: 'note', late: 'beside' } as const;
const adminNews = { keep: 'note', late: 'always', forAdmins: true, unasked: true } as const;

function news<F extends object>(key: KindFacts<F>['key']): KindFacts<F> {
  return kind(adminNews, key);
}

/** News about the settings, and the files that they name. */
export type SettingsNews =
  /** They name other administrators. */
  | { what: 'admins'; added: readonly Identity[]; removed: readonly Identity[]; at: string }
  /** A reload was refused, since they have `count` mistakes, the first of them at these places. The old ones stay. */
  | { what: 'refused'; count: number; places: readonly { setting: string; path: string }[]; at: string }
  /** They were reloaded after that. */
  | { what: 'mended'; at: string };

/** News about what the bot hears from Microsoft. */
export type MicrosoftNews =
  /** Somebody acted as an administrator by ADMINS alone, for the first time on this UTC day. */
  | { what: 'breakGlass'; who: Identity; day: string; at: string }
  /**
   * Entra calls somebody's account disabled or deleted: the manager of these tenants and of `more`, a proven administrator, or somebody
   * linked.
   */
  | { what: 'gone'; who: Identity; tenantIds: readonly string[]; more: number; wasProven: boolean; at: string }
  /** Somebody signed in, as whom the bot asks about this tenant. `by` is their name at Microsoft, `tenant` that among the operators. */
  | {
      what: 'signedIn';
      tenantId: string;
      tenant: string;
      by: string;
      signedInAt: string;
      at: string;
    }
  /** These signals of a tenant do not work, for one cause. `end` is absent while that lasts. */
  | {
      what: 'trouble';
      cause: TroubleCause;
      signals: readonly MicrosoftSignal[];
      since: string;
      at: string;
      end?: TroubleEnd;
    }
  /** Microsoft answers nothing at all since `since`, still nothing after 12 hours, or again. `signals` are all that are asked. */
  | { what: 'away' | 'stillAway' | 'back'; signals: readonly MicrosoftSignal[]; since: string; at: string };

/** News about a receiver of what the bot knows. */
export type ReceiverNews =
  /** Something could not be delivered for an hour. `why` is what the newest attempt met with; `end` is absent while that lasts. */
  | {
      what: 'down';
      receiver: string;
      since: string;
      why: string;
      at: string;
      end?: { at: string; why: 'sent' | 'moved' | 'gone' };
    }
  /** It refused an event, with this status and first line of the answer. `waits`: it is kept and sent again. */
  | {
      what: 'refused';
      receiver: string;
      status: number;
      line: string;
      at: string;
      waits?: true;
      alerts?: readonly number[];
    }
  /** Events were given up since then: `full` for want of room, `old` because they could not be delivered for three days. */
  | { what: 'givenUp'; receiver: string; full: number; old: number; since: string; at: string }
  /** Entries of the audit trail were dropped by age before it could have them. */
  | { what: 'trailLost'; receiver: string; from: number; to: number; at: string }
  /** Events that waited for it were cancelled: it is gone from the file, or has another address there. */
  | {
      what: 'cancelled';
      receiver: string;
      count: number;
      why: 'gone' | 'moved';
      at: string;
      alerts?: readonly number[];
    };

function microsoftNewsKey(news: MicrosoftNews): string {
  const when = news.what === 'breakGlass' ? news.day : news.at;
  const whose =
    'who' in news
      ? [news.who]
      : news.what === 'trouble'
        ? [causeKey(news.cause)]
        : news.what === 'signedIn'
          ? [news.tenantId]
          : [];
  return ['microsoftNews', news.what, when, ...whose].join(' ');
}

/** Every kind of delivery with its facts: the type `About`, ids, retention and lateness follow from this table. */
const table = {
  /** An alert's own card, in a channel. */
  alert: kind<{ alertId: string }>({ ...ofSubject, late: 'high' }, ({ alertId }) => `alert ${alertId}`),
  /** Goes to admins: an alert that no channel takes. */
  unrouted: kind<{ alertId: string }>(
    { ...ofSubject, late: 'always', unasked: true },
    ({ alertId }) => `unrouted ${alertId}`,
  ),
  /** A reminder in the thread of the alert's card. */
  escalation: kind<{
    alertId: string;
    /** The escalation step, in minutes after detection; -1 for none. States before 2026-12 have its index, 0 to 4. */
    step: number;
    /** The alert's, since a reopened one begins again. */
    revision: number;
  }>(ofSubject, ({ alertId, step, revision }) => `escalation ${step}.${revision} ${alertId}`),
  /**
   * A line in the thread of the alert's card about what somebody did. After a change by the sender, the line says what the alert has
   * become when the line is sent, however often the sender changed it meanwhile.
   */
  followUp: kind<{
    alertId: string;
    step: number;
    /** The severity before a change by the sender. */
    from?: Severity;
    was?: AlertBefore;
    /** The number of the note that the line shows. */
    note?: number;
    /** The line says that rows are new, and nothing else. */
    rows?: true;
  }>(ofSubject, ({ alertId, step }) => `followUp ${step} ${alertId}`),
  /** A line in the thread of the message from which the alert was raised. `message` is the platform's id of the thread's first message. */
  raisedFrom: kind<{ alertId: string; message: string }>(ofSubject, ({ alertId }) => `raisedFrom ${alertId}`),
  /** Goes to the person to whom an alert is handed over. `step` is that of its timeline. */
  offered: kind<{ alertId: string; step: number }>(ofSubject, ({ alertId, step }) => `offered ${step} ${alertId}`),
  /** One reminder of all alerts that are due at once in a channel: those with cards of their own, and those in digest cards. */
  escalations: kind<{
    id: number;
    /** The first of the `count` alerts with cards of their own. */
    alertIds: readonly string[];
    count: number;
    /** The people on call whom it mentions. */
    calls: readonly Identity[];
    digestIds?: readonly string[];
    /** The minutes after detection of the latest step that is due. Absent in older states. */
    minutes?: number;
    /** The channel is the admins' too, and they are called. */
    callsAdmins?: true;
  }>(note, ({ id }) => `escalations ${id}`),
  /** Goes to admins, and to the manager: alerts that nobody answered. */
  overdue: news<{
    id: number;
    /** The first alerts that have a card of their own; `more` have one too. */
    alertIds: readonly string[];
    more: number;
    counts: Readonly<Record<Severity, number>>;
    /** Microsoft's limit for them: it binds, it is advice, or all of them are drills, which have none. */
    limit: 'bound' | 'advised' | 'drills';
    /** The digest that has the other alerts; null for none. */
    digestId: string | null;
    /** The digests, where several have the other alerts. Absent in older states. */
    digestIds?: readonly string[];
    /** Minutes after the detection of the oldest one; absent in older states, for a day. */
    minutes?: number;
    /** It goes to the manager of the partner tenant. */
    forManager?: true;
  }>(({ id }) => `overdue ${id}`),
  /** Asks whether somebody still works on alerts that are acknowledged. */
  asked: kind<{
    id: number;
    /**
     * Their holder, a channel where `calls` are mentioned, or the admins. `offer`, `giver`: they were handed over, and nobody took them
     * over.
     */
    whom: 'holder' | 'channel' | 'admins' | 'offer' | 'giver';
    /** The first of the `count` alerts. */
    alertIds: readonly string[];
    count: number;
    calls: readonly Identity[];
  }>(note, ({ id }) => `asked ${id}`),
  /** Goes to admins: high alerts that close by age a day later. `at` is when they are notified. */
  closing: kind<{ alertIds: readonly string[]; at: string }>(
    { ...adminNews, keep: 'change' },
    ({ at, alertIds }) => `closing ${at} ${alertIds[0]}`,
  ),
  /** One card for many alerts while more wait than the storm limit. */
  digest: kind<{ digestId: string }>({ ...ofSubject, late: 'high' }, ({ digestId }) => `digest ${digestId}`),
  /** A reminder in its thread; the last one goes to the admins. */
  digestEscalation: kind<{ digestId: string; last: boolean }>(
    note,
    ({ digestId, last }) => `digestEscalation ${last ? 'last' : 'first'} ${digestId}`,
  ),
  /** A notice of a change of the contact or its channels. `entry` is its number in the audit trail. */
  contactChanged: kind<{ tenantId: string; entry: number }>(
    { ...note, keep: 'change', unasked: true },
    ({ entry, tenantId }) => `contactChanged ${entry} ${tenantId}`,
  ),
  /** Alarm to admins: somebody pressed **Not us** on the notice of a change. */
  notUs: kind<{
    tenantId: string;
    entry: number;
    by: Identity;
    byName: string;
    /** The alarm counts presses from then on. Absent in older states. */
    since?: string;
  }>({ ...note, unasked: true }, ({ since, entry, tenantId }) => `notUs ${since ?? entry} ${tenantId}`),
  /** A change that waits: to admins, and to the channels too when nobody has to approve it. `id` is that of its row. */
  approval: kind<{ id: string; tenantId: string }>(
    { ...note, keep: 'change', unasked: true },
    ({ id }) => `approval ${id}`,
  ),
  /** How the waiting of a change ended: for the person who asked for it, and for admins where it lapsed. */
  approvalEnded: kind<{ id: string; tenantId: string }>({ ...note, unasked: true }, ({ id }) => `approvalEnded ${id}`),
  /** Goes to admins, once: a calendar names people whom the bot does not know, by these `words`, and `more` of them. */
  calendarPeople: kind<{ tenantId: string; field: CalendarKey; words: readonly string[]; more: number; at: string }>(
    { ...adminNews, late: 'beside' },
    ({ tenantId, field, at }) => `calendarPeople ${at} ${tenantId} ${field}`,
  ),
  /** Goes to admins: a channel refuses all messages. */
  channelRefused: news<{
    tenantId: string | null;
    channel: Channel;
    reason: string;
    /** It was a high alert that admins do not get in its place, or its platform lets the bot in nowhere. */
    urgent?: true;
  }>(
    ({ channel, reason, urgent }) =>
      `refused ${channel.platform}:${channel.address} ${reason}${urgent ? ' urgent' : ''}`,
  ),
  /** Goes to admins, once a day: a channel has not taken a high alert for 15 minutes, or will not take any before `until`. */
  channelLate: news<{
    tenantId: string | null;
    channel: Channel;
    reason: string;
    day: string;
    until: string | null;
  }>(({ channel, day }) => `late ${channel.platform}:${channel.address} ${day}`),
  /** Goes to admins: a channel's platform does not take one card as it is. */
  cardRefused: news<{
    /** The key of the delivery. */
    what: string;
    /** The alert's id, or null. */
    alert: string | null;
    tenantId: string | null;
    channel: Channel;
    reason: string;
  }>(({ what }) => `card refused ${what}`),
  /** Goes to admins: the store is full, so that alerts are refused, or nearly. `limit` in bytes. */
  storeFull: news<{ full: boolean; limit: number; at: string }>(
    ({ full, at }) => `storeFull ${full ? 'full' : 'near'} ${at}`,
  ),
  /**
   * Goes to admins: the disk of the state folder is nearly full, refuses writes, or has room again. `again`: it took no writes before. For
   * a database `freeBytes` is null, it is never `low`, and `trouble` is why it cannot be used, where it is not just full or read-only.
   */
  disk: news<{ level: 'low' | 'full' | 'room'; again?: true; freeBytes: number | null; trouble?: string; at: string }>(
    ({ level, at }) => `disk ${level} ${at}`,
  ),
  /** Goes to admins: the database lost writes that it had confirmed. They were made again, or these alerts are gone, and `more`. */
  databaseLoss: news<
    | { what: 'putBack'; writes: number; at: string }
    | { what: 'lost'; alertIds: readonly string[]; more: number; at: string }
  >(({ what, at }) => `databaseLoss ${what} ${at}`),
  /** Goes to admins, once a day: a source has used up its share of the store, so that its alerts are refused. */
  shareFull: news<{ share: string; day: string }>(({ share, day }) => `shareFull ${day} ${share}`),
  /** Goes to admins, once a storm: one share has more alerts than the storm limit, or than its pace allows. */
  sourceStorm: news<{ share: string; at: string }>(({ share, at }) => `sourceStorm ${at} ${share}`),
  /** Goes to admins, hourly at most: what a source sent that made no alert. */
  sourceLeftOut: news<{ source: string; at: string } & LeftOut>(({ source, at }) => `sourceLeftOut ${at} ${source}`),
  /** Goes to admins: nothing was heard from a source since then, as was found at `at`. */
  sourceSilent: news<{
    source: string;
    since: string;
    at: string;
    /** Why it is no longer silent; absent before. */
    end?: SilenceEnd;
  }>(({ source, at }) => `sourceSilent ${at} ${source}`),
  /** Goes to admins: rules of a source that were added, changed or removed. `count` is how many the source has now. */
  rulesChanged: news<{
    source: string;
    at: string;
    added: NamedRules;
    changed: NamedRules;
    removed: NamedRules;
    count: number;
  }>(({ source, at }) => `rulesChanged ${at} ${source}`),
  /** Goes to admins, once a day: `count` alerts of a source, high ones too, are held by a maintenance window, whose rule is `line`. */
  alertsHeld: news<{ source: string; line: string; count: number; until: string; at: string }>(
    ({ source, line, at }) => `alertsHeld ${at} ${source} ${shortId(line)}`,
  ),
  /** Goes to admins, weekly: a platform does not let the bot work. `what` names what is missing, `week` is its Monday. */
  hindrance: news<{ platform: Platform; what: string; week: string }>(
    ({ platform, week, what }) => `hindrance ${platform} ${week} ${what}`,
  ),
  /** Goes to admins, once each: what the settings say now, or why they were not taken. The former admins hear of a change of admins too. */
  settingsNews: news<SettingsNews>(({ what, at }) => `settingsNews ${what} ${at}`),
  /** Goes to admins, once each: news about what the bot hears from Microsoft. */
  microsoftNews: news<MicrosoftNews>(microsoftNewsKey),
  /** Goes to admins, once each: news about a receiver. */
  receiverNews: news<ReceiverNews>(({ what, receiver, at, ...more }) =>
    ['receiverNews', what, at, receiver, 'line' in more ? shortId(`${more.status} ${more.line}`) : ''].join(' ').trim(),
  ),
  /**
   * Goes to an admin, once: the purpose of the bot, and the first steps. Only on a platform where the bot does not greet at its
   * installation. With a tenant it lists what is still to do, for the admin who set that tenant up, an hour later.
   */
  welcome: kind<{ tenantId?: string }>({ ...note, keep: 'forever' }, ({ tenantId }) =>
    tenantId === undefined ? 'welcome' : `welcome ${tenantId}`,
  ),
  /** Goes to the admin channel, monthly: the newest entry of the audit trail and its hash. */
  auditHead: kind<{ month: string; number: number; hash: string }>(
    { ...note, keep: 'forever' },
    ({ month }) => `auditHead ${month}`,
  ),
  /** Goes to the experts: a question that the FAQ cannot answer. The same card is edited once somebody answered. */
  faqQuestion: kind<{ questionId: string }>(ofSubject, ({ questionId }) => `faqQuestion ${questionId}`),
  /** Goes to the person who asked: the answer of an expert. */
  faqAnswer: kind<{ questionId: string }>(note, ({ questionId }) => `faqAnswer ${questionId}`),
  /** Goes to one person: the answer that their platform did not take when they asked. */
  answer: kind<{
    /** Distinguishes several answers to one person. */
    number: number;
    /** A `Card` of `view/`, and the `Form` that its button opens, which this room does not know. */
    card: object;
    form?: object;
  }>(note, ({ number }) => `answer ${number}`),
  /** Goes to a person or channel that can fix it: a reminder of what looks outdated, `reminder-18`; before state version 6 `nag-17`. */
  reminder: kind<{ reminderId: string }>(ofSubject, ({ reminderId }) => `${reminderId.split('-', 1)} ${reminderId}`),
  /** Goes to a manager who asked for it: the week before the one of this Monday. */
  weekly: kind<{ tenantIds: readonly string[]; week: string }>(note, ({ week }) => `weekly ${week}`),
};

/** The name of a kind of delivery. */
export type Kind = keyof typeof table;

/** The subject of a delivery, as its row stores it. */
export type About = {
  [K in Kind]: { kind: K } & ((typeof table)[K] extends KindFacts<infer F> ? F : never);
}[Kind];

/** The subject of a delivery of one of these kinds. */
export type AboutOf<K extends Kind> = { [P in K]: Extract<About, { kind: P }> }[K];

/** The facts of each kind, by its name: `factsOf[about.kind].forAdmins`. */
export const factsOf: { readonly [K in Kind]: KindFacts<AboutOf<K>> } = table;

/** Rules of a source as the sources' file says them: the lines of the first ones, and how many there are. */
interface NamedRules {
  lines: readonly string[];
  count: number;
}

/** An alert before its sender changed it: its tenant, by id and name, whether it was a test, and whether its sender took it for over. */
export interface AlertBefore {
  tenantId: string | null;
  tenant: string | null;
  isTest: boolean;
  /** Absent in older states. */
  resolvedBySender?: boolean;
}
