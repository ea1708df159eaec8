export type { Alert, Channel } from './alert.ts';
export { MAX_TOGETHER } from './alert.ts';
export { alertText } from './alert-text.ts';
export { AWS_PATIENCE } from './aws-patience.ts';
export type {
  Digest,
  DigestAbout,
  DigestedFinding,
  DigestFinding,
  DigestRule,
  DigestSum,
} from './digest.ts';
export { createDigestSum } from './digest.ts';
export { clusterOf } from './resource-words.ts';
export { parseRetryAfter, RetryLater, retryAfterOf } from './retry-later.ts';
export type { ShadowExample, ShadowReport } from './shadow-report.ts';
export type { SnsChannelDeps } from './sns-channel.ts';
export { createSnsChannel } from './sns-channel.ts';
export type { SnsMessage } from './sns-message.ts';
export { toSnsMessage } from './sns-message.ts';
export { SEND_MS, SNS_PATIENCE } from './sns-patience.ts';
export type { Wording } from './wording.ts';
