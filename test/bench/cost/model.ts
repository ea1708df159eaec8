import sheet from './prices.json' with { type: 'json' };

export type PriceName = keyof typeof sheet.prices;
export type Service =
  | 'CloudWatch'
  | 'DynamoDB'
  | 'EventBridge'
  | 'KMS'
  | 'Lambda'
  | 'S3'
  | 'SNS'
  | 'SQS'
  | 'Step Functions'
  | 'X-Ray';

/** What one record that is judged takes, measured with the sample day. */
export interface UsePerRecord {
  readonly readUnits: number;
  readonly writeUnits: number;
  /** Gigabytes that stay in the table. */
  readonly stored: number;
  /** Messages that evaluate takes: the record, and what has to be judged again because of it. */
  readonly evaluated: number;
  readonly dispatched: number;
  readonly alerts: number;
}

/** What a deployment has, whether anything happens or not: counted in what it synthesizes. */
export interface Parts {
  readonly alarms: number;
  readonly alarmsPerRegion: number;
  readonly dashboards: number;
  readonly keys: number;
  readonly queueMappings: number;
  /** Gigabytes of memory of a function, and of the one that reads the account. */
  readonly memory: number;
  readonly driftMemory: number;
}

export interface Size {
  readonly name: string;
  readonly recordsPerDay: number;
  readonly regions: number;
  /** What a drift run reads, once a day. */
  readonly resources: number;
}

/** Records that are judged, which are few of all that happens in an account. */
export const SIZES: readonly Size[] = [
  { name: 'small', recordsPerDay: 200, regions: 2, resources: 500 },
  { name: 'medium', recordsPerDay: 5_000, regions: 3, resources: 5_000 },
  { name: 'large', recordsPerDay: 100_000, regions: 6, resources: 50_000 },
];
export interface CostInput {
  readonly size: Size;
  readonly use: UsePerRecord;
  readonly parts: Parts;
  /** What an invocation is billed for: a cold start, on a slower processor than here. */
  readonly secondsPerInvocation: number;
}

export const DAYS = 30;
const MINUTES = DAYS * 24 * 60;
/**
 * With a maximum concurrency Lambda keeps five pollers on a queue; each asks three times a minute.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
 */
const RECEIVES_PER_MINUTE = 5 * 3;
/** Home and us-east-1, which are in the synthesized parts. */
const FIRST_REGIONS = 2;
const METRICS = 11;
const LOG_GIGABYTES_PER_INVOCATION = 2e-6;
/** Every minute, every fifteen, every hour and every day. */
const SCHEDULED = MINUTES + MINUTES / 15 + MINUTES / 60 + DAYS;
/** Every minute three marks are read of what waits for the alert topic; telling an alert reads one and counts it. */
const HELD_READS = 3 * MINUTES;
/** A message is sent, received and deleted. */
const REQUESTS_PER_MESSAGE = 3;
/** A run's steps and batches, with their choices; those of a large account more by as many slices of its batches. */
const TRANSITIONS_A_RUN = 150;
/** Seconds of the function: a page of twenty is described, five at a time, in some 400 ms; as long again to compare and report. */
const SECONDS_A_RESOURCE = 0.04;
/** An item is read when it is compared, when what is gone is looked for, and for the report; in two units each. */
const READS_A_RESOURCE = 6;
/** What a page found is written, and read again by three steps. */
const RESOURCES_A_PAGE = 20;
const READS_A_PAGE = 3;
const REPORT_GIGABYTES = 0.1;
/** Items and edges are kept for this many months of records. */
const MONTHS_KEPT = 12;

/** US dollars a month for each service. No free tier is counted, every call is traced, and every record comes from another region. */
export function costOf({
  size,
  use,
  parts,
  secondsPerInvocation,
}: CostInput): Readonly<Record<Service, number>> {
  const records = size.recordsPerDay * DAYS;
  const [evaluated, dispatched, alerts] = [use.evaluated, use.dispatched, use.alerts].map(
    (count) => count * records,
  ) as [number, number, number];
  const invocations = evaluated + dispatched + alerts + SCHEDULED;
  const further = size.regions - FIRST_REGIONS;
  const gigabytes = use.stored * records * MONTHS_KEPT;
  const read = size.resources * DAYS;
  const pages = read / RESOURCES_A_PAGE + TRANSITIONS_A_RUN * DAYS;
  return {
    CloudWatch:
      price('cloudWatchAlarmMonth', parts.alarms + further * parts.alarmsPerRegion) +
      price('cloudWatchDashboardMonth', parts.dashboards) +
      price('cloudWatchMetricMonth', METRICS + size.regions) +
      price('cloudWatchLogsGigabyte', invocations * LOG_GIGABYTES_PER_INVOCATION),
    DynamoDB:
      price('dynamoDbReadUnit', records * use.readUnits + HELD_READS + alerts + read * READS_A_RESOURCE) +
      price('dynamoDbWriteUnit', records * use.writeUnits + alerts) +
      price('dynamoDbGigabyteMonth', gigabytes) +
      price('dynamoDbRecoveryGigabyteMonth', gigabytes),
    EventBridge: price('eventBridgeForwardedEvent', records) + price('schedulerInvocation', SCHEDULED),
    KMS: price('kmsKeyMonth', parts.keys),
    Lambda:
      price('lambdaRequest', invocations) +
      price('lambdaGigabyteSecondArm', invocations * secondsPerInvocation * parts.memory) +
      price('lambdaGigabyteSecondArm', read * SECONDS_A_RESOURCE * parts.driftMemory),
    S3:
      price('s3GigabyteMonth', REPORT_GIGABYTES) +
      price('s3PutRequest', pages) +
      price('s3GetRequest', pages * READS_A_PAGE),
    SNS: price('snsEmail', alerts),
    SQS:
      price(
        'sqsRequest',
        parts.queueMappings * RECEIVES_PER_MINUTE * MINUTES + evaluated * REQUESTS_PER_MESSAGE,
      ) + price('sqsFifoRequest', alerts * REQUESTS_PER_MESSAGE),
    'Step Functions': price('stepFunctionsTransition', TRANSITIONS_A_RUN * DAYS),
    'X-Ray': price('xRayTrace', invocations),
  };
}

export function totalOf(cost: Readonly<Record<Service, number>>): number {
  return Object.values(cost).reduce((sum, part) => sum + part, 0);
}

function price(name: PriceName, count: number): number {
  const { usd, per } = sheet.prices[name];
  return (usd * count) / per;
}
