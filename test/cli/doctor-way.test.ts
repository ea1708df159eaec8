import { describe } from 'vitest';
import { type Broken, testBroken, useExamination } from '../support/parts-world/examination.ts';
import { ACCOUNT, HOME, TARGET, UNDELIVERED } from '../support/parts-world/hands.ts';

const examination = useExamination();
const { events, keep, kept, patternOf, setSelectors } = examination.hands;
const { worldOf } = examination;
const DEPLOY = /deploy again/;

const BROKEN: readonly Broken[] = [
  {
    what: 'a trail that was stopped',
    on: () => worldOf().in(HOME).cloudTrail.stopLogging({ Name: 'account' }),
    off: () => worldOf().in(HOME).cloudTrail.startLogging({ Name: 'account' }),
    lines: [
      'trail eu-central-1: no trail logs what is watched: account is not logging',
      'trail us-east-1: no trail logs what is watched: account is not logging',
    ],
    mend: /create-trail .*start-logging/,
  },
  {
    what: 'a trail that logs reads only',
    on: () => setSelectors('ReadOnly'),
    off: () => setSelectors('All'),
    lines: [
      'trail eu-central-1: no trail logs what is watched: account does not log management events that write',
      'trail us-east-1: no trail logs what is watched: account does not log management events that write',
    ],
    mend: /create-trail/,
  },
  {
    what: 'a rule that was disabled',
    on: () => events().disableRule({ Name: 'podguard-dev-eks' }),
    off: () => events().enableRule({ Name: 'podguard-dev-eks' }),
    lines: ['rules podguard-dev-eks (eu-central-1): its state is DISABLED, and should be ENABLED'],
    mend: /^aws events enable-rule --name podguard-dev-eks --region eu-central-1$/,
  },
  {
    what: 'a pattern that lets in less',
    on: async () => {
      await keep('pattern', patternOf('podguard-dev-eks'));
      await events().putRule({
        Name: 'podguard-dev-eks',
        EventPattern: '{"source":["aws.eks"]}',
        State: 'ENABLED',
      });
    },
    off: () =>
      events().putRule({ Name: 'podguard-dev-eks', EventPattern: kept.get('pattern'), State: 'ENABLED' }),
    lines: [
      'rules podguard-dev-eks (eu-central-1): its pattern is not that of this version and configuration',
    ],
    mend: DEPLOY,
  },
  {
    what: 'a rule of another region that is gone',
    on: async () => {
      await keep('iam', patternOf('podguard-dev-iam', 'us-east-1'));
      const { Targets } = await events('us-east-1').listTargetsByRule({ Rule: 'podguard-dev-iam' });
      await keep('targets', Promise.resolve(JSON.stringify(Targets)));
      await events('us-east-1').removeTargets({ Rule: 'podguard-dev-iam', Ids: ['podguard'] });
      await events('us-east-1').deleteRule({ Name: 'podguard-dev-iam' });
    },
    off: async () => {
      await events('us-east-1').putRule({ Name: 'podguard-dev-iam', EventPattern: kept.get('iam') });
      await events('us-east-1').putTargets({
        Rule: 'podguard-dev-iam',
        Targets: JSON.parse(kept.get('targets') ?? '[]'),
      });
    },
    lines: ['rules podguard-dev-iam (us-east-1): the rule is missing'],
    mend: DEPLOY,
  },
  {
    what: 'a rule without its target',
    on: () => events().removeTargets({ Rule: 'podguard-dev-eks', Ids: ['podguard'] }),
    off: () =>
      events().putTargets({
        Rule: 'podguard-dev-eks',
        Targets: [{ ...TARGET, DeadLetterConfig: UNDELIVERED }],
      }),
    lines: [`rules podguard-dev-eks (eu-central-1): it does not send to ${TARGET.Arn}`],
    mend: DEPLOY,
  },
  {
    what: 'a target whose losses nobody sees',
    on: () => events().putTargets({ Rule: 'podguard-dev-eks', Targets: [TARGET] }),
    off: () =>
      events().putTargets({
        Rule: 'podguard-dev-eks',
        Targets: [{ ...TARGET, DeadLetterConfig: UNDELIVERED }],
      }),
    lines: [
      `rules podguard-dev-eks (eu-central-1): what it cannot deliver is lost: it has no dead-letter queue ${UNDELIVERED.Arn}`,
    ],
    mend: DEPLOY,
  },
  {
    what: 'a bus that lets nobody in',
    on: () => events().removePermission({ EventBusName: 'podguard-dev', StatementId: 'Forward' }),
    off: () =>
      events().putPermission({
        EventBusName: 'podguard-dev',
        StatementId: 'Forward',
        Principal: `arn:aws:iam::${ACCOUNT}:root`,
        Action: 'events:PutEvents',
      }),
    lines: ['bus bus podguard-dev: its policy does not let in the account: nothing of other regions arrives'],
    mend: DEPLOY,
  },
];

describe('what is broken on the way of events', () => {
  testBroken(BROKEN, examination);
});
