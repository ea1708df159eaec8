import { bundleOptionsFor } from './bundle-options.ts';
import {
  type AnyFunctionName,
  FUNCTIONS,
  REMEDIATE_FUNCTIONS,
  SLACK_FUNCTIONS,
} from './function-settings.ts';
import { logicalName } from './names.ts';
import type { Denial } from './statement-text.ts';
import { policyDocument, type Statement, trustOf } from './statements.ts';

export interface FunctionSpec {
  readonly prefix: string;
  readonly name: AnyFunctionName;
  /** Names the catalogue and the configuration. */
  readonly judgedWith: string;
  readonly statements: readonly (Statement | Denial<string>)[];
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
export function createFunction(spec: FunctionSpec): DeployedFunction {
  const { prefix, name, judgedWith, statements, environment } = spec;
  const { timeout, memory, description, goesOn } = {
    goesOn: false,
    ...{ ...FUNCTIONS, ...SLACK_FUNCTIONS, ...REMEDIATE_FUNCTIONS }[name],
  };
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
      nodejs: bundleOptionsFor(judgedWith),
      environment: {
        ...environment,
        POWERTOOLS_SERVICE_NAME: name,
        POWERTOOLS_METRICS_NAMESPACE: 'Podguard',
      },
      transform: { function: { tracingConfig: { mode: 'Active' } } },
    },
    { dependsOn: [policy] },
  );
  if (goesOn) allowLoop(logical, made);
  return { name: physical, arn: made.arn, roleName: role.name, function: made };
}

/**
 * Lambda ends what it takes for a loop by a queue after about sixteen calls.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
 */
function allowLoop(logical: string, { name }: sst.aws.Function): void {
  new aws.lambda.FunctionRecursionConfig(`${logical}Recursion`, {
    functionName: name,
    recursiveLoop: 'Allow',
  });
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
