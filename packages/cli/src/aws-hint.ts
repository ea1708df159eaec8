import { NO_CREDENTIALS } from '@podguard/archive';

const REFUSED = 'AWS does not take these credentials: sign in again, or name another profile with --profile';
const DENIED = 'ask for that permission, or name another profile with --profile';
const UNREACHED = 'check the region, the endpoint and the network';

/** By the name of an error of the AWS SDK, or its code where the network failed. */
const HINTS: Readonly<Record<string, string>> = {
  CredentialsProviderError: NO_CREDENTIALS,
  TokenProviderError: REFUSED,
  ExpiredTokenException: REFUSED,
  ExpiredToken: REFUSED,
  InvalidClientTokenId: REFUSED,
  InvalidSignatureException: REFUSED,
  SignatureDoesNotMatch: REFUSED,
  UnrecognizedClientException: REFUSED,
  AccessDeniedException: DENIED,
  AccessDenied: DENIED,
  ECONNREFUSED: UNREACHED,
  ENOTFOUND: UNREACHED,
  EAI_AGAIN: UNREACHED,
};

/** What to do about an error that AWS or the way there caused; undefined of any other. */
export function awsHint(error: unknown): string | undefined {
  for (let one = error; one instanceof Error; one = one.cause) {
    const { code } = one as NodeJS.ErrnoException;
    const hint = HINTS[one.name] ?? HINTS[code ?? ''];
    if (hint !== undefined) return hint;
    if (one.message === 'Region is missing') return 'name one: --region, or dynamodb:TABLE@REGION';
  }
  return undefined;
}
