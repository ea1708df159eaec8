import type { Trail } from './account.ts';
import { AwsError, type Data, listOf, type Operation, textOf, type Where } from './operation.ts';

const operation = (name: string, writes: boolean, run: Operation['run']): Operation => ({
  service: 'cloudtrail',
  name,
  writes,
  run,
});

/** By its ARN, or by its name in the region where it was made. */
function trailIn(input: Data, name: string, { account, region }: Where): Trail {
  const id = textOf(input, name);
  const found = [...account.trails.values()].find(
    ({ told }) => told.TrailARN === id || (told.Name === id && told.HomeRegion === region),
  );
  if (found === undefined)
    throw new AwsError('TrailNotFoundException', 400, `Unknown trail: ${id} for the user: ${account.id}`);
  return found;
}

export const TRAILS: readonly Operation[] = [
  operation('CreateTrail', true, (input, { account, region }) => {
    const Name = textOf(input, 'Name');
    const TrailARN = `arn:aws:cloudtrail:${region}:${account.id}:trail/${Name}`;
    if (account.trails.has(TrailARN))
      throw new AwsError('TrailAlreadyExistsException', 400, `Trail ${Name} already exists`);
    const told = {
      Name,
      TrailARN,
      S3BucketName: textOf(input, 'S3BucketName'),
      IsMultiRegionTrail: input.IsMultiRegionTrail ?? false,
      HomeRegion: region,
    };
    account.trails.set(TrailARN, {
      told,
      logging: false,
      selectors: { EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] },
    });
    return told;
  }),
  operation('UpdateTrail', true, (input, where) => {
    const trail = trailIn(input, 'Name', where);
    if (input.IsMultiRegionTrail !== undefined) trail.told.IsMultiRegionTrail = input.IsMultiRegionTrail;
    return trail.told;
  }),
  operation('StartLogging', true, (input, where) => {
    trailIn(input, 'Name', where).logging = true;
    return {};
  }),
  operation('StopLogging', true, (input, where) => {
    trailIn(input, 'Name', where).logging = false;
    return {};
  }),
  operation('PutEventSelectors', true, (input, where) => {
    const trail = trailIn(input, 'TrailName', where);
    const { EventSelectors, AdvancedEventSelectors } = input;
    trail.selectors = AdvancedEventSelectors === undefined ? { EventSelectors } : { AdvancedEventSelectors };
    return { TrailARN: trail.told.TrailARN, ...trail.selectors };
  }),
  operation('DeleteTrail', true, (input, where) => {
    where.account.trails.delete(String(trailIn(input, 'Name', where).told.TrailARN));
    return {};
  }),
  operation('DescribeTrails', false, (input, { account, region }) => {
    const wanted = listOf<string>(input, 'trailNameList');
    const all = [...account.trails.values()].map(({ told }) => told);
    const here = all.filter(
      ({ HomeRegion, IsMultiRegionTrail }) =>
        HomeRegion === region || (IsMultiRegionTrail === true && input.includeShadowTrails !== false),
    );
    const trailList = here.filter(
      ({ Name, TrailARN }) =>
        wanted.length === 0 || wanted.includes(String(TrailARN)) || wanted.includes(String(Name)),
    );
    return { trailList };
  }),
  operation('GetTrailStatus', false, (input, where) => ({
    IsLogging: trailIn(input, 'Name', where).logging,
  })),
  operation('GetEventSelectors', false, (input, where) => {
    const { told, selectors } = trailIn(input, 'TrailName', where);
    return { TrailARN: told.TrailARN, ...selectors };
  }),
];
