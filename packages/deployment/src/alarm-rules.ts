import { queueArn, type RulePart, type Site } from './parts.ts';

const UNDELIVERED = 'undelivered-depth';

/** The events of alarms that begin. */
export function alarmPattern<Alarm>(alarms: readonly Alarm[]) {
  return {
    source: ['aws.cloudwatch'],
    'detail-type': ['CloudWatch Alarm State Change'],
    resources: alarms,
    detail: { state: { value: ['ALARM'] } },
  };
}

/** On the bus: a pattern has no room for an ARN of each region, and what is on it passed a rule of ours. */
export function forwardedAlarmPattern({ prefix }: Pick<Site, 'prefix'>) {
  return alarmPattern([{ suffix: `:alarm:${prefix}-${UNDELIVERED}` }]);
}

/** The rules by which the alarms of other regions come home. */
export function alarmRulesOf(site: Site): readonly RulePart[] {
  const { prefix, account, home, remote } = site;
  if (remote.length === 0) return [];
  const common = { name: `${prefix}-alarms`, state: 'ENABLED' } as const;
  return [
    ...remote.map((region) => ({
      ...common,
      region,
      pattern: alarmPattern([`arn:aws:cloudwatch:${region}:${account}:alarm:${prefix}-${UNDELIVERED}`]),
      target: `arn:aws:events:${home}:${account}:event-bus/${prefix}`,
      roleArn: `arn:aws:iam::${account}:role/${prefix}-forward`,
      deadLetters: queueArn(site, 'undelivered', region),
    })),
    {
      ...common,
      region: home,
      bus: prefix,
      pattern: forwardedAlarmPattern(site),
      target: queueArn(site, 'remote-alarms'),
      deadLetters: queueArn(site, 'undelivered'),
    },
  ];
}
