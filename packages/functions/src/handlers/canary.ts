import { MetricUnit } from '@aws-lambda-powertools/metrics';
import { EventBridgeClient, TagResourceCommand } from '@aws-sdk/client-eventbridge';
import { IAMClient, TagRoleCommand } from '@aws-sdk/client-iam';
import { connect, createDynamoDbServiceState } from '@podguard/store';
import { createCanary, takeCanary } from '../canary.ts';
import { CANARY_TAG } from '../canary-marks.ts';
import { parseSettings } from '../settings.ts';
import { compose } from './compose.ts';
import { metrics } from './compose-observers.ts';
import { CALL_PATIENCE } from './compose-patience.ts';

const settings = parseSettings(process.env, ['TABLE_NAME', 'CANARY_ROLE_NAME', 'CANARY_RULES']);
const { client } = connect(CALL_PATIENCE);
const iam = new IAMClient(CALL_PATIENCE);
const tagOf = (value: string) => [{ Key: CANARY_TAG, Value: value }];
const canary = createCanary({
  state: createDynamoDbServiceState({ client, table: settings.TABLE_NAME }),
  now: () => new Date(),
  rules: settings.CANARY_RULES,
  async tagRole(value) {
    await iam.send(new TagRoleCommand({ RoleName: settings.CANARY_ROLE_NAME, Tags: tagOf(value) }));
  },
  async tagRule(region, rule, value) {
    const events = new EventBridgeClient({ ...CALL_PATIENCE, region });
    await events.send(new TagResourceCommand({ ResourceARN: rule, Tags: tagOf(value) }));
  },
  late: (count) => metrics.addMetric('CanaryLate', MetricUnit.Count, count),
});

export const handler = compose((event: unknown) => takeCanary(canary, event), [client, iam]);
