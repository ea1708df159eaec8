import { saveOrganization } from '@podguard/functions';
import { connect, createDynamoDbServiceState } from '@podguard/store';
import type { PartsWorld } from './parts-world.ts';

export const HOME = 'eu-central-1';
export const ACCOUNT = '111122223333';
export const TARGET = { Id: 'podguard', Arn: `arn:aws:sqs:${HOME}:${ACCOUNT}:podguard-dev-evaluate` };
export const UNDELIVERED = { Arn: `arn:aws:sqs:${HOME}:${ACCOUNT}:podguard-dev-undelivered` };

/** What tests do to the parts of a world, and read of them to put it back. */
export function createHands(worldOf: () => PartsWorld) {
  const events = (region = HOME) => worldOf().in(region).events;
  const queueUrl = async (name: string) =>
    (
      await worldOf()
        .in(HOME)
        .sqs.getQueueUrl({ QueueName: `podguard-dev-${name}` })
    ).QueueUrl ?? '';
  const setQueue = async (name: string, Attributes: Record<string, string>) =>
    worldOf()
      .in(HOME)
      .sqs.setQueueAttributes({ QueueUrl: await queueUrl(name), Attributes });
  const attributeOf = async (name: string, attribute: 'Policy' | 'RedrivePolicy') => {
    const QueueUrl = await queueUrl(name);
    const { Attributes } = await worldOf()
      .in(HOME)
      .sqs.getQueueAttributes({ QueueUrl, AttributeNames: ['All'] });
    return Attributes?.[attribute] ?? '';
  };
  const withState = async <T>(act: (state: ReturnType<typeof createDynamoDbServiceState>) => Promise<T>) => {
    const connection = connect(worldOf().miniStack.clientOptions());
    const result = await act(
      createDynamoDbServiceState({ client: connection.client, table: worldOf().table }),
    );
    connection.close();
    return result;
  };
  /** Keeps what was there, to put it back. */
  const kept = new Map<string, string>();
  const keep = async (name: string, value: Promise<string>) => {
    kept.set(name, await value);
    return kept.get(name) as string;
  };
  const mappingId = async () => {
    const { EventSourceMappings = [] } = await worldOf()
      .in(HOME)
      .lambda.listEventSourceMappings({ FunctionName: 'podguard-dev-notify' });
    return EventSourceMappings[0]?.UUID ?? '';
  };
  const policyOf = async () =>
    decodeURIComponent(
      (await worldOf().in(HOME).iam.getRolePolicy({ RoleName: 'podguard-dev-notify', PolicyName: 'actions' }))
        .PolicyDocument ?? '',
    );
  const patternOf = async (Name: string, region = HOME) =>
    (await events(region).describeRule({ Name })).EventPattern ?? '';
  const setSelectors = (ReadWriteType: 'All' | 'ReadOnly') =>
    worldOf()
      .in(HOME)
      .cloudTrail.putEventSelectors({
        TrailName: 'account',
        EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType }],
      });
  const setBackups = (PointInTimeRecoveryEnabled: boolean) =>
    worldOf().in(HOME).dynamoDb.updateContinuousBackups({
      TableName: worldOf().table,
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled },
    });
  const setPolicy = (PolicyDocument: string) =>
    worldOf()
      .in(HOME)
      .iam.putRolePolicy({ RoleName: 'podguard-dev-notify', PolicyName: 'actions', PolicyDocument });
  const sentAt = () =>
    withState(async (state) => (await state.loadMark('canary')) as { readonly sentAt: string }).then(
      (mark) => mark.sentAt,
    );
  const setSeen = (at: string) =>
    withState((state) =>
      state.saveMark('canary-seen/us-east-1', { sentAt: at, seenAt: at, delaySeconds: 71.4 }),
    );
  const setMachine = (definition: string) =>
    worldOf()
      .in(HOME)
      .sfn.updateStateMachine({
        stateMachineArn: `arn:aws:states:${HOME}:${ACCOUNT}:stateMachine:podguard-dev-drift`,
        definition,
      });
  const setReported = (hoursAgo: number, done: readonly string[] = ['first']) =>
    withState(async (state) => {
      const at = new Date(Date.now() - hoursAgo * 3_600_000);
      const reportedAt = at.toISOString().replace(/\.\d{3}Z$/, 'Z');
      const mark = (await state.loadMark('drift-execution')) as Readonly<Record<string, string>>;
      await state.saveMark('drift-execution', { ...mark, reportedAt, done: [...done] });
    });
  const setDeployed = (judged: string) =>
    withState((state) => state.saveMark('deployed', { judgedWith: judged }));
  const setOrganization = (listedAt: string) =>
    withState((state) =>
      saveOrganization(state, {
        ...{ accounts: [ACCOUNT, '444455556666'], listedAt, changedAt: listedAt },
        judgedAgain: true,
      }),
    );
  return {
    events,
    queueUrl,
    setQueue,
    attributeOf,
    keep,
    kept,
    mappingId,
    policyOf,
    patternOf,
    setSelectors,
    setBackups,
    setPolicy,
    sentAt,
    setSeen,
    setDeployed,
    setMachine,
    setReported,
    setOrganization,
  };
}
