import { en } from 'zod/locales';
import * as z from 'zod/mini';
import { faultsOfPeople } from './config-checks.ts';
import { exemptionSetting } from './config-exemption.ts';
import { peopleSettings } from './config-people.ts';
import { principals } from './config-principals.ts';
import { faultsOfRemediation, remediationSettings } from './config-remediation.ts';
import { customRule } from './custom-rule.ts';
import { ServiceError } from './errors.ts';
import { shortHash } from './hash.ts';
import { someText } from './some-text.ts';
import { SEVERITIES } from './verdict.ts';

// The small zod, since every function parses the configuration when it starts; it has no words of its own.
z.config(en());

const name = someText;
const count = z.int().check(z.positive());
const ACCOUNT = 'an AWS account id has 12 digits, in quotation marks';
const accountId = z.string(ACCOUNT).check(z.regex(/^\d{12}$/, ACCOUNT));

const organizationId = z
  .string()
  .check(z.regex(/^o-[a-z0-9]{10,32}$/, 'an organization id is o- and 10 to 32 letters and digits'));
const issuer = z
  .string()
  .check(z.regex(/^[^\s:/]+(\/\S*)?$/, 'give the issuer as host/path, without https://'));
const serviceAccount = z.strictObject({ namespace: name, serviceAccount: name });

const region = z.string().check(z.regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'give regions as eu-central-1'));

const ruleSetting = z.union(
  [z.literal('off'), z.strictObject({ severity: z.enum(SEVERITIES) })],
  `write 'off', or { severity: 'high' } with one of ${SEVERITIES.join(', ')}`,
);

const addresses = z.union(
  [z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()],
  'give addresses as 203.0.113.7, or blocks as 203.0.113.0/24',
);

/** Groups of events that come in great numbers: judged where the configuration asks for them. */
export const OPT_IN_EVENTS = ['activity', 'secret-reads'] as const;
/** Those that only some deployments listen to; `self`: calls on parts of the service itself. */
export type OptInEvents = (typeof OPT_IN_EVENTS)[number] | 'self';

/** The service's configuration, `podguard.config.ts` at the root. Every option is used by what is built. */
const settings = z.strictObject({
  /** Our own account. */
  account: z.optional(accountId),
  knownAccounts: z._default(z.array(accountId), []),
  /** Accounts of other firms to which roles are lent: they must give an external id. */
  thirdPartyAccounts: z._default(z.array(accountId), []),
  knownOrganizations: z._default(z.array(organizationId), []),
  /** OIDC issuers of known clusters, as `host/path` without `https://`; those of clusters that are not EKS's must be here. */
  issuers: z._default(z.array(issuer), []),
  /** Clusters that are kept apart: which belong together, by ARN or name, and by issuer. */
  environments: z._default(
    z.record(
      z.string(),
      z.strictObject({
        clusters: z._default(z.array(name), []),
        issuers: z._default(z.array(issuer), []),
      }),
    ),
    {},
  ),
  /** Roles of nodes, and roles that pods get, that nothing else tells: by name or ARN. */
  nodeRoles: z._default(z.array(name), []),
  podRoles: z._default(z.array(name), []),
  /** Service accounts of add-ons, and of operators that read secrets for others, beyond those known by name. */
  knownAddons: z._default(z.array(serviceAccount), []),
  secretsOperators: z._default(z.array(serviceAccount), []),
  /** Principals that may make and change associations, and cluster administrators: ARNs, `*` for a part of one. */
  deployers: z._default(z.array(principals), []),
  administrators: z._default(z.array(principals), []),
  /** Issuers of identity providers by which people may sign in to clusters. */
  clusterIdentityProviders: z._default(z.array(issuer), []),
  /** Public addresses from which clusters call AWS, those of their NAT gateways for instance: single ones or CIDR blocks. */
  clusterAddresses: z._default(z.array(addresses), []),
  /** Events that come in great numbers: who assumes roles and uses keys, who reads secrets. */
  events: z._default(z.array(z.enum(OPT_IN_EVENTS)), []),
  /** What the names of the deployed service's own parts begin with. */
  ownParts: z._default(z.array(name), []),
  limits: z.prefault(
    z.strictObject({
      /** Pod Identity associations, and clusters, that may share a role. */
      associationsPerRole: z._default(count, 10),
      /** The quota of Pod Identity associations per cluster; absent: not known. */
      associationsPerCluster: z.optional(count),
      /** The longest session of a role that pods reach, in seconds. */
      sessionSeconds: z._default(count, 43_200),
      /** How many roles away an administrator may be. */
      chainHops: z._default(z.int().check(z.minimum(2), z.maximum(5)), 3),
      /** Days after which an access key is stale, or counts as unused, and a secret should have been rotated. */
      keyAgeDays: z._default(count, 90),
      keyUnusedDays: z._default(count, 45),
      secretAgeDays: z._default(count, 365),
      /** Minutes within which a delete and a create are one change, and an administrator entry is short-lived. */
      windowMinutes: z._default(count, 60),
      /** Distinct service accounts that may share a role. */
      serviceAccountsPerRole: z._default(count, 10),
      /** Clusters whose service accounts may share a role; absent: any number. */
      clustersPerRole: z.optional(count),
      /** The account's quota "Role trust policy length", in characters. */
      trustPolicyLength: z._default(count, 2048),
    }),
    {},
  ),
  /** Judge only instances that are or may be cluster nodes, or all (those that are no node are graded low). */
  instances: z._default(z.enum(['nodes', 'all']), 'nodes'),
  /** Per rule: off, or another severity. */
  rules: z._default(z.record(z.string(), ruleSetting), {}),
  /** Rules of your own, judged beside the catalogue's. */
  customRules: z._default(z.array(customRule), []),
  /** Regions that the deployed service watches besides its own and us-east-1. */
  regions: z._default(z.array(region), []),
  /** Whether the drift run also reads what runs in the clusters, by the Kubernetes API. */
  clusterReading: z._default(z.boolean(), false),
  drift: z.prefault(
    z.strictObject({
      /** How often the whole account is read, in hours. */
      everyHours: z._default(z.int().check(z.minimum(1), z.maximum(168)), 24),
      /** How many differences of a run are looked up in CloudTrail's event history: AWS answers two a second. */
      lookups: z._default(z.int().check(z.minimum(0), z.maximum(500)), 100),
      /** Days after which an identity that nobody used is called unused. */
      unusedDays: z._default(count, 90),
    }),
    {},
  ),
  remediation: remediationSettings,
  ...peopleSettings,
  /** Findings that people accepted, as code; those that are made elsewhere are in the store. */
  exemptions: z._default(z.array(exemptionSetting), []),
  /** Where the state is: a directory, or `dynamodb:TABLE[@REGION]`. */
  store: z._default(z.string(), '.podguard'),
});

export const configSchema = settings.check(
  z.superRefine((config, context) => {
    for (const { path, message } of [...faultsOfPeople(config), ...faultsOfRemediation(config)])
      context.addIssue({ code: 'custom', path: [...path], message });
  }),
);

export type Config = z.output<typeof configSchema>;
export type ConfigInput = z.input<typeof configSchema>;

const NOT_JUDGED_BY = new Set([
  'store',
  'regions',
  'drift',
  'exemptions',
  'remediation',
  'customRules',
  ...Object.keys(peopleSettings),
]);

/** The settings that verdicts depend on: where one of them changes, everything is judged again. */
export function judgingSettings(config: Config): Partial<Config> {
  return Object.fromEntries(Object.entries(config).filter(([name]) => !NOT_JUDGED_BY.has(name)));
}

/** Names the settings by which repairs are held back: what is deployed is not left out by another directory's. */
export function remediatedWith({ remediation, exemptions }: Config): string {
  return shortHash([JSON.stringify(remediation), JSON.stringify(exemptions)], 12);
}

/** Types the configuration in `podguard.config.ts`. */
export function defineConfig(config: ConfigInput): ConfigInput {
  return config;
}

/** Checks a configuration; `origin` names the file in the error. */
export function parseConfig(value: unknown, origin: string): Config {
  const result = configSchema.safeParse(value);
  if (result.success) return result.data;
  throw new ServiceError('config-invalid', `${origin}: ${z.prettifyError(result.error)}`);
}

/** Accounts that are known, or an empty set where none is: then nothing can be said to be unknown. */
export function knownAccounts(config: Config): ReadonlySet<string> {
  return new Set([...(config.account === undefined ? [] : [config.account]), ...config.knownAccounts]);
}

/** What is missing where no account is known. */
export function knownAccountsMissing({ organization }: Config): string {
  return organization
    ? 'the accounts of the organization, which were never listed'
    : 'knownAccounts of the configuration';
}

/** Issuers of known clusters that the configuration names. */
export function knownIssuers(config: Config): ReadonlySet<string> {
  return new Set([
    ...config.issuers,
    ...Object.values(config.environments).flatMap(({ issuers }) => issuers),
  ]);
}

/** The environment that an issuer or a cluster (by ARN) belongs to, or undefined. */
export function environmentOf(
  config: Config,
  { issuer, cluster }: { readonly issuer?: string | undefined; readonly cluster?: string | undefined },
): string | undefined {
  const name = cluster?.slice(cluster.lastIndexOf('/') + 1);
  return Object.entries(config.environments).find(
    ([, { clusters, issuers }]) =>
      (issuer !== undefined && issuers.includes(issuer)) ||
      (cluster !== undefined && clusters.some((known) => known === cluster || known === name)),
  )?.[0];
}

/** The groups of events that this configuration wants besides the default one. */
export function eventGroups({ events, ownParts }: Config): readonly OptInEvents[] {
  return ownParts.length > 0 ? [...events, 'self'] : events;
}
