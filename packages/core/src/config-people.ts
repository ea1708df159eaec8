import * as z from 'zod/mini';
import { SEVERITIES } from './verdict.ts';

const name = z.string().check(z.minLength(1));
const count = z.int().check(z.positive());
const severity = z.enum(SEVERITIES);
const accountId = z.string().check(z.regex(/^\d{12}$/, 'an AWS account id has 12 digits'));

/** A secret by the name that it has in Systems Manager's Parameter Store, never by its value. */
const parameter = z
  .string()
  .check(
    z.regex(/^\/[\w.-]+(\/[\w.-]+){0,14}$/, 'name a parameter of the Parameter Store, as /podguard/slack'),
  );

const timeOfDay = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'give times of day as 22:00'));
const timeZone = z
  .string()
  .check(z.refine(isTimeZone, 'is no time zone that is known here; give one as Europe/Berlin'));

/** Hours in which people are left alone: what is below `except` is told together when they are over. */
const quietHours = z.strictObject({
  from: timeOfDay,
  to: timeOfDay,
  timeZone,
  except: z._default(z.union([severity, z.literal('none')]), 'critical'),
});

/** How people are told. */
const toPeople = {
  /** The least severity that is told. */
  severity: z._default(severity, 'low'),
  quietHours: z.optional(quietHours),
  /** So many transitions a minute are told one by one, the others together as a digest. */
  burst: z._default(count, 10),
};

const slackChannel = z
  .string()
  .check(z.regex(/^[CDG][A-Z0-9]{7,}$/, "give the channel's id, as C0123456789, not its name"));

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
    url: z.url({ protocol: /^https$/ }),
    /** The key by which bodies are signed. */
    secretParameter: parameter,
    ...toPeople,
  }),
  /** To programs everything is told at once. */
  z.strictObject({ type: z.literal('security-hub'), severity: z._default(severity, 'low') }),
  z.strictObject({
    type: z.literal('eventbridge'),
    bus: z
      .string()
      .check(z.regex(/^arn:[^:]+:events:[^:]+:\d{12}:event-bus\/\S+$/, 'give the ARN of an event bus')),
    severity: z._default(severity, 'low'),
  }),
]);

const channelName = z
  .string()
  .check(z.regex(/^[a-z][a-z0-9-]{0,19}$/, 'at most 20 lower-case letters, digits and hyphens'));

/** A route holds where all that it names does; `*` stands for a part of a name. */
const route = z.strictObject({
  owner: z.optional(name),
  account: z.optional(accountId),
  cluster: z.optional(name),
  rule: z.optional(name),
  method: z.optional(name),
  /** At least that severe. */
  severity: z.optional(severity),
  to: z.array(channelName).check(z.minLength(1)),
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

const slackActions = z.strictObject({
  signingSecretParameter: parameter,
  tokenParameter: parameter,
  /** Ids of those who may acknowledge and exempt, and of the groups whose members may. */
  users: z._default(
    z.array(z.string().check(z.regex(/^[UW][A-Z0-9]{7,}$/, "give a user's id, as U01234567"))),
    [],
  ),
  groups: z._default(
    z.array(z.string().check(z.regex(/^S[A-Z0-9]{7,}$/, "give a group's id, as S01234567"))),
    [],
  ),
});

export type ChannelSettings = z.output<typeof channel>;
export type RouteSettings = z.output<typeof route>;

/** Settings about people: what they hear, what they decided. Verdicts do not depend on them. */
export const peopleSettings = {
  /** By name; beside the alert topic, which is `sns`. */
  channels: z._default(z.record(channelName, channel), {}),
  /** Which channels hear of what; what no route names is told by all. Programs hear everything. */
  routes: z._default(z.array(route), []),
  /** The tag that names a resource's owner. */
  ownerTag: z._default(name, 'podguard:owner'),
  owners: z._default(z.array(ownership), []),
  /** Who may press the buttons of Slack messages; absent: there are none. */
  slackActions: z.optional(slackActions),
  /** Open findings that nobody acknowledged are told again, together. */
  reminders: z.optional(
    z.strictObject({ severity: z._default(severity, 'high'), everyHours: z._default(count, 24) }),
  ),
  /** Know the accounts of our organization, which the deployed service then lists. */
  organization: z._default(z.boolean(), false),
};

function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
