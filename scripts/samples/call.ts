import type { JsonObject, JsonValue } from '@podguard/core';
import { ACCOUNT, type Caller, HOME } from './people.ts';
import type { Random } from './random.ts';

export const DAY = '2026-03-12';

/** One call of the day, from which a whole record is made. */
export interface Call {
  /** `HH:MM:SS`, UTC. */
  readonly at: string;
  readonly by: Caller;
  readonly source: string;
  readonly name: string;
  readonly region?: string;
  readonly request: JsonValue;
  readonly response?: JsonValue;
  readonly error?: { readonly code: string; readonly message?: string };
  readonly readOnly?: true;
  /** Members that this event has beside the common ones. */
  readonly more?: JsonObject;
  /** Where it is delivered, if not with its hour. */
  readonly late?: true;
  readonly twice?: true;
}

/** IAM is global: its records say us-east-1. */
export function regionOf(call: Call): string {
  return call.region ?? (call.source === 'iam' ? 'us-east-1' : HOME);
}

export function toRecord(call: Call, random: Random): JsonObject {
  const host = call.source === 'iam' ? 'iam.amazonaws.com' : `${call.source}.${regionOf(call)}.amazonaws.com`;
  const byService = call.by.ip.endsWith('.amazonaws.com');
  return {
    eventVersion: '1.11',
    userIdentity: call.by.identity,
    eventTime: `${DAY}T${call.at}Z`,
    eventSource: `${call.source}.amazonaws.com`,
    eventName: call.name,
    awsRegion: regionOf(call),
    sourceIPAddress: call.by.ip,
    userAgent: call.by.agent,
    ...(call.error === undefined ? {} : { errorCode: call.error.code }),
    ...(call.error?.message === undefined ? {} : { errorMessage: call.error.message }),
    requestParameters: call.request,
    responseElements: call.response ?? null,
    requestID: random.uuid(),
    eventID: random.uuid(),
    readOnly: call.readOnly ?? false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    eventCategory: 'Management',
    ...(byService
      ? {}
      : {
          tlsDetails: {
            tlsVersion: 'TLSv1.3',
            cipherSuite: 'TLS_AES_128_GCM_SHA256',
            clientProvidedHostHeader: host,
          },
        }),
    ...(call.by.console ? { sessionCredentialFromConsole: 'true' } : {}),
    ...call.more,
  };
}

/** `Mar 12, 2026, 7:30:04 AM`, as IAM writes times in its answers. */
export function iamTime(at: string): string {
  const [hours = '0', rest = ''] = [at.slice(0, 2), at.slice(2)];
  const hour = Number(hours);
  return `Mar 12, 2026, ${hour % 12 === 0 ? 12 : hour % 12}${rest} ${hour < 12 ? 'AM' : 'PM'}`;
}

/** Seconds since 1970 with a fraction, as EKS writes times in its answers. */
export function epoch(at: string): number {
  return Date.parse(`${DAY}T${at}Z`) / 1000 + 0.418;
}
