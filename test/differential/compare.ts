import {
  admits,
  analyseTrust,
  evaluate,
  type Policy,
  type PolicyRequest,
  parsePolicy,
  type TrustAnalysis,
} from '@podguard/policy';
import type { Document } from '../support/trust-documents.ts';
import type { Scene } from '../support/trust-scenes.ts';
import { undisputed } from './disagreements.ts';
import { simulate, translated } from './simulate.ts';

export interface Comparison {
  /** What the other evaluator, the evaluation of one request and the analysis of all requests say. */
  readonly simulated: boolean;
  readonly decision: string;
  readonly admitted: 'yes' | 'no' | 'unknown';
  /** Whether the analysis went beyond its bound. */
  readonly bounded: boolean;
  /** Whether no condition had to be left out. */
  readonly whole: boolean;
}

export function parsed(document: Document) {
  const result = parsePolicy(document);
  if (!result.ok) throw new Error(`${result.error.path}: ${result.error.message}`);
  return result.policy;
}

/** Null where the answer would take more than the bound. */
export function analysed(policy: Policy, { way }: Scene): TrustAnalysis | null {
  const analysis = analyseTrust(policy, way);
  return analysis.decided ? analysis : null;
}

/** Puts a request to a policy in three ways. Conditions that are disputed for it are left out of all three. */
export async function compare(
  scene: Scene,
  document: Document,
  requests: readonly PolicyRequest[],
): Promise<readonly Comparison[]> {
  const whole = judge(scene, document);
  const comparisons: Comparison[] = [];
  for (const request of requests) {
    const reduced = undisputed(document, request);
    const { policy, analysis, simulated } = reduced.whole ? whole : judge(scene, reduced.document);
    comparisons.push({
      simulated: await simulate(simulated, request),
      decision: evaluate(policy, request).decision,
      admitted: analysis === null ? 'unknown' : admits(analysis, request),
      bounded: analysis === null,
      whole: reduced.whole,
    });
  }
  return comparisons;
}

function judge(scene: Scene, document: Document) {
  const policy = parsed(document);
  return { policy, analysis: analysed(policy, scene), simulated: translated(document) };
}

/** Whether the three agree, as far as the two of ours say anything. */
export function agrees({ simulated, decision, admitted }: Comparison): boolean {
  const byOne = decision === 'undecided' || (decision === 'allow') === simulated;
  const byAll = admitted === 'unknown' || (admitted === 'yes') === simulated;
  return byOne && byAll;
}
