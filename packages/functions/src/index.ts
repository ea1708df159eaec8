export type { AskingRecord } from './asked.ts';
export { askedBy } from './asked.ts';
export type { Baseline, BaselineDeps, BaselineStep } from './baseline.ts';
export { createBaseline, takeBaseline } from './baseline.ts';
export { createBaselineDigest } from './baseline-digest.ts';
export type { Listed } from './baseline-pages.ts';
export { planOf, stepsFrom } from './baseline-plan.ts';
export { createBaselineReport } from './baseline-report.ts';
export type { Step } from './baseline-run.ts';
export type { Canary, CanaryDeps } from './canary.ts';
export { createCanary, takeCanary } from './canary.ts';
export { CANARY_TAG } from './canary-marks.ts';
export type { CanarySeenDeps } from './canary-seen.ts';
export { createCanarySeen } from './canary-seen.ts';
export type { Asked, Dispatch, DispatchDeps } from './dispatch.ts';
export { createDispatch } from './dispatch.ts';
export type { EvaluateDeps, Failures, Received } from './evaluate.ts';
export { createEvaluate } from './evaluate.ts';
export { lazily } from './lazily.ts';
export type { LiveRead, LiveReader } from './live-reads.ts';
export type { ChannelMessage, Message, RejudgeAllMessage } from './messages.ts';
export {
  isStartEvent,
  parseBaselineMessage,
  parseChannelMessage,
  parseDueMessage,
  parseEvaluateMessage,
  parseRejudgeAllMessage,
  toMessageBody,
} from './messages.ts';
export type { Notice, Report } from './notice.ts';
export type { ChannelReceived, Notified, NotifyDeps } from './notify.ts';
export { CHANNEL_RECEIVES, createNotify } from './notify.ts';
export type { Queue, QueueDepth, QueueMessage } from './queue.ts';
export { MAX_BODY_BYTES } from './queue.ts';
export { createRecordReads } from './record-reads.ts';
export type { Rejudge, RejudgeStep } from './rejudge.ts';
export { createRejudge, takeRejudge } from './rejudge.ts';
export { REJUDGE_MARK } from './run-mark.ts';
export type { SettingName, Settings } from './settings.ts';
export { parseSettings } from './settings.ts';
export type { Swept } from './sweep.ts';
export { createSweep, throwFailures } from './sweep.ts';
export { createTell } from './tell.ts';
export { createTellQuiet } from './tell-quiet.ts';
export { watchedRegions } from './watched-regions.ts';
