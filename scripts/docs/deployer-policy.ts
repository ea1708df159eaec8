import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { EXAMPLE_ACCOUNT, TYPE_ACTIONS } from './deployer-actions.ts';

interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[] | '*';
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[] | string>>>>;
}

const TAG = 'podguard:app';
/** On keys and mappings, whose names AWS gives. */
const KEYS = `arn:aws:kms:*:${EXAMPLE_ACCOUNT}:key/*`;
const PASS = 'iam:PassRole';

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
  const byResources = Map.groupBy(Object.values(TYPE_ACTIONS), ({ resources }) => resources.join(' '));
  return [...byResources].map(([resources, types]) => {
    const actions = new Set(types.flatMap((type) => type.actions).filter((action) => action !== PASS));
    const statement: Statement = {
      Effect: 'Allow',
      Action: shorter([...actions].sort()),
      Resource: resources.split(' '),
    };
    return resources === KEYS ? { ...statement, Condition: ofOurs('aws:ResourceTag') } : statement;
  });
}

/** A managed policy has room for 6,144 characters: several reads of one's own parts become all of that verb. */
function shorter(actions: readonly string[]): readonly string[] {
  const verbOf = (action: string) => READING.find((verb) => action.split(':')[1]?.startsWith(verb));
  const groups = Map.groupBy(actions, (action) => {
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
        'iam:PassedToService': ['events.amazonaws.com', 'lambda.amazonaws.com', 'scheduler.amazonaws.com'],
      },
    },
  },
  {
    Sid: 'MakeKey',
    Effect: 'Allow',
    Action: ['kms:CreateKey'],
    Resource: '*',
    Condition: ofOurs('aws:RequestTag'),
  },
  {
    Sid: 'MakeMapping',
    Effect: 'Allow',
    Action: ['lambda:CreateEventSourceMapping'],
    Resource: '*',
    Condition: {
      ArnLike: { 'lambda:FunctionArn': `arn:aws:lambda:*:${EXAMPLE_ACCOUNT}:function:podguard-*` },
    },
  },
  {
    Sid: 'ListWhatHasNoName',
    Effect: 'Allow',
    Action: ['kms:ListAliases', 'logs:DescribeLogGroups'],
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
      's3:PutBucketVersioning',
      's3:PutObject',
    ],
    Resource: ['arn:aws:s3:::sst-state-*', 'arn:aws:s3:::sst-asset-*'],
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
