import { alarmPattern, forwardedAlarmPattern } from '@podguard/deployment';
import { dlqAlarm } from './alarm.ts';
import type { Forwarding, RemoteRegion } from './forwarding.ts';
import { logicalName } from './names.ts';
import { attachPolicy, createDeadLetters } from './queues.ts';

const EVENTS = 'events.amazonaws.com';
const ALARM = 'undelivered';

export interface RemoteAlarmsSpec {
  readonly prefix: string;
  readonly forwarding: Forwarding;
  /** At home, for what the rule of the alarms cannot deliver. */
  readonly undelivered: aws.sqs.Queue;
}

export interface RemoteAlarms {
  /** At home: holds a note for each alarm of another region. */
  readonly notes: aws.sqs.Queue;
  /** On our own bus; it fills the queue. */
  readonly rule: aws.cloudwatch.EventRule;
}

/**
 * An alarm acts in its own region only, and the topic is in the home region. So the event of an alarm goes the way that all
 * events go, into a queue whose depth is watched at home: EventBridge could publish to the topic itself only if its policy
 * let in the rules of every account. Where the way itself is broken the canary is late, which is an alarm at home.
 * Sources: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html,
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export function watchRemoteRegions({ prefix, forwarding, undelivered }: RemoteAlarmsSpec): RemoteAlarms {
  for (const remote of forwarding.regions) watchRegion(prefix, forwarding, remote);
  const notes = createDeadLetters(prefix, 'remote-alarms');
  const rule = new aws.cloudwatch.EventRule('ForwardedAlarmsRule', {
    name: `${prefix}-alarms`,
    description: 'Podguard: alarms of other regions',
    eventBusName: forwarding.bus.name,
    eventPattern: JSON.stringify(forwardedAlarmPattern({ prefix })),
  });
  new aws.cloudwatch.EventTarget('ForwardedAlarmsTarget', {
    eventBusName: forwarding.bus.name,
    rule: rule.name,
    targetId: 'podguard',
    arn: notes.arn,
    deadLetterConfig: { arn: undelivered.arn },
  });
  attachPolicy('remote-alarms', notes, [{ service: EVENTS, sources: [rule.arn] }]);
  return { notes, rule };
}

function watchRegion(
  prefix: string,
  { bus, role, ready }: Forwarding,
  { region, undelivered, rules }: RemoteRegion,
): void {
  const alarm = dlqAlarm({ prefix, name: ALARM, queue: undelivered, region });
  const rule = new aws.cloudwatch.EventRule(`${logicalName(region)}AlarmsRule`, {
    region,
    name: `${prefix}-alarms`,
    description: 'Podguard: alarms',
    eventPattern: $jsonStringify(alarmPattern([alarm.arn])),
  });
  new aws.cloudwatch.EventTarget(
    `${logicalName(region)}AlarmsTarget`,
    {
      region,
      rule: rule.name,
      targetId: 'podguard',
      arn: bus.arn,
      roleArn: role.arn,
      deadLetterConfig: { arn: undelivered.arn },
    },
    { dependsOn: [...ready] },
  );
  const sources = [...rules.map((delivering) => delivering.rule.arn), rule.arn];
  attachPolicy(`undelivered-${region}`, undelivered, [{ service: EVENTS, sources }], region);
}
