/** In `AWSLogs/ACCOUNT/` or, of an organization's trail, `AWSLogs/ORGANIZATION/ACCOUNT/`, any folder but that of the records. */
const OTHER = /(?:^|\/)AWSLogs\/(?:o-[a-z0-9]+\/)?\d{12}\/(?!CloudTrail\/)[^/]+\//;
const REGION = /^(?:.*\/)?AWSLogs\/(?:o-[a-z0-9]+\/)?\d{12}\/CloudTrail\/[a-z0-9-]+\//;

/** The folder of an account and region that a folder is, or is in: its days are in the order of time. */
export function regionFolderOf(prefix: string): string | undefined {
  return REGION.exec(prefix)?.[0];
}

/**
 * Whether a folder, or the one that a file is in, may hold records: not the digests and insights of a trail, nor what other services log there.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html
 */
export function mayHoldRecords(path: string): boolean {
  return !OTHER.test(path);
}

/** The name after which the objects of a day, and of those that follow, come. */
export function beforeDay(regionFolder: string, day: Date): string {
  return `${regionFolder}${day.toISOString().slice(0, 10).replaceAll('-', '/')}/`;
}
