/** What AWS would answer: ids and ARNs made from the names of resources. */
export interface Asked {
  readonly type: string;
  /** The physical name, where one is given; else the logical one. */
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

export function outputsOf(asked: Asked): Readonly<Record<string, unknown>> {
  const { type, name, region, account, inputs } = asked;
  const arn = (service: string, rest: string, place = region) =>
    `arn:aws:${service}:${place}:${account}:${rest}`;
  switch (type) {
    case 'aws:sqs/queue:Queue':
      return { arn: arn('sqs', name), url: `https://sqs.${region}.amazonaws.com/${account}/${name}` };
    case 'aws:lambda/functionUrl:FunctionUrl':
      return { functionUrl: `https://invented.lambda-url.${region}.on.aws/` };
    case 'aws:sns/topic:Topic':
      return { arn: arn('sns', name) };
    case 'aws:dynamodb/table:Table':
      return { arn: arn('dynamodb', `table/${name}`), streamArn: arn('dynamodb', `table/${name}/stream/1`) };
    case 'aws:s3/bucket:Bucket':
    case 'aws:s3/bucketV2:BucketV2':
      return { arn: `arn:aws:s3:::${name}`, bucket: name };
    case 'aws:iam/role:Role':
      return { arn: arn('iam', `role/${name}`, '') };
    case 'aws:lambda/function:Function':
      return { arn: arn('lambda', `function:${name}`), qualifiedArn: arn('lambda', `function:${name}:1`) };
    case 'aws:cloudwatch/eventRule:EventRule':
      return { arn: arn('events', `rule/${onBus(inputs)}${name}`) };
    case 'aws:cloudwatch/eventBus:EventBus':
      return { arn: arn('events', `event-bus/${name}`) };
    case 'aws:cloudwatch/logGroup:LogGroup':
      return { arn: arn('logs', `log-group:${name}`) };
    case 'aws:cloudwatch/metricAlarm:MetricAlarm':
      return { arn: arn('cloudwatch', `alarm:${name}`) };
    case 'aws:kms/key:Key':
      return { arn: arn('kms', `key/${name}`), keyId: name };
    case 'aws:scheduler/scheduleGroup:ScheduleGroup':
      return { arn: arn('scheduler', `schedule-group/${name}`) };
    case 'random:index/randomBytes:RandomBytes':
      return { base64: Buffer.alloc(32).toString('base64'), hex: '00'.repeat(32) };
    default:
      return type.startsWith('aws:') ? { arn: arn(type.split(':')[1]!.split('/')[0]!, name) } : {};
  }
}

/** The ARN of a rule names the bus, unless that is the default one. */
function onBus({ eventBusName }: Asked['inputs']): string {
  return eventBusName === undefined || eventBusName === 'default' ? '' : `${String(eventBusName)}/`;
}

interface PolicyStatement {
  readonly sid?: string;
  readonly effect?: string;
  readonly actions?: readonly string[];
  readonly resources?: readonly string[];
  readonly principals?: readonly { readonly type: string; readonly identifiers: readonly string[] }[];
  readonly conditions?: readonly {
    readonly test: string;
    readonly variable: string;
    readonly values: readonly string[];
  }[];
}

/** Lookups that a program may make; undefined for one that is not known here. */
export function lookup(
  token: string,
  inputs: Readonly<Record<string, unknown>>,
  { region, account }: { readonly region: string; readonly account: string },
): Readonly<Record<string, unknown>> | undefined {
  switch (token) {
    case 'aws:index/getPartition:getPartition':
      return { id: 'aws', partition: 'aws', dnsSuffix: 'amazonaws.com' };
    case 'aws:index/getRegion:getRegion':
      return { id: region, name: region, region };
    case 'aws:index/getCallerIdentity:getCallerIdentity':
      return { accountId: account, arn: `arn:aws:iam::${account}:role/deployer`, userId: 'deployer' };
    case 'aws:iam/getPolicyDocument:getPolicyDocument':
      return { ...inputs, json: policyJson((inputs.statements ?? []) as readonly PolicyStatement[]) };
    default:
      return undefined;
  }
}

function policyJson(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: statements.map(
      ({ sid, effect = 'Allow', actions, resources, principals, conditions = [] }) => ({
        Sid: sid,
        Effect: effect === 'deny' ? 'Deny' : effect === 'allow' ? 'Allow' : effect,
        Action: actions,
        Resource: resources,
        Principal: principals && principalOf(principals),
        Condition:
          conditions.length === 0
            ? undefined
            : Object.fromEntries(
                conditions.map(({ test, variable, values }) => [test, { [variable]: values }]),
              ),
      }),
    ),
  });
}

/** As the provider writes it: everybody is a plain `*`. */
function principalOf(principals: NonNullable<PolicyStatement['principals']>) {
  if (principals.some(({ type }) => type === '*')) return '*';
  return Object.fromEntries(principals.map(({ type, identifiers }) => [type, identifiers]));
}
