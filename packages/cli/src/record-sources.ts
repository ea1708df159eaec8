import type { Source } from '@podguard/archive';
import { wantedEvents } from '@podguard/cloudtrail';
import { type Config, eventGroups, type OptInEvents, ServiceError } from '@podguard/core';
import { GLOBAL_REGION, remoteRegions } from '@podguard/deployment';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type AwsFlags, awsConfig } from './aws-flags.ts';

/** The flags of commands that read records. */
export interface RecordFlags extends AwsFlags {
  readonly lookup?: boolean;
  readonly days?: number;
}

export interface RecordSources {
  readonly paths: readonly string[];
  readonly sources: readonly Source[];
  close(): void;
}

/** As far back as AWS keeps its own history. */
const HISTORY_DAYS = 90;
const DAY_MS = 86_400_000;
/** Of an object that S3 does not answer for, a person hears within a minute. */
const S3_ATTEMPTS = 5;

export function addRecordOptions(command: Command): Command {
  return command
    .option('--lookup', "read CloudTrail's own history of 90 days, which takes no trail")
    .addOption(
      new Option('--days <number>', 'of the history, or of a trail in S3, only so many days').argParser(days),
    );
}

/**
 * What takes the paths in S3 and, with `--lookup`, the histories of the regions. Only then the code for AWS is loaded. `regions`
 * has those that are looked up.
 */
export async function openRecordSources(
  paths: readonly string[],
  flags: RecordFlags,
  { config, signal, regions }: { config: Config; signal: AbortSignal; regions: readonly string[] },
): Promise<RecordSources> {
  const inS3 = paths.filter(isInS3);
  if (flags.lookup !== true && inS3.length === 0) return { paths, sources: [], close() {} };
  const { createLookupSource, createS3Source } = await import('@podguard/archive/remote');
  const clients: { destroy(): void }[] = [];
  const made = <C extends { destroy(): void }>(client: C): C => {
    clients.push(client);
    return client;
  };
  const to = new Date();
  const since = (count: number) => new Date(to.getTime() - count * DAY_MS);
  const sources: Source[] = [];
  const lookups: string[] = [];
  if (inS3.length > 0) {
    const { S3Client } = await import('@aws-sdk/client-s3');
    const pathStyle = flags.endpointUrl === undefined ? {} : { forcePathStyle: true };
    const client = made(
      new S3Client({
        ...awsOf(flags, regions),
        maxAttempts: S3_ATTEMPTS,
        ...pathStyle,
        followRegionRedirects: true,
      }),
    );
    const from = flags.days === undefined ? {} : { since: since(flags.days) };
    sources.push(createS3Source({ client, signal, ...from }));
  }
  if (flags.lookup === true) {
    const { CloudTrailClient } = await import('@aws-sdk/client-cloudtrail');
    const source = createLookupSource({
      clientOf: (region) => made(new CloudTrailClient(awsOf(flags, [region]))),
      regions,
      from: since(flags.days ?? HISTORY_DAYS),
      to,
      ...namesOf(config),
      signal,
    });
    sources.push(source);
    lookups.push(...source.paths);
  }
  return {
    paths: [...paths, ...lookups],
    sources,
    close: () => {
      for (const client of clients) client.destroy();
    },
  };
}

/** Those that a deployment whose home is that region watches. */
export function watchedRegions(home: string | undefined, { regions }: Config): readonly string[] {
  const start = home ?? GLOBAL_REGION;
  return [start, ...remoteRegions(start, regions)];
}

export function refuseContradictions(paths: readonly string[], flags: RecordFlags): void {
  const { lookup = false, days: count } = flags;
  refuseBadAddress(paths.filter(isInS3));
  const asksAws = lookup || paths.some(isInS3);
  if (!lookup && paths.length === 0)
    throw usage(
      'name files or directories of records, s3://BUCKET/FOLDER, - for the standard input, or --lookup',
    );
  if (count !== undefined && !asksAws)
    throw usage('--days is for --lookup and for trails in S3: leave it out');
  if (lookup && count !== undefined && count > HISTORY_DAYS)
    throw usage(`--lookup has ${HISTORY_DAYS} days: give --days up to that`);
}

function isInS3(path: string): boolean {
  return path.startsWith('s3://');
}

function usage(message: string): ServiceError {
  return new ServiceError('usage', message);
}

function awsOf(flags: AwsFlags, [region]: readonly string[]) {
  return { ...awsConfig({ ...flags, region }), retryMode: 'adaptive', maxAttempts: 10 };
}

/** Of what is asked for in great numbers all but what happens to the service's own parts are reads. */
function namesOf(config: Config): { readonly writes: readonly string[]; readonly reads: readonly string[] } {
  const groups = eventGroups(config);
  const names = (some: readonly OptInEvents[]) =>
    new Set([...wantedEvents(some)].map((event) => event.slice(event.indexOf('/') + 1)));
  const writes = names(groups.filter((group) => group === 'self'));
  return { writes: [...writes], reads: [...names(groups)].filter((name) => !writes.has(name)) };
}

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
function refuseBadAddress(addresses: readonly string[]): void {
  for (const address of addresses) {
    const [bucket = ''] = address.slice('s3://'.length).split('/');
    if (bucket === '') throw usage(`${address}: write s3://BUCKET/FOLDER, as s3://my-trail/AWSLogs`);
    if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket))
      throw usage(
        `${address}: no bucket is called ${bucket}: the name of one has 3 to 63 small letters, digits, dots and hyphens, and begins and ends with a letter or a digit`,
      );
  }
}

function days(value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= 1 && number <= 3_650) return number;
  throw new InvalidArgumentError('Days are a whole number from 1 to 3650.');
}
