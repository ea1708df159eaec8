import {
  type AdvancedEventSelector,
  DescribeTrailsCommand,
  type EventSelector,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import { GLOBAL_REGION } from '@podguard/deployment';
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
  const logged = managementEvents(selectors?.EventSelectors ?? [], selectors?.AdvancedEventSelectors ?? []);
  if (!logged.write) return 'does not log management events that write';
  return world.config.events.length > 0 && !logged.read
    ? `does not log management events that read, which ${world.config.events.join(' and ')} are`
    : undefined;
}

interface Logged {
  readonly read: boolean;
  readonly write: boolean;
}

/** Source: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetEventSelectors.html */
export function managementEvents(
  basic: readonly EventSelector[],
  advanced: readonly AdvancedEventSelector[],
): Logged {
  const all = [...basic.map(ofBasic), ...advanced.map(ofAdvanced)];
  // A trail without selectors logs all management events.
  if (all.length === 0) return { read: true, write: true };
  return { read: all.some(({ read }) => read), write: all.some(({ write }) => write) };
}

function ofBasic({ IncludeManagementEvents = true, ReadWriteType = 'All' }: EventSelector): Logged {
  return {
    read: IncludeManagementEvents && ReadWriteType !== 'WriteOnly',
    write: IncludeManagementEvents && ReadWriteType !== 'ReadOnly',
  };
}

function ofAdvanced({ FieldSelectors = [] }: AdvancedEventSelector): Logged {
  const equals = (name: string) => FieldSelectors.find(({ Field }) => Field === name)?.Equals;
  if (!equals('eventCategory')?.includes('Management')) return { read: false, write: false };
  const readOnly = equals('readOnly');
  return {
    read: readOnly === undefined || readOnly.includes('true'),
    write: readOnly === undefined || readOnly.includes('false'),
  };
}
