import type { JsonObject, JsonValue } from '@podguard/core';

/** One CloudTrail record of an API call, its common fields read and the rest as AWS wrote it. */
export interface CloudTrailRecord {
  /** `YYYY-MM-DDTHH:MM:SSZ`, whatever the record's own spelling. */
  readonly eventTime: string;
  readonly eventSource: string;
  readonly eventName: string;
  /** AWS's `eventID`, or a hash of the content where a redactor removed it, so that duplicates still drop out. */
  readonly eventId: string;
  /** Empty where neither the record nor its envelope names one. */
  readonly awsRegion: string;
  /** As written (redactors leave `***` or 10 digits); the caller's account where absent; empty where both are. */
  readonly recipientAccountId: string;
  /** Its absence, and nothing else, means that the call succeeded. */
  readonly errorCode?: string;
  readonly userIdentity: JsonObject;
  readonly requestParameters: JsonValue;
  readonly responseElements: JsonValue;
  readonly sourceIPAddress?: string;
  readonly userAgent?: string;
  readonly sharedEventID?: string;
  readonly readOnly?: boolean;
  readonly eventType?: string;
  readonly vpcEndpointId?: string;
  readonly raw: JsonObject;
}

/** What EventBridge says about a record it carried. `source` (`aws.iam`) cannot be forged with PutEvents. */
export interface Envelope {
  readonly source: string;
  readonly region: string;
  readonly account: string;
}

export type ReadResult =
  | { readonly kind: 'record'; readonly record: CloudTrailRecord; readonly envelope?: Envelope }
  /** Well-formed, but no record of an API call: passed over, not an error. */
  | { readonly kind: 'other'; readonly what: string }
  | { readonly kind: 'unreadable'; readonly reason: string; readonly eventId?: string };
