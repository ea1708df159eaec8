import { reasonOf } from '@podguard/core';

/** As the faults of AWS's calls are named: https://kubernetes.io/docs/reference/using-api/api-concepts/ */
const NAMES: Readonly<Record<number, string>> = {
  401: 'UnauthorizedOperation',
  403: 'AccessDeniedException',
  404: 'NotFound',
  410: 'Gone',
  429: 'TooManyRequestsException',
};

const MOST_CHARACTERS = 300;

/** Why the Kubernetes API did not answer what was asked. */
export function statusError(status: number, path: string, text: string): Error {
  const hint =
    status === 401 ? ': the role has no access entry in the cluster, or its token is not taken' : '';
  const error = new Error(`${path}: ${status} ${messageIn(text)}${hint}`.slice(0, MOST_CHARACTERS));
  error.name = NAMES[status] ?? 'KubernetesError';
  return error;
}

/** Why nobody answered. That a call was stopped is told as such. */
export function unreachable(server: string, isPrivate: boolean, signal: AbortSignal, error: unknown): Error {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const hint = isPrivate ? ', which is reached from its VPC alone' : '';
  const failure = new Error(
    `no connection to ${server}${hint}: ${reasonOf(cause)}`.slice(0, MOST_CHARACTERS),
  );
  failure.name = signal.aborted || isConnectTimeout(cause) ? 'TimeoutError' : 'KubernetesError';
  return failure;
}

function isConnectTimeout(cause: unknown): boolean {
  const { code } = (cause ?? {}) as { readonly code?: unknown };
  return code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT' || code === 'EHOSTUNREACH';
}

function messageIn(text: string): string {
  try {
    const { message } = JSON.parse(text) as { readonly message?: unknown };
    if (typeof message === 'string') return message;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  return text.slice(0, 100);
}
