import * as z from 'zod/mini';
import { someText } from './some-text.ts';
import { SEVERITIES } from './verdict.ts';

const name = someText;
const count = z.int().check(z.positive());
const severity = z.enum(SEVERITIES);
const accountId = worded(/^\d{12}$/, 'an AWS account id has 12 digits, in quotation marks');

/**
 * A secret by the name that it has in Systems Manager's Parameter Store, never by its value. No name begins with `aws` or `ssm`.
 * Source: https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
 */
const parameter = worded(
  /^\/(?!aws|ssm)[\w.-]+(\/[\w.-]+){0,14}$/i,
  'name a parameter of the Parameter Store, as /podguard/slack',
);

const timeOfDay = worded(/^([01]\d|2[0-3]):[0-5]\d$/, 'give times of day as 22:00, from 00:00 to 23:59');
const TIME_ZONE = 'name a time zone, as Europe/Berlin or UTC';
const timeZone = z.string(TIME_ZONE).check(z.refine(isTimeZone, TIME_ZONE));

/** Hours in which people are left alone: what is below `except` is told together when they are over. */
const quietHours = z
  .strictObject({
    from: timeOfDay,
    to: timeOfDay,
    timeZone,
    except: z._default(z.enum([...SEVERITIES, 'none']), 'critical'),
  })
  .check(z.refine(({ from, to }) => from !== to, 'they end when they begin: choose another hour'));

/** How people are told. */
const toPeople = {
  /** The least severity that is told. */
  severity: z._default(severity, 'low'),
  quietHours: z.optional(quietHours),
  /** So many transitions a minute are told one by one, and as many critical findings that open; the others together as a digest. */
  burst: z._default(count, 10),
};

const slackChannel = worded(/^[CDG][A-Z0-9]{7,}$/, "give the channel's id, as C0123456789, not its name");
const HTTPS = 'give an address that begins with https:// and holds no user name';

const channel = z.discriminatedUnion('type', [
  /** The alert topic of the deployment. */
  z.strictObject({ type: z.literal('sns'), ...toPeople }),
  z.strictObject({
    type: z.literal('slack'),
    channel: slackChannel,
    tokenParameter: parameter,
    ...toPeople,
  }),
  z.strictObject({ type: z.literal('slack-webhook'), urlParameter: parameter, ...toPeople }),
  z.strictObject({
    type: z.literal('webhook'),
    url: z.url({ protocol: /^https$/, error: HTTPS, abort: true }).check(z.refine(hasNoUser, HTTPS)),
    /** The key by which bodies are signed. */
    secretParameter: parameter,
    ...toPeople,
  }),
  /** To programs everything is told at once. */
  z.strictObject({ type: z.literal('security-hub'), severity: z._default(severity, 'low') }),
  z.strictObject({
    type: z.literal('eventbridge'),
    bus: worded(
      /^arn:[^:]+:events:[^:]+:\d{12}:event-bus\/[\w./-]+$/,
      'give the ARN of an event bus, as arn:aws:events:eu-central-1:111122223333:event-bus/security',
    ),
    severity: z._default(severity, 'low'),
  }),
]);

const CHANNEL_NAME =
  'name channels with at most 20 lower-case letters, digits and hyphens, a letter first and no hyphen last';
const channelName = worded(/^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$/, CHANNEL_NAME);

/** A route holds where all that it names does; `*` stands for a part of a name. */
const route = z.strictObject({
  owner: z.optional(name),
  account: z.optional(accountId),
  cluster: z.optional(name),
  rule: z.optional(name),
  method: z.optional(name),
  /** At least that severe. */
  severity: z.optional(severity),
  to: z.array(channelName).check(z.refine((list) => list.length > 0, 'name at least one channel')),
});

/** Who owns what has no tag that says it; the first that fits holds. */
const ownership = z
  .strictObject({ cluster: z.optional(name), namespace: z.optional(name), owner: name })
  .check(
    z.refine(
      ({ cluster, namespace }) => cluster !== undefined || namespace !== undefined,
      'name a cluster, a namespace or both',
    ),
  );

/** Ids of people, and of groups whose members are meant. */
const slackPeople = {
  users: z._default(
    z.array(worded(/^[UW][A-Z0-9]{7,}$/, "give a user's id, as U0123456789, not a name")),
    [],
  ),
  groups: z._default(
    z.array(worded(/^S[A-Z0-9]{7,}$/, "give a group's id, as S0123456789, not its name")),
    [],
  ),
};

const slackActions = z.strictObject({
  signingSecretParameter: parameter,
  tokenParameter: parameter,
  /** Who may acknowledge and exempt, and approve and reject remediations. */
  ...slackPeople,
  /** Who alone may approve and reject remediations, be they among those or not. */
  approvers: z.optional(z.strictObject(slackPeople)),
});

/** What is told once a month is no reminder. */
const LONGEST_REMINDER_HOURS = 720;

export type ChannelSettings = z.output<typeof channel>;
export type RouteSettings = z.output<typeof route>;
export type SlackActionSettings = z.output<typeof slackActions>;

/** Settings about people: what they hear, what they decided. Verdicts do not depend on them. */
export const peopleSettings = {
  /** By name; beside the alert topic, which is `sns`. */
  channels: z._default(
    z.record(channelName, channel, {
      error: ({ code }) => (code === 'invalid_key' ? CHANNEL_NAME : undefined),
    }),
    {},
  ),
  /** Which channels hear of what; what no route names is told by all. Programs hear everything. */
  routes: z._default(z.array(route), []),
  /** The tag that names a resource's owner. */
  ownerTag: z._default(name, 'podguard:owner'),
  owners: z._default(z.array(ownership), []),
  /** Who may press the buttons of Slack messages; absent: there are none. */
  slackActions: z.optional(slackActions),
  /** Open findings that nobody acknowledged are told again, together. */
  reminders: z.optional(
    z.strictObject({
      severity: z._default(severity, 'high'),
      everyHours: z._default(z.int().check(z.minimum(1), z.maximum(LONGEST_REMINDER_HOURS)), 24),
    }),
  ),
  /** Know the accounts of our organization, which the deployed service then lists. */
  organization: z._default(
    z.boolean('write true or false; the ids of organizations are knownOrganizations'),
    false,
  ),
};

/** A text of that form; the words are for whoever gave something else, be it no text at all. */
function worded(form: RegExp, words: string) {
  return z.string(words).check(z.regex(form, words));
}

function hasNoUser(url: string): boolean {
  return URL.canParse(url) && new URL(url).username === '' && new URL(url).password === '';
}

function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
