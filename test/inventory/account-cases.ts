import { ACCOUNT, REGION } from './account.ts';
import type { ReaderCase } from './cases.ts';

export const OTHER_REGION = 'eu-west-1';

/** What belongs to the account beside IAM. */
export const ACCOUNT_CASES: readonly ReaderCase[] = [
  {
    reader: 'secret',
    call: 'secretsmanager:DescribeSecret',
    absent: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:shop/nothing`,
    garbage: '{}',
    readOnly: ['rotatedAt', 'readAt'],
    async make({ secretsmanager, wait }) {
      await secretsmanager.createSecret({ Name: 'shop/database', SecretString: 'hidden' });
      wait(1);
      await secretsmanager.rotateSecret({ SecretId: 'shop/database' });
      const ResourcePolicy = JSON.stringify({ Statement: [{ Effect: 'Deny', Principal: '*' }] }, null, 2);
      await secretsmanager.putResourcePolicy({ SecretId: 'shop/database', ResourcePolicy });
      return `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:shop/database`;
    },
  },
  {
    reader: 'parameter',
    call: 'ssm:DescribeParameters',
    absent: `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/shop/nothing`,
    garbage: '{}',
    eventless: true,
    async make({ ssm }) {
      await ssm.putParameter({ Name: '/shop/database', Value: 'hidden', Type: 'SecureString' });
      return `arn:aws:ssm:${REGION}:${ACCOUNT}:parameter/shop/database`;
    },
  },
  {
    reader: 'trail',
    call: 'cloudtrail:DescribeTrails',
    absent: `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/nothing`,
    garbage: '{}',
    async make({ cloudtrail, wait }) {
      await cloudtrail.createTrail({ Name: 'main', S3BucketName: 'logs', IsMultiRegionTrail: true });
      wait(1);
      await cloudtrail.startLogging({ Name: 'main' });
      const equals = (Field: string, ...Equals: string[]) => ({ Field, Equals });
      const FieldSelectors = [equals('eventCategory', 'Management'), equals('readOnly', 'false')];
      await cloudtrail.putEventSelectors({ TrailName: 'main', AdvancedEventSelectors: [{ FieldSelectors }] });
      return `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/main`;
    },
  },
  {
    reader: 'event-rule',
    call: 'events:DescribeRule',
    garbage: '{}',
    eventless: true,
    async make({ events }) {
      await events.createEventBus({ Name: 'podguard-dev' });
      const EventPattern = JSON.stringify({ source: ['aws.iam'] }, null, 2);
      await events.putRule({ Name: 'podguard-dev-iam', EventBusName: 'podguard-dev', EventPattern });
      const Arn = `arn:aws:sqs:${REGION}:${ACCOUNT}:podguard-dev-evaluate`;
      const Targets = [{ Id: 'evaluate', Arn }];
      await events.putTargets({ Rule: 'podguard-dev-iam', EventBusName: 'podguard-dev', Targets });
      return `arn:aws:events:${REGION}:${ACCOUNT}:rule/podguard-dev/podguard-dev-iam`;
    },
  },
  {
    reader: 'root-access-key',
    call: 'iam:GenerateCredentialReport',
    absent: `${ACCOUNT}/root/key-2`,
    garbage: '<Answer></Answer>',
    eventless: true,
    async make({ fake }) {
      const CreateDate = new Date('2026-01-01T00:00:00Z');
      fake.account.rootKeys.push({ Status: 'Active', CreateDate, LastUsedDate: new Date('2026-02-01') });
      return `${ACCOUNT}/root/key-1`;
    },
  },
  {
    reader: 'account-region',
    call: 'ec2:DescribeRegions',
    absent: `${ACCOUNT}/region/ap-south-1`,
    garbage: '<Answer></Answer>',
    eventless: true,
    calls: ['ec2:DescribeRegions', 'servicequotas:ListServiceQuotas'],
    async make({ fake }) {
      fake.account.quotas[`${REGION}/Pod Identity associations per cluster`] = 5000;
      return `${ACCOUNT}/region/${REGION}`;
    },
  },
];
