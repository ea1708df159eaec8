import { busStatements, type EventPattern, forwardTrust } from '@podguard/deployment';
import { createRules, type DeliveringRule } from './event-rules.ts';
import type { Place } from './place.ts';
import { createDeadLetters } from './queues.ts';
import { policyDocument } from './statements.ts';

export interface ForwardingSpec {
  readonly prefix: string;
  readonly place: Place;
  patternsIn(region: string): readonly EventPattern[];
}

export interface RemoteRegion {
  readonly region: string;
  /** For what could not be sent to the home region. */
  readonly undelivered: aws.sqs.Queue;
  readonly rules: readonly DeliveringRule[];
}

export interface Forwarding {
  readonly bus: aws.cloudwatch.EventBus;
  readonly role: aws.iam.Role;
  readonly regions: readonly RemoteRegion[];
  /** What the targets of rules in other regions have to wait for. */
  readonly ready: readonly $util.Resource[];
}

/**
 * One hop from the default bus of every other watched region to a bus of our own in the home region: EventBridge does not pass
 * an event on to a third bus, and on the default bus there other people's rules would fire.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cross-region.html
 */
export function createForwarding({ prefix, place, patternsIn }: ForwardingSpec): Forwarding {
  const bus = new aws.cloudwatch.EventBus('Bus', { name: prefix, description: 'Events of other regions' });
  const role = createRole(prefix, place, bus);
  const accept = new aws.cloudwatch.EventBusPolicy('BusPolicy', {
    eventBusName: bus.name,
    policy: $jsonStringify({
      Version: '2012-10-17',
      Statement: busStatements(place, bus.arn),
    }),
  });
  const put = new aws.iam.RolePolicy('ForwardPolicy', {
    name: 'put-events',
    role: role.name,
    policy: policyDocument([{ actions: ['events:PutEvents'], resources: [bus.arn] }]),
  });
  const ready = [accept, put];
  const regions = place.remote.map((region): RemoteRegion => {
    const undelivered = createDeadLetters(prefix, 'undelivered', region);
    const target = { arn: bus.arn, roleArn: role.arn, deadLetters: undelivered.arn };
    const patterns = patternsIn(region);
    const rules = createRules({ prefix, region, label: region, patterns, target, dependsOn: ready });
    return { region, undelivered, rules };
  });
  return { bus, role, regions, ready };
}

function createRole(prefix: string, { account }: Place, bus: aws.cloudwatch.EventBus): aws.iam.Role {
  return new aws.iam.Role('ForwardRole', {
    name: `${prefix}-forward`,
    description: $interpolate`Sends events of other regions to ${bus.name}`,
    assumeRolePolicy: JSON.stringify({
      Version: '2012-10-17',
      Statement: forwardTrust({ prefix, account }),
    }),
  });
}
