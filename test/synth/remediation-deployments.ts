import { expect } from 'vitest';
import type { Synthesis } from '../../scripts/synth/resource.ts';
import { type Deployment, listOf, ofType, statementsOf } from '../support/synthesize.ts';

export const ACCOUNT = '111122223333';
const mode = (config: string): Deployment => ({ stage: 'dev', region: 'eu-central-1', config });
/** One for each mode. */
export const shadow = mode('remediation-shadow.config.ts');
export const propose = mode('remediation-propose.config.ts');
export const auto = mode('remediation-auto.config.ts');
export const everywhere: Deployment = {
  stage: 'production-payments1',
  region: 'eu-central-1',
  config: 'remediation-everywhere.config.ts',
};
export const READING = /:(?:Get|List|Describe|BatchGet|Lookup|Query|Scan|Receive|GenerateCredentialReport$)/;
export const OWN = /^(?:dynamodb|logs|sqs|xray):/;

export function policyOf(synthesis: Synthesis) {
  const [policy, ...more] = ofType(synthesis, 'RolePolicy').filter(({ name }) => name === 'RemediatePolicy');
  expect(more).toEqual([]);
  if (policy === undefined) throw new Error('no role repairs');
  return policy;
}

/** What the role may change that is not the service's own. */
export function changesOf(synthesis: Synthesis) {
  return statementsOf(policyOf(synthesis)).filter(
    ({ Effect, Action }) =>
      Effect === 'Allow' && listOf(Action).some((action) => !OWN.test(action) && !READING.test(action)),
  );
}

/** What it may not do, whatever allows it. */
export function denialsOf(synthesis: Synthesis) {
  return statementsOf(policyOf(synthesis)).filter(({ Effect }) => Effect === 'Deny');
}
