import { SSMProvider } from '@aws-lambda-powertools/parameters/ssm';
import { SSMClient } from '@aws-sdk/client-ssm';
import { reasonOf, ServiceError } from '@podguard/core';

export interface Patience {
  readonly maxAttempts: number;
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: boolean;
  };
}

const KEPT_SECONDS = 300;

/** Creates what reads a secret of the Parameter Store, without white space at its ends, as files end with a new line: one that was read in the last minutes, unless it has to be fresh. */
export function createParameter(name: string, patience: Patience): (isFresh?: boolean) => Promise<string> {
  const provider = new SSMProvider({ awsSdkV3Client: new SSMClient(patience) });
  return async (isFresh = false) => {
    try {
      const stored = await provider.get(name, { decrypt: true, maxAge: KEPT_SECONDS, forceFetch: isFresh });
      const value = stored?.trim() ?? '';
      if (value !== '') return value;
    } catch (cause) {
      throw unreadable(name, reasonOf(cause), cause);
    }
    throw unreadable(name, 'it is empty');
  };
}

function unreadable(name: string, reason: string, cause?: unknown): ServiceError {
  return new ServiceError(
    'parameter-unreadable',
    `parameter ${name}: ${reason}; make it a SecureString of the deployment's region, which the function's role may read`,
    { retryable: true, ...(cause === undefined ? {} : { cause }) },
  );
}
