import { NO_CREDENTIALS } from '../no-credentials.ts';
import type { FileProblem } from '../problem.ts';

const DENIED = [
  'AccessDenied',
  'AccessDeniedException',
  'AllAccessDisabled',
  'UnauthorizedOperation',
  'AuthorizationHeaderMalformed',
];
const SIGN_IN = [
  'TokenProviderError',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
];
const THROTTLED = ['SlowDown', 'Throttling', 'ThrottlingException', 'TooManyRequestsException'];

/** Why AWS did not answer for a place; `right` is the permission that the call takes. */
export function awsProblem(place: string, right: string, error: unknown): FileProblem {
  const { name = '', message = String(error), code } = (error ?? {}) as Partial<Error & { code: string }>;
  if (DENIED.includes(name))
    return {
      code: 'denied',
      message: `${place}: access denied. Give your role ${right}, or name another --profile.`,
    };
  if (name === 'CredentialsProviderError')
    return { code: 'denied', message: `${place}: ${NO_CREDENTIALS}. AWS's SDK says: ${message}` };
  if (SIGN_IN.includes(name))
    return {
      code: 'denied',
      message: `${place}: AWS does not take your credentials (${message}). Sign in, or name another --profile.`,
    };
  if (name === 'NoSuchBucket')
    return { code: 'missing', message: `${place}: there is no such bucket. Check the name.` };
  if (name === 'NoSuchKey' || name === 'NotFound')
    return {
      code: 'missing',
      message: `${place}: there is no such object any more. Read the rest as it is.`,
    };
  if (name === 'InvalidObjectState')
    return {
      code: 'denied',
      message: `${place}: lies in an archive of S3. Restore it first (aws s3api restore-object), then read it.`,
    };
  if (message === 'Region is missing')
    return { code: 'unreachable', message: `${place}: no region is known. Name it with --region.` };
  const why = THROTTLED.includes(name)
    ? 'AWS asked for fewer calls for too long'
    : message.replace(/\s+/g, ' ') || name || code || 'no reason given';
  return {
    code: 'unreachable',
    message: `${place}: could not be read to its end (${why}). What came before was read; try again.`,
  };
}
