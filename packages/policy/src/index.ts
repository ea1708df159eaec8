export type { OperatorRule } from './conditions/operator-rule.ts';
export {
  type ComparingOperator,
  type ConditionOperator,
  conditionOperators,
} from './conditions/operators.ts';
export {
  type Assumption,
  type Decision,
  type EvaluateOptions,
  type Evaluation,
  evaluate,
} from './evaluate/evaluate.ts';
export type { PartExplanation, StatementExplanation } from './evaluate/explanation.ts';
export type { ContextValue, PolicyRequest, RequestPrincipal } from './evaluate/request.ts';
export { globMatches } from './glob.ts';
export { type Budget, createBudget, TooComplex } from './language/budget.ts';
export {
  type Fragment,
  letter,
  lettersOf,
  literal,
  repeated,
  sequence,
  toLanguage,
} from './language/fragments.ts';
export {
  complement,
  difference,
  everyText,
  exactly,
  has,
  intersection,
  isEmpty,
  isEqual,
  isFiniteLanguage,
  isIncluded,
  type Language,
  noText,
  toDfa,
  union,
} from './language/language.ts';
export { countMembers, listMembers, natural, shortest } from './language/members.ts';
export { arnPattern, arnsOf, globPattern, ignoringCase } from './language/patterns.ts';
export type { Outcome } from './outcome.ts';
export type { ParseLimits } from './parse/limits.ts';
export { type ParseResult, parsePolicy } from './parse/parse-policy.ts';
export type { Evidence } from './permissions/areas.ts';
export type { EscalationPath } from './permissions/escalation-path.ts';
export {
  ESCALATION_PATHS,
  type EscalationAnswer,
  escalationPaths,
  type FoundPath,
} from './permissions/escalation-paths.ts';
export { patternCovers, patternsOverlap } from './permissions/glob-algebra.ts';
export { type Holder, parseHolder } from './permissions/holder.ts';
export {
  ADMINISTRATOR_RIGHTS,
  type AdministratorAnswer,
  isAdministrator,
} from './permissions/is-administrator.ts';
export { type ManagedPolicy, type ManagedPolicyKind, managedPolicy } from './permissions/managed-policies.ts';
export { MANAGED_POLICIES } from './permissions/managed-policy-data.ts';
export type { NamedPolicy, PermissionSet } from './permissions/permission-set.ts';
export { type Answer, type Extent, type Question, type Reach, reachOf } from './permissions/reach.ts';
export {
  assumableRoles,
  type PassableAnswer,
  passableToPodIdentity,
  readsAllSecrets,
  type SecretsAnswer,
} from './permissions/rights.ts';
export { type TargetKind, targetOf } from './permissions/targets.ts';
export { trustGrant } from './permissions/trust-grant.ts';
export type {
  Condition,
  Policy,
  PolicyText,
  PolicyVersion,
  Principal,
  PrincipalType,
  Statement,
} from './policy.ts';
export {
  admits,
  admittedValues,
  analyseTrust,
  isAdmittingNobody,
  isIncludedIn,
  type TrustAnalysis,
  type Undecided,
} from './trust/analyse.ts';
export { type AwsPrincipalsAnswer, answerAwsPrincipals, type TrustedAccount } from './trust/aws-answer.ts';
export type { Box, Point, Region } from './trust/box.ts';
export { type AddressPart, addressParts } from './trust/facts/addresses.ts';
export { POD_IDENTITY_SERVICE } from './trust/facts/pod-identity.ts';
export { EARLIEST, outOfTime } from './trust/facts/time.ts';
export { ofAccount } from './trust/of-account.ts';
export {
  answerPodIdentity,
  type PodIdentityAnswer,
  type PodIdentityScope,
} from './trust/pod-identity-answer.ts';
export { listProviders, type TrustedProvider } from './trust/providers.ts';
export { boxOfTexts } from './trust/reach.ts';
export type { ConditionReport, Effect, StatementReport } from './trust/statement-report.ts';
export type { TrustAssumption } from './trust/statement-set.ts';
export type { NamespaceSubjects, Subjects } from './trust/subjects.ts';
export type { ValueSet } from './trust/value-set.ts';
export type { Way } from './trust/way.ts';
export { type AwsPrincipals, awsWay } from './trust/ways/aws.ts';
export { type PodIdentity, podIdentityWay } from './trust/ways/pod-identity.ts';
export { type Saml, samlWay } from './trust/ways/saml.ts';
export { type WebIdentity, webIdentityWay } from './trust/ways/web-identity.ts';
export { answerWebIdentity, type WebIdentityAnswer } from './trust/web-identity-answer.ts';
export { findWitness, findWitnessIn, type WitnessAnswer } from './trust/witness.ts';
export { type Piece, parseTemplate, type TemplatePart } from './variables.ts';
