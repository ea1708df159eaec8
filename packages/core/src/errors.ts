/** Every failure that reaches a person. `docs/errors.md` has a row for each: what it means and what to do. */
export const ERROR_CODES = [
  'account-unreachable',
  'alert-refused',
  'canary-unsent',
  'channel-unreachable',
  'config-invalid',
  'environment-invalid',
  'exemption-not-found',
  'finding-ambiguous',
  'finding-not-found',
  'input-unreadable',
  'item-malformed',
  'key-malformed',
  'message-malformed',
  'migration-impossible',
  'output-unwritable',
  'parameter-unreadable',
  'port-in-use',
  'queue-unreachable',
  'rule-not-found',
  'service-unreachable',
  'store-contended',
  'store-in-use',
  'store-unreachable',
  'usage',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** A failure with a code to branch on; `message` names the input and the way out. */
export class ServiceError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;

  static {
    ServiceError.prototype.name = 'ServiceError';
  }

  constructor(
    code: ErrorCode,
    message: string,
    options: { readonly cause?: unknown; readonly retryable?: boolean } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable ?? false;
  }
}
