/**
 * How a client of SNS waits. By itself it waits for an answer without end.
 * Source: https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/migrate-client-constructor-parameters.html
 */
export const SNS_PATIENCE = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 4_000, throwOnRequestTimeout: true },
} as const;

/** What a `send` takes at most with that patience, waits between the attempts included. */
export const SEND_MS = 17_000;
