import { z } from 'zod';
import { ServiceError } from './errors.ts';
import { SEVERITIES } from './verdict.ts';

const accountId = z.string().regex(/^\d{12}$/, 'an AWS account id has 12 digits');

const ruleSetting = z.union([z.literal('off'), z.strictObject({ severity: z.enum(SEVERITIES) })]);

/** The service's configuration, `podguard.config.ts` at the root. Every option is used by what is built. */
export const configSchema = z.strictObject({
  /** Our own account. */
  account: accountId.optional(),
  knownAccounts: z.array(accountId).default([]),
  /** OIDC issuers of clusters that are not EKS's, as `host/path` without `https://`. */
  issuers: z
    .array(z.string().regex(/^[^\s:/]+(\/\S*)?$/, 'give the issuer as host/path, without https://'))
    .default([]),
  /** Judge only instances that are or may be cluster nodes, or all (those that are no node are graded low). */
  instances: z.enum(['nodes', 'all']).default('nodes'),
  /** Per rule: off, or another severity. */
  rules: z.record(z.string(), ruleSetting).default({}),
  /** Where the state is: a directory, or `dynamodb:TABLE[@REGION]`. */
  store: z.string().default('.podguard'),
});

export type Config = z.output<typeof configSchema>;
export type ConfigInput = z.input<typeof configSchema>;

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
