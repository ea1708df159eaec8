/**
 * How the functions' clients of AWS wait. By itself a client waits for an answer without end, and what would name the call that
 * hangs is lost when Lambda ends the function.
 * Source: https://docs.aws.amazon.com/sdk-for-javascript/v3/developer-guide/migrate-client-constructor-parameters.html
 */
export const CALL_PATIENCE = patience(5_000, 5_000);
/** What is kept in a bucket may be some megabytes. */
export const OBJECT_PATIENCE = patience(20_000, 10_000);

function patience(requestTimeout: number, socketTimeout: number) {
  return {
    maxAttempts: 3,
    requestHandler: { requestTimeout, socketTimeout, throwOnRequestTimeout: true },
  } as const;
}
