/** What a deploy calls for each type of resource that it makes, reads, changes and removes, and the parts it calls that on. */
export interface TypeActions {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Of these, what a first deploy calls already: a key has no tags then, or none that count yet. */
  readonly untagged?: readonly string[];
}

/** To be replaced by one's own. */
export const EXAMPLE_ACCOUNT = '111122223333';

const arn = (service: string, resource: string) => `arn:aws:${service}:*:${EXAMPLE_ACCOUNT}:${resource}`;
const global = (resource: string) => `arn:aws:iam::${EXAMPLE_ACCOUNT}:${resource}`;
const of = (service: string, names: string) => names.split(' ').map((name) => `${service}:${name}`);

const RULES = [arn('events', 'rule/podguard-*'), arn('events', 'rule/podguard-*/podguard-*')];
const BUS = [arn('events', 'event-bus/podguard-*')];
const ROLES = [global('role/podguard-*')];
const FUNCTIONS = [arn('lambda', 'function:podguard-*')];
const BUCKET = ['arn:aws:s3:::podguard-*'];
const TOPIC = [arn('sns', 'podguard-*')];
const QUEUES = [arn('sqs', 'podguard-*')];

/** Their names are SST's. */
export const SST_BUCKETS = ['arn:aws:s3:::sst-state-*', 'arn:aws:s3:::sst-asset-*'];

/**
 * By Pulumi's types, which are Terraform's: what their providers call.
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const TYPE_ACTIONS: Readonly<Record<string, TypeActions>> = {
  'aws:cloudwatch/dashboard:Dashboard': {
    actions: of('cloudwatch', 'DeleteDashboards GetDashboard PutDashboard'),
    resources: [`arn:aws:cloudwatch::${EXAMPLE_ACCOUNT}:dashboard/podguard-*`],
  },
  'aws:cloudwatch/eventBus:EventBus': {
    actions: of(
      'events',
      'CreateEventBus DeleteEventBus DescribeEventBus UpdateEventBus ListTagsForResource TagResource UntagResource',
    ),
    resources: BUS,
  },
  'aws:cloudwatch/eventBusPolicy:EventBusPolicy': {
    actions: of('events', 'DescribeEventBus PutPermission RemovePermission'),
    resources: BUS,
  },
  'aws:cloudwatch/eventRule:EventRule': {
    actions: of('events', 'DeleteRule DescribeRule PutRule ListTagsForResource TagResource UntagResource'),
    resources: RULES,
  },
  'aws:cloudwatch/eventTarget:EventTarget': {
    actions: of('events', 'ListTargetsByRule PutTargets RemoveTargets'),
    resources: RULES,
  },
  'aws:cloudwatch/logGroup:LogGroup': {
    actions: of(
      'logs',
      'CreateLogGroup DeleteLogGroup DeleteRetentionPolicy PutRetentionPolicy ListTagsForResource TagResource UntagResource',
    ),
    resources: [arn('logs', 'log-group:/aws/lambda/podguard-*')],
  },
  'aws:cloudwatch/metricAlarm:MetricAlarm': {
    actions: of(
      'cloudwatch',
      'DeleteAlarms DescribeAlarms PutMetricAlarm ListTagsForResource TagResource UntagResource',
    ),
    resources: [arn('cloudwatch', 'alarm:podguard-*')],
  },
  'aws:dynamodb/table:Table': {
    actions: of(
      'dynamodb',
      'CreateTable DeleteTable DescribeContinuousBackups DescribeTable DescribeTimeToLive ListTagsOfResource TagResource UntagResource UpdateContinuousBackups UpdateTable UpdateTimeToLive',
    ),
    resources: [arn('dynamodb', 'table/podguard-*')],
  },
  'aws:iam/role:Role': {
    actions: of(
      'iam',
      'CreateRole DeleteRole DeleteRolePermissionsBoundary GetRole ListAttachedRolePolicies ListInstanceProfilesForRole ListRolePolicies PassRole PutRolePermissionsBoundary TagRole UntagRole UpdateAssumeRolePolicy UpdateRole*',
    ),
    resources: ROLES,
  },
  'aws:iam/rolePolicy:RolePolicy': {
    actions: of('iam', 'DeleteRolePolicy GetRolePolicy PutRolePolicy'),
    resources: ROLES,
  },
  'aws:kms/alias:Alias': {
    actions: of('kms', 'CreateAlias DeleteAlias UpdateAlias'),
    resources: [arn('kms', 'alias/podguard-*'), arn('kms', 'key/*')],
  },
  'aws:kms/key:Key': {
    actions: of(
      'kms',
      'CreateKey DescribeKey DisableKeyRotation EnableKeyRotation GetKeyPolicy GetKeyRotationStatus ListResourceTags PutKeyPolicy ScheduleKeyDeletion TagResource UntagResource UpdateKeyDescription',
    ),
    resources: [arn('kms', 'key/*')],
    untagged: of(
      'kms',
      'CreateKey TagResource DescribeKey EnableKeyRotation GetKeyPolicy GetKeyRotationStatus ListResourceTags',
    ),
  },
  'aws:lambda/eventSourceMapping:EventSourceMapping': {
    actions: of(
      'lambda',
      'CreateEventSourceMapping DeleteEventSourceMapping GetEventSourceMapping UpdateEventSourceMapping ListTags TagResource UntagResource',
    ),
    resources: [arn('lambda', 'event-source-mapping:*')],
  },
  'aws:lambda/function:Function': {
    actions: of(
      'lambda',
      'CreateFunction* DeleteFunction* GetFunction GetFunctionCodeSigningConfig GetFunctionConfiguration ListVersionsByFunction UpdateFunction* ListTags TagResource UntagResource',
    ),
    resources: FUNCTIONS,
  },
  'aws:lambda/functionRecursionConfig:FunctionRecursionConfig': {
    actions: of('lambda', 'GetFunctionRecursionConfig PutFunctionRecursionConfig'),
    resources: FUNCTIONS,
  },
  'aws:lambda/functionUrl:FunctionUrl': {
    // By the names that are there already: a managed policy has little room.
    actions: of('lambda', 'CreateFunction* DeleteFunction* GetFunctionUrlConfig UpdateFunction*'),
    resources: FUNCTIONS,
  },
  'aws:lambda/permission:Permission': {
    actions: of('lambda', '*Permission GetPolicy'),
    resources: FUNCTIONS,
  },
  'aws:lambda/invocation:Invocation': { actions: ['lambda:InvokeFunction'], resources: FUNCTIONS },
  'aws:s3/bucket:Bucket': {
    actions: of(
      's3',
      'CreateBucket DeleteBucket DeleteObject DeleteObjectVersion Get*Configuration GetBucket* ListBucket ListBucketVersions PutBucketTagging',
    ),
    resources: BUCKET,
  },
  'aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration': {
    actions: of('s3', 'PutLifecycleConfiguration'),
    resources: BUCKET,
  },
  'aws:s3/bucketPolicy:BucketPolicy': {
    actions: of('s3', 'DeleteBucketPolicy PutBucketPolicy'),
    resources: BUCKET,
  },
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': {
    actions: of('s3', 'PutBucketPublicAccessBlock'),
    resources: BUCKET,
  },
  'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': {
    actions: of('s3', 'PutEncryptionConfiguration'),
    resources: BUCKET,
  },
  'aws:s3/bucketVersioning:BucketVersioning': { actions: of('s3', 'PutBucketVersioning'), resources: BUCKET },
  /** A function's code, in a bucket of SST's. */
  'aws:s3/bucketObjectv2:BucketObjectv2': {
    actions: of(
      's3',
      'DeleteObject DeleteObjectVersion GetObject GetObjectTagging PutObject PutObjectTagging',
    ),
    resources: SST_BUCKETS,
  },
  'aws:scheduler/schedule:Schedule': {
    actions: of('scheduler', 'CreateSchedule DeleteSchedule GetSchedule UpdateSchedule'),
    resources: [arn('scheduler', 'schedule/podguard-*')],
  },
  'aws:scheduler/scheduleGroup:ScheduleGroup': {
    actions: of(
      'scheduler',
      'CreateScheduleGroup DeleteScheduleGroup GetScheduleGroup ListTagsForResource TagResource UntagResource',
    ),
    resources: [arn('scheduler', 'schedule-group/podguard-*')],
  },
  'aws:sfn/stateMachine:StateMachine': {
    actions: of(
      'states',
      '*StateMachine ListStateMachineVersions ListTagsForResource TagResource UntagResource ValidateStateMachineDefinition',
    ),
    resources: [arn('states', 'stateMachine:podguard-*')],
  },
  'aws:sns/topic:Topic': {
    actions: of(
      'sns',
      'CreateTopic DeleteTopic GetTopicAttributes SetTopicAttributes ListTagsForResource TagResource UntagResource',
    ),
    resources: TOPIC,
  },
  'aws:sns/topicPolicy:TopicPolicy': {
    actions: of('sns', 'GetTopicAttributes SetTopicAttributes'),
    resources: TOPIC,
  },
  'aws:sns/topicSubscription:TopicSubscription': {
    actions: of('sns', 'Subscribe GetSubscriptionAttributes Unsubscribe'),
    resources: TOPIC,
  },
  'aws:sqs/queue:Queue': {
    actions: of(
      'sqs',
      'CreateQueue DeleteQueue GetQueueAttributes GetQueueUrl SetQueueAttributes ListQueueTags TagQueue UntagQueue',
    ),
    resources: QUEUES,
  },
  'aws:sqs/queuePolicy:QueuePolicy': {
    actions: of('sqs', 'GetQueueAttributes SetQueueAttributes'),
    resources: QUEUES,
  },
  'aws:sqs/redriveAllowPolicy:RedriveAllowPolicy': {
    actions: of('sqs', 'GetQueueAttributes SetQueueAttributes'),
    resources: QUEUES,
  },
};

/** Types of resources that are made without a call to AWS. */
export const WITHOUT_CALLS: readonly string[] = ['random:index/randomBytes:RandomBytes'];
