import { catalogue } from '@podguard/rules';
import { describeRule } from '../../support/describe-rule.ts';
import { ruleOf } from '../../support/rule-of.ts';

const DEPLOYER = 'arn:aws:iam::111122223333:role/ci/deployer';
const OTHER = 'arn:aws:iam::111122223333:user/anneke';
const SCALING =
  'arn:aws:iam::111122223333:role/aws-service-role/dynamodb.application-autoscaling.amazonaws.com/AWSServiceRoleForApplicationAutoScaling_DynamoDBTable';
const config = { ownParts: ['podguard-'], deployers: ['arn:aws:iam::111122223333:role/deployer'] };
const ownParts = { ownParts: ['podguard-'] };
const changes = (made: Readonly<Record<string, string>>) => ({ changes: made });

describeRule(ruleOf(catalogue, 'platform-pipeline-changed'), 'platform-part', {
  fails: [
    {
      name: 'code that somebody else put',
      sets: changes({ UpdateFunctionCode: OTHER }),
      config,
      evidence: ['changes.UpdateFunctionCode'],
    },
    {
      name: 'stopped by somebody else, then changed by the deployer',
      some: changes({
        PutFunctionConcurrency: `${OTHER} reserved concurrency 0`,
        UpdateFunctionCode: DEPLOYER,
      }),
      config,
      evidence: ['changes.PutFunctionConcurrency'],
    },
    {
      name: 'deleted by somebody else',
      sets: changes({ DeleteFunction: OTHER }),
      config,
      evidence: ['changes.DeleteFunction'],
    },
    {
      name: 'stopped, no deployers configured',
      sets: changes({ PutFunctionConcurrency: `${OTHER} reserved concurrency 0` }),
      config: ownParts,
      evidence: ['changes.PutFunctionConcurrency'],
    },
    {
      name: 'a mapping switched off, no deployers configured',
      sets: changes({ UpdateEventSourceMapping: `${OTHER} mapping 1: batchSize 10, enabled false` }),
      config: ownParts,
      evidence: ['changes.UpdateEventSourceMapping'],
    },
    {
      name: 'purged, nobody knows by whom',
      sets: changes({ PurgeQueue: 'unknown' }),
      config,
      evidence: ['changes.PurgeQueue'],
    },
  ],
  passes: [
    { name: 'changed by the deployer', sets: changes({ UpdateFunctionCode: DEPLOYER }), config },
    {
      name: 'stopped by the deployer',
      sets: changes({ PutFunctionConcurrency: `${DEPLOYER} reserved concurrency 0` }),
      config,
    },
    {
      name: 'a table that AWS scales',
      sets: changes({ UpdateTable: `${SCALING} provisionedThroughput` }),
      config,
    },
  ],
  indeterminate: [
    { name: 'no change known', config, missing: 'changes' },
    {
      name: 'changed, no deployers configured',
      sets: changes({ UpdateFunctionCode: OTHER }),
      config: ownParts,
      missing: 'deployers',
    },
    {
      name: 'given concurrency, no deployers configured',
      sets: changes({ PutFunctionConcurrency: `${OTHER} reserved concurrency 10` }),
      config: ownParts,
      missing: 'deployers',
    },
    {
      name: 'changed, nobody knows by whom',
      sets: changes({ UpdateFunctionCode: 'unknown' }),
      config,
      missing: 'who changed it',
    },
  ],
  notApplicable: [
    { name: 'no own parts configured', sets: changes({ DeleteFunction: OTHER }) },
    {
      name: 'a part of somebody else',
      sets: changes({ DeleteFunction: OTHER }),
      config: { ...config, ownParts: ['watcher-'] },
    },
  ],
});
