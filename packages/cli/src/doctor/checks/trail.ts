import {
  type AdvancedEventSelector,
  DescribeTrailsCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import type { CloudtrailTrail } from '@podguard/core';
import { GLOBAL_REGION } from '@podguard/deployment';
import { managementEvents } from '@podguard/inventory';
import { inParallel } from '../in-parallel.ts';
import { ask, type Found, fail, type Look, look, ok, UnreadError } from '../line.ts';
import type { World } from '../world.ts';

const MEND =
  'make a trail that logs management events in all regions: aws cloudtrail create-trail --is-multi-region-trail, then start-logging';

/**
 * EventBridge gets calls from CloudTrail where a trail logs them.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function checkTrail(world: World): Promise<readonly Look[]> {
  return inParallel(world.regions, (region) => look(region, () => inRegion(world, region)));
}

async function inRegion(world: World, region: string): Promise<Found> {
  const trails = await ask(
    'cloudtrail:DescribeTrails',
    world.clients.cloudTrail(region).send(new DescribeTrailsCommand({ includeShadowTrails: true })),
  );
  const reasons: string[] = [];
  let unread: UnreadError | undefined;
  for (const trail of trails?.trailList ?? []) {
    try {
      const reason = await whyNot(world, region, trail);
      const scope = trail.IsMultiRegionTrail === true ? 'all regions' : 'this region';
      if (reason === undefined)
        return ok(`trail ${trail.Name} logs management events of ${scope}, and is logging`);
      reasons.push(`${trail.Name} ${reason}`);
    } catch (error) {
      // One of the organization's may not be looked into; another may do.
      if (!(error instanceof UnreadError)) throw error;
      unread = isForeign(world, trail) ? foreign(trail, error) : error;
    }
  }
  if (unread !== undefined) throw unread;
  const why = reasons.length === 0 ? 'there is no trail' : reasons.join('; ');
  return fail(`no trail logs what is watched: ${why}`, MEND);
}

function isForeign({ site }: World, { IsOrganizationTrail, TrailARN = '' }: Trail): boolean {
  return IsOrganizationTrail === true && TrailARN.split(':')[4] !== site.account;
}

function foreign({ Name }: Trail, cause: UnreadError): UnreadError {
  return new UnreadError(
    `${Name} is the organization's, of which this account may not see whether it logs what is watched: ${cause.message}`,
    'ask in the management account; the canary (arrivals) shows whether events come',
    cause,
  );
}

/** What is missing of a trail for a region; undefined where it will do. */
async function whyNot(world: World, region: string, trail: Trail): Promise<string | undefined> {
  const Name = trail.TrailARN ?? trail.Name ?? '';
  const client = world.clients.cloudTrail(trail.HomeRegion ?? region);
  if (region === GLOBAL_REGION && trail.IncludeGlobalServiceEvents === false)
    return 'leaves out the events of global services, those of IAM';
  const status = await ask('cloudtrail:GetTrailStatus', client.send(new GetTrailStatusCommand({ Name })));
  if (status?.IsLogging !== true) return 'is not logging';
  const selectors = await ask(
    'cloudtrail:GetEventSelectors',
    client.send(new GetEventSelectorsCommand({ TrailName: Name })),
  );
  const logged = loggedBy(selectors?.EventSelectors, selectors?.AdvancedEventSelectors);
  if (logged === undefined) throw unclear(Name);
  if (logged !== 'all' && logged !== 'write') return 'does not log management events that write';
  return world.config.events.length > 0 && logged !== 'all'
    ? `does not log management events that read, which ${world.config.events.join(' and ')} are`
    : undefined;
}

/** Undefined where its selectors tell events apart in ways that cannot be summed up so. */
export function loggedBy(
  basic: readonly EventSelector[] = [],
  advanced: readonly AdvancedEventSelector[] = [],
): CloudtrailTrail['managementEvents'] | undefined {
  // A trail without selectors logs all management events.
  return basic.length + advanced.length === 0 ? 'all' : managementEvents({ basic, advanced });
}

function unclear(trail: string): UnreadError {
  return new UnreadError(
    `${trail} tells management events apart by more than whether they read or write, and may leave some out`,
    'look at its advanced event selectors; the canary (arrivals) shows whether events come',
    undefined,
  );
}
