export type { AcknowledgeDeps, AcknowledgeOutcome, Acknowledging } from './acknowledge.ts';
export { createAcknowledge } from './acknowledge.ts';
export type { Activity, Use } from './activity.ts';
export { USERS_LIMIT, useOf, usersOf } from './activity.ts';
export type {
  Advice,
  MigrationDocument,
  MigrationPlan,
  MigrationSource,
  MigrationStep,
  MigrationTarget,
} from './advice.ts';
export { MIGRATION_TARGETS } from './advice.ts';
export { affectedBy } from './affected.ts';
export { announce } from './announce.ts';
export type { ApplyExemptions, ApplyExemptionsDeps } from './apply-exemptions.ts';
export { createApplyExemptions } from './apply-exemptions.ts';
export type { Approval, ApprovedState } from './approval.ts';
export { approvalSchema } from './approval.ts';
export type { Baseline } from './baseline.ts';
export {
  BASELINE_MARK,
  firstOf,
  isOfBaseline,
  isSinceBaseline,
  loadBaseline,
  readBaseline,
} from './baseline.ts';
export type { Bounds } from './bounded-map.ts';
export { BoundedMap } from './bounded-map.ts';
export type {
  ActivityChange,
  Actor,
  Cause,
  Change,
  DeleteChange,
  PatchChange,
  PutChange,
  Reported,
  SetMembers,
  StateChange,
} from './change.ts';
export { isRead, known, READ_MARGIN_MS, readEventId, unknown } from './change.ts';
export { channelsOf } from './channels-of.ts';
export { isClusterIssuer } from './cluster-issuer.ts';
export type { Config, ConfigInput, OptInEvents } from './config.ts';
export {
  configSchema,
  defineConfig,
  environmentOf,
  eventGroups,
  judgingSettings,
  knownAccounts,
  knownAccountsMissing,
  knownIssuers,
  OPT_IN_EVENTS,
  parseConfig,
  remediatedWith,
} from './config.ts';
export type { PeopleChannel, ProgramChannel } from './config-checks.ts';
export { ALERT_TOPIC_CHANNEL, isProgramChannel, refuseUnknownRules } from './config-checks.ts';
export { exemptionSetting, exemptionTime, isWithinYear } from './config-exemption.ts';
export type { ChannelSettings, RouteSettings } from './config-people.ts';
export type { RemediationSettings } from './config-remediation.ts';
export { JUDGED_KINDS, withCustomRules } from './custom-rule.ts';
export { decisionsOn } from './decisions.ts';
export type { Dispatcher, DispatcherDeps } from './dispatcher.ts';
export { createDispatcher } from './dispatcher.ts';
export { withoutEndSlashes } from './end-slashes.ts';
export type { Engine, EngineDeps, JudgedItem, Outcome } from './engine.ts';
export { createEngine } from './engine.ts';
export type { ErrorCode } from './errors.ts';
export { ERROR_CODES, ServiceError } from './errors.ts';
export type { Exemption, ExemptionSetting } from './exemption.ts';
export { configuredExemptions, createExemption, isInForce } from './exemption.ts';
export { SERVICE_ACTOR } from './exemption-transitions.ts';
export { expiringExemptions, scopeWords } from './expiring-exemptions.ts';
export type { FargateSelector } from './fargate-selectors.ts';
export { selectorMembers } from './fargate-selectors.ts';
export { fieldsRead } from './fields-read.ts';
export type {
  Finding,
  FindingCause,
  FindingExemption,
  FurtherPlace,
  Opening,
  Owner,
} from './finding.ts';
export { actorName, findingId, toFinding } from './finding.ts';
export type { FindingContext, FindingContextDeps } from './finding-context.ts';
export { createFindingContext } from './finding-context.ts';
export { findingsOf } from './findings-of.ts';
export { frozen } from './frozen.ts';
export { gather, throwAll } from './gather.ts';
export { matchesGlob } from './glob.ts';
export { shortHash } from './hash.ts';
export { HUB_INTERVAL_MS, HUB_READS, isDue } from './hub.ts';
export { inSeconds } from './in-seconds.ts';
export { isQuiet } from './is-quiet.ts';
export type {
  Accepted,
  Acknowledgement,
  Announced,
  History,
  Item,
  Life,
  Pending,
  Resolution,
  Turn,
  Unreached,
} from './item.ts';
export { isOnlySighted, isSighting, LOG_LIMIT, mergeChange, stateOf, trimLog } from './item.ts';
export type { JsonObject, JsonValue } from './json.ts';
export { canonicalJson, sameJson } from './json.ts';
export type { Judgement } from './judge.ts';
export { judge } from './judge.ts';
export type { ArnParts } from './keys.ts';
export {
  accessEntryKey,
  accessKeyKey,
  accountDefaultsKey,
  accountDefaultsRegion,
  accountRegionKey,
  addonKey,
  associationKey,
  associationSlotKey,
  autoScalingGroupKey,
  capabilityKey,
  clusterKey,
  clusterObjectKey,
  clusterObjectOf,
  fargateProfileKey,
  iamRegionOf,
  instanceKey,
  instanceProfileKey,
  instanceProfileKeyFromArn,
  isRootKeyKey,
  launchTemplateKey,
  launchTemplateVersionKey,
  nodegroupKey,
  oidcProviderKey,
  owningClusterKey,
  parameterKey,
  parseArn,
  partitionOf,
  policyKey,
  policyKeyFromArn,
  roleKey,
  roleKeyFromArn,
  rootKeyKey,
  secretKey,
  userKey,
  userKeyFromArn,
} from './keys.ts';
export type { Kind } from './kinds.ts';
export { KIND_NAMES, KINDS } from './kinds.ts';
export { kindsReadBy } from './kinds-read.ts';
export type { FieldSelector } from './management-events.ts';
export { loggedByAdvanced, loggedByBasic, loggedTogether } from './management-events.ts';
export { rolesNamedIn } from './named-arns.ts';
export { ownerOf } from './owner.ts';
export type { PersonAction } from './person-action.ts';
export { ACTIONS_KEPT_DAYS, countPeople, mayBeOnePerson, personKey } from './person-action.ts';
export { normalPolicyText, uriDecoded } from './policy-text.ts';
export { placeOf } from './posture/places.ts';
export type { Posture, PostureInput, Tally } from './posture/posture.ts';
export { scorePosture } from './posture/posture.ts';
export { presentViews } from './posture/present-views.ts';
export type { ScoredIdentity } from './posture/score.ts';
export type { IdentityMethod, Standing, Weight } from './posture/weights.ts';
export { IDENTITY_METHODS, METHOD_WEIGHTS, STANDING_FACTORS } from './posture/weights.ts';
export type {
  Grant,
  Judged,
  PosturePlace,
  UnknownIdentity,
  WorkloadIdentity,
  Worst,
} from './posture/workload-identity.ts';
export type { Presence } from './presence.ts';
export { presenceOf } from './presence.ts';
export { keyOfEdge, pointersKey, readersKey } from './reach.ts';
export { reasonOf } from './reason-of.ts';
export type { Alternative, Mark, Register, Registers, Seen, SetRegisters } from './registers.ts';
export { applyChange, applyUse } from './registers.ts';
export type { Missing, Needs, RelatedOf } from './related.ts';
export type { Relation } from './relation.ts';
export { ownerKey, relationsOf } from './relations.ts';
export type {
  FoundField,
  GuardAnswer,
  GuardResult,
  PlannedField,
  Remediation,
  RemediationMode,
  RemediationPlan,
  RemediationState,
  RemediationStatus,
  RemediationStep,
  RemediationTurn,
  RemediatorId,
} from './remediation.ts';
export {
  ASKING_PEOPLE,
  OPEN_REMEDIATIONS,
  REMEDIATION_MODES,
  REMEDIATION_STATUSES,
  REMEDIATIONS_KEPT_DAYS,
  REMEDIATORS,
} from './remediation.ts';
export type { ActiveMode } from './remediation-modes.ts';
export { isGranted, isRemediating, rulesIn } from './remediation-modes.ts';
export { remediationSchema } from './remediation-schema.ts';
export { isRemindedOf } from './reminders.ts';
export type { Resource, SetState, State } from './resource.ts';
export type { Catalogue, CatalogueOf, Context, Mend, Method, Rule } from './rule.ts';
export { defineRule, describeRuleData, kindsJudgedBy, METHODS } from './rule.ts';
export type { RunMark } from './run-mark.ts';
export { readRunMark } from './run-mark.ts';
export type { KeyPage, ServiceState } from './service-state.ts';
export type { Settler } from './settler.ts';
export { createSettler } from './settler.ts';
export { someText } from './some-text.ts';
export type { Moment, Rank, Stamp } from './stamp.ts';
export { compareMoments, compareStamps } from './stamp.ts';
export type * from './states/account.ts';
export type * from './states/ec2.ts';
export type * from './states/eks.ts';
export type * from './states/iam.ts';
export type * from './states/kubernetes.ts';
export type * from './states/secret.ts';
export type * from './states/state-of.ts';
export type * from './states/watcher.ts';
export type { Edge, Store } from './store-port.ts';
export type { EndedExemption, Transition, TransitionType } from './transitions.ts';
export type { Evidence, Fail, Indeterminate, Severity, Verdict, Witness } from './verdict.ts';
export {
  fail,
  indeterminate,
  notApplicable,
  pass,
  SEVERITIES,
  severityRank,
  undecidable,
  verdictFault,
} from './verdict.ts';
export type { Identity } from './view.ts';
export { viewsOf } from './view.ts';
