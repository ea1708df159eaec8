import { judgedWith } from '@podguard/deployment/judged-with';
import { describe } from 'vitest';
import { type Broken, testBroken, useExamination } from '../support/parts-world/examination.ts';
import { ACCOUNT, HOME } from '../support/parts-world/hands.ts';
import { ofType } from '../support/synthesize.ts';

const examination = useExamination();
const {
  queueUrl,
  setQueue,
  attributeOf,
  keep,
  kept,
  mappingId,
  policyOf,
  setBackups,
  setPolicy,
  sentAt,
  setSeen,
  setDeployed,
  setMachine,
  setReported,
} = examination.hands;
const { worldOf } = examination;
const DEPLOY = /deploy again/;

const BROKEN: readonly Broken[] = [
  {
    what: 'a queue that lets in everybody',
    on: async () => {
      const policy = JSON.parse(await keep('policy', attributeOf('evaluate', 'Policy')));
      const open = { Effect: 'Allow', Principal: '*', Action: 'sqs:SendMessage', Resource: '*' };
      const Policy = JSON.stringify({ ...policy, Statement: [...policy.Statement, open] });
      await setQueue('evaluate', { Policy });
    },
    off: () => setQueue('evaluate', { Policy: kept.get('policy') ?? '' }),
    lines: ['queues podguard-dev-evaluate: its policy lets in *, from anywhere'],
    mend: DEPLOY,
  },
  {
    what: 'a queue that lets in one rule less',
    on: async () => {
      const policy = await keep('policy', attributeOf('evaluate', 'Policy'));
      await setQueue('evaluate', { Policy: policy.replaceAll('rule/podguard-dev-eks"', 'rule/other"') });
    },
    off: () => setQueue('evaluate', { Policy: kept.get('policy') ?? '' }),
    lines: [
      `queues podguard-dev-evaluate: its policy does not let in arn:aws:events:${HOME}:${ACCOUNT}:rule/podguard-dev-eks`,
    ],
    mend: DEPLOY,
  },
  {
    what: 'a queue that puts nothing aside',
    on: async () => {
      await keep('redrive', attributeOf('due', 'RedrivePolicy'));
      await setQueue('due', { RedrivePolicy: (kept.get('redrive') ?? '').replace('due-dlq', 'rejudge-dlq') });
    },
    off: () => setQueue('due', { RedrivePolicy: kept.get('redrive') ?? '' }),
    lines: [
      'queues podguard-dev-due: what cannot be dealt with is not put aside in podguard-dev-due-dlq, and is lost',
    ],
    mend: DEPLOY,
  },
  {
    what: 'a record that was put aside',
    on: async () =>
      worldOf()
        .in(HOME)
        .sqs.sendMessage({ QueueUrl: await queueUrl('evaluate-dlq'), MessageBody: '{}' }),
    off: async () =>
      worldOf()
        .in(HOME)
        .sqs.purgeQueue({ QueueUrl: await queueUrl('evaluate-dlq') }),
    lines: ['put-aside podguard-dev-evaluate-dlq: a message was put aside'],
    mend: /podguard replay --redrive evaluate --stage dev/,
  },
  {
    what: 'a queue that nobody reads',
    on: async () =>
      worldOf()
        .in(HOME)
        .lambda.updateEventSourceMapping({ UUID: await mappingId(), Enabled: false }),
    off: async () =>
      worldOf()
        .in(HOME)
        .lambda.updateEventSourceMapping({ UUID: await mappingId(), Enabled: true }),
    lines: [
      'sources queue podguard-dev-sns.fifo to podguard-dev-notify: nobody reads it: the event source mapping is Disabled (USER_INITIATED)',
    ],
    mend: /^aws lambda update-event-source-mapping --uuid \S+ --enabled$/,
  },
  {
    what: 'a table without backups',
    on: () => setBackups(false),
    off: () => setBackups(true),
    lines: ['table backups: it cannot be restored to a point in time'],
    mend: DEPLOY,
  },
  {
    what: 'a function that was switched off',
    on: () =>
      worldOf().in(HOME).lambda.putFunctionConcurrency({
        FunctionName: 'podguard-dev-evaluate',
        ReservedConcurrentExecutions: 0,
      }),
    off: () => worldOf().in(HOME).lambda.deleteFunctionConcurrency({ FunctionName: 'podguard-dev-evaluate' }),
    lines: ['functions podguard-dev-evaluate: it is switched off: its reserved concurrency is 0'],
    mend: /^aws lambda delete-function-concurrency --function-name podguard-dev-evaluate$/,
  },
  {
    what: 'a role that lost a right',
    on: async () => {
      const policy = await keep('rights', policyOf());
      await setPolicy(policy.replaceAll('"sns:Publish"', '"sns:ListTopics"'));
    },
    off: () => setPolicy(kept.get('rights') ?? ''),
    lines: [
      `roles role podguard-dev-notify: it may not sns:Publish on arn:aws:sns:${HOME}:${ACCOUNT}:podguard-dev-alerts: no policy allows it`,
    ],
    mend: DEPLOY,
  },
  {
    what: 'a role that is denied',
    on: async () => {
      const policy = JSON.parse(await keep('rights', policyOf()));
      const deny = { Effect: 'Deny', Action: 'sns:*', Resource: '*' };
      await setPolicy(JSON.stringify({ ...policy, Statement: [...policy.Statement, deny] }));
    },
    off: () => setPolicy(kept.get('rights') ?? ''),
    lines: [
      `roles role podguard-dev-notify: it may not sns:Publish on arn:aws:sns:${HOME}:${ACCOUNT}:podguard-dev-alerts: a policy denies it`,
    ],
    mend: DEPLOY,
  },
  {
    what: 'a topic to which nobody listens',
    on: async () => {
      const TopicArn = `arn:aws:sns:${HOME}:${ACCOUNT}:podguard-dev-alerts`;
      const { Subscriptions = [] } = await worldOf().in(HOME).sns.listSubscriptionsByTopic({ TopicArn });
      for (const { SubscriptionArn } of Subscriptions)
        await worldOf().in(HOME).sns.unsubscribe({ SubscriptionArn });
    },
    off: () =>
      worldOf()
        .in(HOME)
        .sns.subscribe({
          TopicArn: `arn:aws:sns:${HOME}:${ACCOUNT}:podguard-dev-alerts`,
          Protocol: 'sqs',
          Endpoint: `arn:aws:sqs:${HOME}:${ACCOUNT}:subscriber`,
        }),
    lines: ['channels topic: nobody hears of alarms: the topic has no subscription'],
    mend: /^aws sns subscribe --topic-arn \S+:podguard-dev-alerts/,
  },
  {
    what: 'a canary that did not come back from a region',
    on: () => setSeen('2020-01-01T00:00:00.000Z'),
    off: async () => setSeen(await sentAt()),
    lines: ['arrivals events of us-east-1: the canary of SENT has not come back'],
    mend: /is the trail logging/,
  },
  {
    what: 'a report that is overdue',
    on: () => setReported(100),
    off: () => setReported(2),
    lines: ['drift the last report: the last run reported 100 hours ago, and one is due every 24'],
    mend: /the executions of podguard-dev-drift/,
  },
  {
    what: 'runs of which none ever reported',
    on: () => setReported(31, []),
    off: () => setReported(2),
    lines: ['drift the last report: the first run was due 31 hours ago, and none has reported yet'],
    mend: /the executions of podguard-dev-drift/,
  },
  {
    what: 'another state machine',
    on: async () => {
      const [machine] = ofType(worldOf().synthesis, 'StateMachine');
      await setMachine(String(machine?.inputs.definition).replace('"StartAt":"Plan"', '"StartAt":"Report"'));
    },
    off: async () => setMachine(String(ofType(worldOf().synthesis, 'StateMachine')[0]?.inputs.definition)),
    lines: ['drift podguard-dev-drift: it is another one than this version makes'],
    mend: DEPLOY,
  },
  {
    what: 'another version',
    on: () => setDeployed('aaaaaaaaaaaa.bbbbbbbbbbbb+cccccccc'),
    off: () => setDeployed(judgedWith(worldOf().root, worldOf().config)),
    lines: [
      'version rules and configuration: other rules and configuration than those of this checkout are deployed',
    ],
    mend: /sst deploy/,
  },
];

describe('what is broken of the parts', () => {
  testBroken(BROKEN, examination);
});
