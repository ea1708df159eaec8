import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { EXAMPLE_ACCOUNT, SST_BUCKETS, TYPE_ACTIONS } from './deployer-actions.ts';

interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[] | '*';
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[] | string>>>>;
}

const TAG = 'podguard:app';
const KEY = TYPE_ACTIONS['aws:kms/key:Key']!;
/** Allowed whatever key it is, as no key is known by its tags before they are some minutes old; none of it takes anything from anybody. */
const ON_NEW_KEYS = (KEY.untagged ?? []).filter((action) => !/:(Create|Tag)/.test(action));
const PASS = 'iam:PassRole';
/** Allowed for mappings to functions of ours, which their ARNs do not tell. */
const ON_MAPPINGS = ['Create', 'Delete', 'Get', 'Update'].map((verb) => `lambda:${verb}EventSourceMapping`);

/** IAM takes no resource for these, or may ask for the right to all. */
const ON_NOTHING = [
  'cloudwatch:DescribeAlarms',
  'events:PutPermission',
  'events:RemovePermission',
  'sns:GetSubscriptionAttributes',
  'sns:Unsubscribe',
  // In the plan, before there is a name: https://github.com/hashicorp/terraform-provider-aws/pull/39229
  'states:ValidateStateMachineDefinition',
];
const APART: readonly string[] = [PASS, ...ON_MAPPINGS, ...ON_NOTHING, ...ON_NEW_KEYS, 'kms:CreateKey'];
const BIOME = path.resolve(import.meta.dirname, '../../node_modules/.bin/biome');
const READING = ['Describe', 'Get', 'List'];

/** What whoever deploys needs, as an IAM policy: docs/deployer-policy.json. */
export function deployerPolicy(): string {
  const policy = { Version: '2012-10-17', Statement: [...FIXED, ...parts()] };
  const options = { input: JSON.stringify(policy), encoding: 'utf8' } as const;
  return execFileSync(BIOME, ['format', '--stdin-file-path=docs/deployer-policy.json'], options);
}

/** One statement for each set of resources, with all that is called on it. */
function parts(): readonly Statement[] {
  const own = Object.values(TYPE_ACTIONS).filter(({ resources }) => resources !== SST_BUCKETS);
  const byResources = Map.groupBy(own, ({ resources }) => resources.join(' '));
  return [...byResources].map(([resources, types]) => {
    const actions = new Set(
      types.flatMap((type) => type.actions).filter((action) => !APART.includes(action)),
    );
    const statement: Statement = {
      Effect: 'Allow',
      Action: shorter([...actions].sort()),
      Resource: resources.split(' '),
    };
    return types.includes(KEY) ? { ...statement, Condition: ofOurs('aws:ResourceTag') } : statement;
  });
}

/**
 * A managed policy has room for 6,144 characters: several reads of one's own parts become all of that verb, and `TagRole` with
 * `UntagRole` becomes `*agRole`.
 */
function shorter(actions: readonly string[]): readonly string[] {
  const verbOf = (action: string) => READING.find((verb) => action.split(':')[1]?.startsWith(verb));
  const groups = Map.groupBy(actions, (action) => {
    const tagged = /^(\w+:)(?:T|Unt)(ag\w+)$/.exec(action);
    if (tagged !== null) return `${tagged[1]}*${tagged[2]}`;
    const verb = verbOf(action);
    return verb === undefined || action.startsWith('s3:') ? action : `${action.split(':')[0]}:${verb}*`;
  });
  return [...groups].flatMap(([name, some]) => (some.length > 1 ? [name] : some));
}

function ofOurs(key: string): NonNullable<Statement['Condition']> {
  return { StringEquals: { [`${key}/${TAG}`]: 'podguard' } };
}

const FIXED: readonly Statement[] = [
  {
    Sid: 'GiveRolesToServices',
    Effect: 'Allow',
    Action: [PASS],
    Resource: [`arn:aws:iam::${EXAMPLE_ACCOUNT}:role/podguard-*`],
    Condition: {
      StringEquals: {
        'iam:PassedToService': ['events', 'lambda', 'scheduler', 'states'].map(
          (service) => `${service}.amazonaws.com`,
        ),
      },
    },
  },
  {
    Sid: 'MakeKey',
    Effect: 'Allow',
    // KMS asks for the right to tag, too, while there is no key yet that it could be about.
    Action: ['kms:CreateKey', 'kms:TagResource'],
    Resource: '*',
    Condition: ofOurs('aws:RequestTag'),
  },
  {
    Sid: 'MapToFunctions',
    Effect: 'Allow',
    Action: ON_MAPPINGS,
    Resource: '*',
    Condition: {
      ArnLike: { 'lambda:FunctionArn': `arn:aws:lambda:*:${EXAMPLE_ACCOUNT}:function:podguard-*` },
    },
  },
  {
    Sid: 'OnNoResource',
    Effect: 'Allow',
    Action: [...ON_NOTHING, ...ON_NEW_KEYS, 'kms:ListAliases', 'logs:DescribeLogGroups'].sort(),
    Resource: '*',
  },
  {
    Sid: 'BootstrapOfSst',
    Effect: 'Allow',
    Action: [
      's3:CreateBucket',
      's3:DeleteObject',
      's3:DeleteObjectVersion',
      's3:GetObject',
      's3:ListBucket',
      's3:ListBucketVersions',
      's3:PutBucketNotification',
      's3:PutBucketPolicy',
      's3:GetObjectTagging',
      's3:PutBucketVersioning',
      's3:PutObject',
      's3:PutObjectTagging',
    ].sort(),
    Resource: SST_BUCKETS,
  },
  {
    Sid: 'BootstrapImagesOfSst',
    Effect: 'Allow',
    Action: ['ecr:CreateRepository', 'ecr:DescribeRepositories'],
    Resource: [`arn:aws:ecr:*:${EXAMPLE_ACCOUNT}:repository/sst-asset`],
  },
  {
    Sid: 'ParametersOfSst',
    Effect: 'Allow',
    Action: [
      'ssm:AddTagsToResource',
      'ssm:DeleteParameter',
      'ssm:GetParameter*',
      'ssm:ListTagsForResource',
      'ssm:PutParameter',
    ],
    Resource: [`arn:aws:ssm:*:${EXAMPLE_ACCOUNT}:parameter/sst/*`],
  },
];
