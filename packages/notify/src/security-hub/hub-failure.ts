import { reasonOf, ServiceError } from '@podguard/core';
import type { Alert } from '../alert.ts';
import { whatOf } from '../what-of.ts';

export interface Hub {
  readonly account: string;
  readonly region: string;
}

export interface Refusal {
  readonly code: string;
  readonly message: string;
}

/**
 * What is wrong with the finding itself stays wrong; a hub or a right that is missing can be mended meanwhile.
 * Source: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html
 * Source: https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchUpdateFindingsUnprocessedFinding.html
 */
const OF_THE_FINDING = new Set([
  'DuplicatedFindingIdentifier',
  'FindingSizeExceeded',
  'InvalidInput',
  'InvalidInputException',
]);
const NOT_ENABLED = new Set(['InvalidAccess', 'InvalidAccessException']);

/** Whether the next try may succeed without anybody doing anything. */
export function mayPass({ code }: Refusal): boolean {
  return !OF_THE_FINDING.has(code) && !NOT_ENABLED.has(code);
}

export function hubFailure(
  refusal: Refusal,
  { hub, alert, cause }: { readonly hub: Hub; readonly alert: Alert; readonly cause?: unknown },
): ServiceError {
  const { code, message } = refusal;
  const where = `Security Hub of ${hub.account} in ${hub.region}`;
  const what = `the alert of ${whatOf(alert)}: ${code}: ${reasonOf(message)}`;
  if (OF_THE_FINDING.has(code))
    return new ServiceError(
      'alert-refused',
      `${where} refuses a finding of ${what}; it goes to the dead-letter queue`,
      { cause },
    );
  const wayOut = NOT_ENABLED.has(code)
    ? `it is not enabled there: aws securityhub enable-security-hub --no-enable-default-standards --region ${hub.region}; the alert`
    : 'it';
  return new ServiceError('channel-unreachable', `${where} did not take ${what}; ${wayOut} is sent again`, {
    cause,
    retryable: true,
  });
}

/** What a call threw. */
export function refusalOf(error: unknown): Refusal {
  return { code: error instanceof Error ? error.name : 'unknown', message: reasonOf(error) };
}
