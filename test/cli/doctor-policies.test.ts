import { describe, expect, it } from 'vitest';
import { type Broken, testBroken, useExamination, wrong } from '../support/parts-world/examination.ts';
import { ACCOUNT, HOME, TARGET, UNDELIVERED } from '../support/parts-world/hands.ts';

const examination = useExamination();
const { attributeOf, events, keep, kept, queueUrl, setQueue } = examination.hands;
const { examine, worldOf } = examination;
const DEPLOY = /deploy again/;
const BUS = `arn:aws:events:${HOME}:${ACCOUNT}:event-bus/podguard-dev`;

interface Policy {
  readonly Statement: readonly object[];
}

function queuePolicy(what: string, change: (policy: string) => string): Broken {
  return {
    what: `a queue ${what}`,
    on: async () =>
      setQueue('evaluate', { Policy: change(await keep('queue', attributeOf('evaluate', 'Policy'))) }),
    off: () => setQueue('evaluate', { Policy: kept.get('queue') ?? '' }),
    lines: [
      'queues podguard-dev-evaluate: its policy is not that of this version: it may refuse rules, or let in others',
    ],
    mend: DEPLOY,
  };
}

const withStatement = (policy: string, statement: object): string => {
  const { Statement, ...rest } = JSON.parse(policy) as Policy;
  return JSON.stringify({ ...rest, Statement: [...Statement, statement] });
};

function rights(role: string, PolicyName: string, action: string, said: string): Broken {
  const RoleName = `podguard-dev-${role}`;
  const iam = () => worldOf().in(HOME).iam;
  const read = async () =>
    decodeURIComponent((await iam().getRolePolicy({ RoleName, PolicyName })).PolicyDocument ?? '');
  const put = (PolicyDocument: string) => iam().putRolePolicy({ RoleName, PolicyName, PolicyDocument });
  return {
    what: `a role ${role} that lost ${action}`,
    on: async () => put((await keep(role, read())).replaceAll(action, `${action}Not`)),
    off: () => put(kept.get(role) ?? ''),
    lines: [`roles role ${RoleName}: it may not ${action} on ${said}: no policy allows it`],
    mend: DEPLOY,
  };
}

const putTarget = (more: object) =>
  events().putTargets({
    Rule: 'podguard-dev-eks',
    Targets: [{ ...TARGET, DeadLetterConfig: UNDELIVERED, ...more }],
  });

const BROKEN: readonly Broken[] = [
  queuePolicy('that refuses what EventBridge sends', (policy) =>
    withStatement(policy, {
      Effect: 'Deny',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: '*',
    }),
  ),
  queuePolicy('that lets in everybody but our rules', (policy) =>
    policy.replaceAll('ArnEquals', 'ArnNotEquals'),
  ),
  queuePolicy('that lets our rules do something else', (policy) =>
    policy.replaceAll('sqs:SendMessage', 'sqs:GetQueueUrl'),
  ),
  {
    what: 'a bus that lets in everybody',
    on: () =>
      events().putPermission({
        EventBusName: 'podguard-dev',
        StatementId: 'Open',
        Principal: '*',
        Action: 'events:PutEvents',
      }),
    off: () => events().removePermission({ EventBusName: 'podguard-dev', StatementId: 'Open' }),
    lines: [
      'bus bus podguard-dev: its policy is not that of this version: it may refuse rules, or let in others',
    ],
    mend: DEPLOY,
  },
  {
    what: 'a role that EventBridge may assume for rules of others',
    on: async () => {
      const { Role } = await worldOf().in(HOME).iam.getRole({ RoleName: 'podguard-dev-forward' });
      const trust = await keep(
        'trust',
        Promise.resolve(decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '')),
      );
      await worldOf()
        .in(HOME)
        .iam.updateAssumeRolePolicy({
          RoleName: 'podguard-dev-forward',
          PolicyDocument: trust.replace('rule/podguard-dev-*', 'rule/*'),
        });
    },
    off: () =>
      worldOf()
        .in(HOME)
        .iam.updateAssumeRolePolicy({
          RoleName: 'podguard-dev-forward',
          PolicyDocument: kept.get('trust') ?? '',
        }),
    lines: [
      'bus role podguard-dev-forward: its trust is not that of this version: EventBridge may be refused, or others let in',
    ],
    mend: DEPLOY,
  },
  {
    what: 'a target that sends a text of its own',
    on: () => putTarget({ Input: '{"nothing":1}' }),
    off: () => putTarget({}),
    lines: [
      'rules podguard-dev-eks (eu-central-1): it sends something else in place of the event, which is lost',
    ],
    mend: DEPLOY,
  },
  {
    what: "another region's rule for alarms that was disabled",
    on: () => events('us-east-1').disableRule({ Name: 'podguard-dev-alarms' }),
    off: () => events('us-east-1').enableRule({ Name: 'podguard-dev-alarms' }),
    lines: ['rules podguard-dev-alarms (us-east-1): its state is DISABLED, and should be ENABLED'],
    mend: /^aws events enable-rule --name podguard-dev-alarms --region us-east-1$/,
  },
  {
    what: "the bus's rule for alarms that was disabled",
    on: () => events().disableRule({ Name: 'podguard-dev-alarms', EventBusName: 'podguard-dev' }),
    off: () => events().enableRule({ Name: 'podguard-dev-alarms', EventBusName: 'podguard-dev' }),
    lines: [
      'rules podguard-dev-alarms (eu-central-1, bus podguard-dev): its state is DISABLED, and should be ENABLED',
    ],
    mend: /--event-bus-name podguard-dev$/,
  },
  rights('forward', 'put-events', 'events:PutEvents', BUS),
  rights(
    'schedules',
    'call',
    'lambda:InvokeFunction',
    `arn:aws:lambda:${HOME}:${ACCOUNT}:function:podguard-dev-sweep`,
  ),
  {
    what: 'a message that was put aside, and that somebody is looking at',
    on: async () => {
      const { sqs } = worldOf().in(HOME);
      const QueueUrl = await queueUrl('evaluate-dlq');
      await sqs.sendMessage({ QueueUrl, MessageBody: '{}' });
      await sqs.receiveMessage({ QueueUrl, VisibilityTimeout: 600 });
    },
    off: async () =>
      worldOf()
        .in(HOME)
        .sqs.purgeQueue({ QueueUrl: await queueUrl('evaluate-dlq') }),
    lines: ['put-aside podguard-dev-evaluate-dlq: a message was put aside'],
    mend: /podguard replay --redrive evaluate --stage dev/,
  },
];

describe('what loses events and looks as it should', () => {
  testBroken(BROKEN, examination);
});

describe('a policy that is written otherwise', () => {
  it('and means the same is as this version makes it', async () => {
    const policy = await attributeOf('evaluate', 'Policy');
    const { Statement, ...rest } = JSON.parse(policy) as Policy;
    const written = Statement.map((one, index) => ({ Sid: `S${index}`, ...one })).toReversed();
    const Policy = JSON.stringify({ ...rest, Statement: written })
      .replaceAll('"sqs:SendMessage"', '["SQS:SendMessage"]')
      .replaceAll('"aws:SourceArn"', '"AWS:SourceArn"')
      .replaceAll('"Principal":"*"', '"Principal":{"AWS":"*"}');
    await setQueue('evaluate', { Policy });
    const found = wrong(await examine());
    await setQueue('evaluate', { Policy: policy });
    expect(Policy).not.toBe(policy);
    expect(found).toEqual([]);
  });
});
