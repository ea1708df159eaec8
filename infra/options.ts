import { ServiceError } from '@podguard/core';

/** What a deploy may be told by the environment, because it differs between accounts and not between versions. */
export interface DeployOptions {
  /** A managed policy that bounds every role. */
  readonly permissionsBoundary: string | undefined;
  /** One for the role that repairs, in place of the other. */
  readonly remediateBoundary: string | undefined;
  /** A key of the customer's for the table, in place of DynamoDB's own. */
  readonly tableKey: string | undefined;
  /** A key of the customer's by which the parameters that hold secrets are encrypted, in place of AWS's own. */
  readonly parameterKey: string | undefined;
  /** Who is told from the first digest on. */
  readonly alertEmail: string | undefined;
}

const POLICY_ARN = /^arn:aws:iam::(\d{12}|aws):policy\/[\w+=,.@/-]+$/;
const KEY_ARN = /^arn:aws:kms:[a-z0-9-]+:\d{12}:key\/\S+$/;
const EMAIL = /^[^\s@]+@[^\s@]+$/;

export function deployOptions(environment: NodeJS.ProcessEnv): DeployOptions {
  return {
    permissionsBoundary: textIn(environment, 'PODGUARD_PERMISSIONS_BOUNDARY', POLICY_ARN),
    remediateBoundary: textIn(environment, 'PODGUARD_REMEDIATE_BOUNDARY', POLICY_ARN),
    tableKey: textIn(environment, 'PODGUARD_TABLE_KEY', KEY_ARN),
    parameterKey: textIn(environment, 'PODGUARD_PARAMETER_KEY', KEY_ARN),
    alertEmail: textIn(environment, 'PODGUARD_ALERT_EMAIL', EMAIL),
  };
}

function textIn(environment: NodeJS.ProcessEnv, name: string, form: RegExp): string | undefined {
  const value = environment[name];
  if (value === undefined || value === '') return undefined;
  if (form.test(value)) return value;
  throw new ServiceError('config-invalid', `${name}: ${value} is not of the form ${form.source}`);
}
