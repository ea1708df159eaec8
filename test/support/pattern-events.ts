import { type EventMapper, MAPPERS } from '@podguard/cloudtrail';
import { record } from './record.ts';

/** An event as EventBridge delivers it. */
export interface Envelope {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface PatternEvent {
  /** What it is, in words, for the message of a failure. */
  readonly name: string;
  readonly event: Envelope;
}

/** An event that the registry maps: exactly one rule of a bus that it reaches must let it in. */
export interface RegistryEvent extends PatternEvent {
  readonly group: EventMapper['group'];
  readonly regional: boolean;
}

const API_CALL = 'AWS API Call via CloudTrail';
const STATE_CHANGE = 'EC2 Instance State-change Notification';
const ACCOUNT = '111122223333';
const REGION = 'eu-central-1';
/** Where the events of global services appear. */
const GLOBAL = 'us-east-1';

/** One event for each name that a mapper knows, in this region, where its service is regional. */
export function registryEvents(region: string = REGION): readonly RegistryEvent[] {
  return MAPPERS.flatMap((mapper) =>
    [mapper.name, ...(mapper.alsoNamed ?? [])].map((name) => ({
      name: `${mapper.source} ${name}`,
      group: mapper.group,
      regional: mapper.regional,
      event:
        name === STATE_CHANGE
          ? stateChange(region)
          : apiCall(mapper.source, name, mapper.regional ? region : GLOBAL),
    })),
  );
}

/** Events that no rule may let in, whatever the configuration. */
export function noiseEvents(region: string = REGION): readonly PatternEvent[] {
  const registered = registryEvents(region);
  const calls = registered.filter(({ event }) => event['detail-type'] === API_CALL);
  return [
    ...OTHER_CALLS.map(([service, name]) => ({
      name: `${service} ${name}, which nothing maps`,
      event: apiCall(`${service}.amazonaws.com`, name, service === 'iam' ? GLOBAL : region),
    })),
    ...calls.map(({ name, event }) => ({
      name: `${name}, a call that failed`,
      event: { ...event, detail: { ...event.detail, errorCode: 'AccessDenied', responseElements: null } },
    })),
    ...calls.map(({ name, event }) => ({
      name: `the name of ${name} in another service`,
      event: apiCall('greengrass.amazonaws.com', String(event.detail.eventName), event.region),
    })),
    ...registered.map(({ name, event }) => ({
      name: `${name} from a program of the account`,
      event: { ...event, source: 'com.example.shop' },
    })),
    ...calls.map(({ name, event }) => ({
      name: `${name} said by another service`,
      event: { ...event, source: 'aws.s3' },
    })),
    ...calls.map(({ name, event }) => ({
      name: `${name}, not a call of the API`,
      event: { ...event, 'detail-type': 'AWS Service Event via CloudTrail' },
    })),
    { name: 'a scheduled event', event: scheduled(region) },
    {
      name: 'a sign-in to the console',
      event: {
        ...apiCall('signin.amazonaws.com', 'ConsoleLogin', GLOBAL),
        'detail-type': 'AWS Console Sign In via CloudTrail',
      },
    },
  ];
}

/** Other calls of the services that the rules listen to, and of the noisiest ones that they do not. */
const OTHER_CALLS: readonly (readonly [service: string, name: string])[] = [
  ['autoscaling', 'SetDesiredCapacity'],
  ['cloudtrail', 'LookupEvents'],
  ['dynamodb', 'CreateTable'],
  ['ec2', 'DescribeInstances'],
  ['ec2', 'StartInstances'],
  ['ec2', 'CreateVolume'],
  ['eks', 'DescribeCluster'],
  ['eks', 'ListPodIdentityAssociations'],
  ['events', 'ListRules'],
  ['iam', 'GetRole'],
  ['iam', 'ListRoles'],
  ['iam', 'CreateGroup'],
  ['iam', 'UpdateAccountPasswordPolicy'],
  ['kms', 'Decrypt'],
  ['lambda', 'GetFunction20150331v2'],
  ['logs', 'CreateLogStream'],
  ['s3', 'PutBucketPolicy'],
  ['secretsmanager', 'ListSecrets'],
  ['sns', 'Publish'],
  ['sqs', 'CreateQueue'],
  ['ssm', 'DescribeParameters'],
  ['sts', 'GetCallerIdentity'],
];

function apiCall(eventSource: string, eventName: string, region: string): Envelope {
  const detail = record({ eventSource, eventName, awsRegion: region });
  return envelope(API_CALL, `aws.${eventSource.replace('.amazonaws.com', '')}`, region, detail);
}

/** Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/monitoring-instance-state-changes.html */
function stateChange(region: string): Envelope {
  const id = 'i-0123456789abcdef0';
  return {
    ...envelope(STATE_CHANGE, 'aws.ec2', region, { 'instance-id': id, state: 'terminated' }),
    resources: [`arn:aws:ec2:${region}:${ACCOUNT}:instance/${id}`],
  };
}

function scheduled(region: string): Envelope {
  return envelope('Scheduled Event', 'aws.events', region, {});
}

function envelope(
  type: string,
  source: string,
  region: string,
  detail: Readonly<Record<string, unknown>>,
): Envelope {
  const time = '2026-01-02T03:04:07Z';
  const id = '7bf73129-1428-4cd3-a780-95db273d1602';
  return {
    version: '0',
    id,
    'detail-type': type,
    source,
    account: ACCOUNT,
    time,
    region,
    resources: [],
    detail,
  };
}
