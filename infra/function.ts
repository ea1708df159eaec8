import { BUNDLE_OPTIONS } from './bundle-options.ts';
import { FUNCTIONS, type FunctionName } from './function-settings.ts';
import { logicalName } from './names.ts';
import { policyDocument, type Statement, trustOf } from './statements.ts';

export interface FunctionSpec {
  readonly prefix: string;
  readonly name: FunctionName;
  readonly statements: readonly Statement[];
  readonly environment: Readonly<Record<string, $util.Input<string>>>;
}

export interface DeployedFunction {
  readonly name: string;
  readonly arn: $util.Output<string>;
  readonly roleName: $util.Output<string>;
  /** The function itself, once its role may do what it has to. */
  readonly function: sst.aws.Function;
}

const RETENTION_DAYS = { kept: 90, removed: 14 };

/** A function with a role of its own: SST's would let every principal of the account assume it. */
export function createFunction({ prefix, name, statements, environment }: FunctionSpec): DeployedFunction {
  const { timeout, memory, description } = FUNCTIONS[name];
  const logical = logicalName(name);
  const physical = `${prefix}-${name}`;
  const logs = new aws.cloudwatch.LogGroup(`${logical}Logs`, {
    name: `/aws/lambda/${physical}`,
    retentionInDays: RETENTION_DAYS[$app.removal === 'retain' ? 'kept' : 'removed'],
  });
  const role = new aws.iam.Role(`${logical}Role`, {
    name: physical,
    description: `${physical}: ${description}`,
    assumeRolePolicy: trustOf('lambda.amazonaws.com'),
  });
  const policy = new aws.iam.RolePolicy(`${logical}Policy`, {
    name: 'actions',
    role: role.name,
    policy: policyDocument([...OWN, logging(logs), ...statements]),
  });
  const made = new sst.aws.Function(
    logical,
    {
      name: physical,
      description,
      handler: `packages/functions/src/handlers/${name}.handler`,
      runtime: 'nodejs24.x',
      architecture: 'arm64',
      memory: `${memory} MB`,
      timeout: `${timeout} seconds`,
      role: role.arn,
      logging: { format: 'json', logGroup: logs.name },
      nodejs: BUNDLE_OPTIONS,
      environment: {
        ...environment,
        POWERTOOLS_SERVICE_NAME: name,
        POWERTOOLS_METRICS_NAMESPACE: 'Podguard',
      },
      transform: { function: { tracingConfig: { mode: 'Active' } } },
    },
    { dependsOn: [policy] },
  );
  return { name: physical, arn: made.arn, roleName: role.name, function: made };
}

const OWN: readonly Statement[] = [
  { actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] },
];

function logging(group: aws.cloudwatch.LogGroup): Statement {
  return {
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [$interpolate`${group.arn}:*`],
  };
}
