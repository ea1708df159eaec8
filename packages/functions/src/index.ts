export type { ActDeps } from './act.ts';
export { ACTION_RECEIVES, createAct } from './act.ts';
export type { ActionMessage, SlackPlace } from './action-message.ts';
export type { Approval } from './approvers.ts';
export { createApprovers } from './approvers.ts';
export type { AskingRecord } from './asked.ts';
export { askedBy } from './asked.ts';
export type { Canary, CanaryDeps } from './canary.ts';
export { createCanary, takeCanary } from './canary.ts';
export type { CanaryPlaces } from './canary-marks.ts';
export { CANARY_TAG, canaryPlaces } from './canary-marks.ts';
export type { CanarySeenDeps } from './canary-seen.ts';
export { createCanarySeen } from './canary-seen.ts';
export type { Channels, ToldChannel } from './channels.ts';
export { withQueues } from './channels.ts';
export { loadDeployed, noteDeployed } from './deployed-mark.ts';
export type { Asked, Dispatch, DispatchDeps } from './dispatch.ts';
export { createDispatch } from './dispatch.ts';
export { EXECUTION_MARK, hoursSinceReport, readExecution } from './drift-execution.ts';
export type { DriftReportDeps, Rendered } from './drift-report.ts';
export { createDriftReport } from './drift-report.ts';
export type { DriftStartDeps } from './drift-start.ts';
export { startDrift } from './drift-start.ts';
export type { Along, DriftStart, DriftStepEvent } from './drift-state.ts';
export { parseDriftEvent } from './drift-state.ts';
export type { DriftDeps } from './drift-steps.ts';
export { createDriftSteps } from './drift-steps.ts';
export type { EvaluateDeps, Failures, Received } from './evaluate.ts';
export { createEvaluate } from './evaluate.ts';
export type { FindingNowDeps } from './finding-now.ts';
export { createFindingNow } from './finding-now.ts';
export { createFollowOrganization } from './follow-organization.ts';
export type { HandToRemediateDeps } from './hand-to-remediate.ts';
export { createHandToRemediate } from './hand-to-remediate.ts';
export { lazily } from './lazily.ts';
export type { LiveRead, LiveReader } from './live-reads.ts';
export type { ChannelMessage, Message, RejudgeAllMessage } from './messages.ts';
export {
  isStartEvent,
  parseActionMessage,
  parseChannelMessage,
  parseDueMessage,
  parseEvaluateMessage,
  parseRejudgeAllMessage,
  parseRemediateMessage,
  toMessageBody,
} from './messages.ts';
export type { Notice, Report } from './notice.ts';
export type { ChannelReceived, Notified, NotifyDeps } from './notify.ts';
export { createNotify } from './notify.ts';
export type { Organization } from './organization.ts';
export { createJudgedBy, loadOrganization, saveOrganization } from './organization.ts';
export { createOrganizationEngine } from './organization-engine.ts';
export { CHANNEL_RECEIVES, secondsUntilRetry } from './patience.ts';
export { createPermits } from './permits.ts';
export type { Queue, QueueDepth, QueueMessage } from './queue.ts';
export { MAX_BODY_BYTES } from './queue.ts';
export { isQuietHour } from './quiet-hours.ts';
export type { Rejudge, RejudgeStep } from './rejudge.ts';
export { createRejudge, takeRejudge } from './rejudge.ts';
export type { RemediateQueueDeps, TookRemediate } from './remediate.ts';
export { createRemediate, REMEDIATE_RECEIVES } from './remediate.ts';
export type { RemediateMessage } from './remediate-message.ts';
export { createReplayNote, isReplaying, REPLAY_MARK } from './replay-mark.ts';
export type { ReviewWishDeps } from './review-wish.ts';
export { createReviewWish } from './review-wish.ts';
export type { RouteInput } from './route.ts';
export { route } from './route.ts';
export { REJUDGE_MARK } from './run-mark.ts';
export type { SettingName, Settings } from './settings.ts';
export { parseSettings } from './settings.ts';
export type { ShadowReportDeps } from './shadow-report.ts';
export { createReportShadow, SHADOW_MARK } from './shadow-report.ts';
export type { KnownChannel } from './show-known.ts';
export { createShowKnown } from './show-known.ts';
export type { PlanChannel } from './show-plan.ts';
export { createShowPlan } from './show-plan.ts';
export type { SlackActionsDeps, UrlAnswer } from './slack-actions.ts';
export { createSlackActions } from './slack-actions.ts';
export type { SlackPeople, SlackPeopleDeps } from './slack-people.ts';
export { createSlackPeople } from './slack-people.ts';
export type { Refusal, UrlCall } from './slack-request.ts';
export { LONGEST_BODY } from './slack-request.ts';
export type { Swept } from './sweep.ts';
export { createSweep, throwFailures } from './sweep.ts';
export { createTell } from './tell.ts';
export { createTellDigest } from './tell-digest.ts';
export { createTellExpiring } from './tell-expiring.ts';
export type { TellHeldDeps, ToldHeld } from './tell-held.ts';
export { createTellHeld } from './tell-held.ts';
export { createTellQuiet } from './tell-quiet.ts';
export type { TellRemediationDeps } from './tell-remediation.ts';
export { createTellRemediation } from './tell-remediation.ts';
export { createTellReminders } from './tell-reminders.ts';
export { watchedRegions } from './watched-regions.ts';
export type { Came, WishesDeps } from './wishes.ts';
export { createWishes } from './wishes.ts';
export type { SecretChannel } from './with-secret.ts';
export { withSecret } from './with-secret.ts';
