export { renderAccountJson } from './account-json.ts';
export { renderAccountMarkdown } from './account-markdown.ts';
export type {
  AccountReport,
  LastRun,
  MigrationProgress,
  ReportedDifference,
  ReportTotals,
  TrendPoint,
  UnusedIdentity,
} from './account-report.ts';
export type { AsffFinding, AsffOptions } from './asff.ts';
export { toAsff } from './asff.ts';
export { counted } from './counted.ts';
export { renderCsv } from './csv.ts';
export { differenceFieldWords, originWords } from './difference-words.ts';
export { renderDifferencesCsv } from './differences-csv.ts';
export { differenceCounts, driftedResources, driftOf } from './drifted.ts';
export type { ExplanationOptions, ShownStatement } from './explanation.ts';
export { renderExplanation } from './explanation.ts';
export { renderHtml } from './html/render-html.ts';
export type { HtmlOptions } from './html/report-view.ts';
export { inOrder } from './in-order.ts';
export { renderJson, renderNdjson, toJson } from './json.ts';
export { renderMarkdown } from './markdown.ts';
export { fillMend } from './mend.ts';
export { renderMigration } from './migration.ts';
export { renderOverview } from './overview.ts';
export { endsSoonWords, exemptionWords, peopleWords } from './people-words.ts';
export type { Person } from './person.ts';
export { personOf } from './person.ts';
export { plain } from './plain.ts';
export type { PlanChange } from './plan-changes.ts';
export { changeText, planChanges } from './plan-changes.ts';
export { renderPosture } from './posture.ts';
export { postureJson } from './posture-json.ts';
export { renderPostureMarkdown } from './posture-markdown.ts';
export type { PostureGroup } from './posture-words.ts';
export {
  doubtWords,
  meanWords,
  methodWords,
  nameWords,
  placeWords,
  postureGroups,
  scoreWords,
} from './posture-words.ts';
export {
  approvalWords,
  foreignWords,
  isUndoable,
  refusalWords,
  remediationHeadline,
  turnWords,
  twoWaysWords,
} from './remediation-words.ts';
export { hasAsff, renderAsff } from './render-asff.ts';
export { renderOcsf } from './render-ocsf.ts';
export type { Gap, Report } from './report.ts';
export type { ReportedRemediation, ReportedRemediations } from './reported-remediations.ts';
export { reportRemediations } from './reported-remediations.ts';
export type { SarifOptions } from './sarif.ts';
export { renderSarif } from './sarif.ts';
export type { ShadowSummary, WouldBe } from './shadow-summary.ts';
export { shadowRefusal, shadowSummaries, wouldBe } from './shadow-summary.ts';
export type { SinceBaseline, SinceBaselineCounter } from './since-baseline.ts';
export { createSinceBaseline, sinceBaselineWords } from './since-baseline.ts';
export type { Style } from './style.ts';
export { unstyled } from './style.ts';
export type { CheckSummary, Summary } from './summary.ts';
export { countFindings, renderCheckSummary, renderCounts, renderSummary } from './summary.ts';
export type { KnownAccounts } from './table.ts';
export { renderTable } from './table.ts';
export { time } from './time.ts';
export { wrap } from './wrap.ts';
