import { evaluate } from '../evaluate/evaluate.ts';
import type { PolicyRequest } from '../evaluate/request.ts';
import { compileGlob } from '../glob.ts';
import type { Policy } from '../policy.ts';
import type { Keys } from './areas.ts';
import type { Budget } from './budget.ts';
import { choicesOf } from './chosen-keys.ts';
import { memberOf } from './glob-algebra.ts';
import { type Holder, principalOf } from './holder.ts';
import type { Patch } from './patches.ts';
import type { Sources } from './permission-set.ts';
import { fixedRegion, regionsOf } from './request-keys.ts';

/** Something that no exception is likely to name is tried first, any member of the patch last. */
const SHAPES = ['*podguard-example*', '*podguard-example', '*podguard-example/*', '*'].map(compileGlob);
const MAX_TRIES = 24;

/**
 * Requests of the holder, one an action and all for the same resource of the patch, that are surely allowed; null where
 * none was found.
 */
export function proofOf(
  sources: Sources,
  holder: Holder,
  actions: readonly string[],
  { globs }: Patch,
  target: string,
  keys: Keys,
  budget: Budget,
): readonly PolicyRequest[] | null {
  const policies = policiesOf(sources);
  const parts = target.split(':');
  const regional = parts[3] === '*';
  const choices = choicesOf(policies);
  const tried = new Set<string>();
  for (const region of regionsOf(policies, holder)) {
    const within = regional ? [compileGlob(parts.with(3, region).join(':'))] : [];
    for (const shape of SHAPES) {
      const resource = memberOf([...globs, shape, ...within], budget);
      if (resource === null || resource === undefined || tried.has(`${region} ${resource}`)) continue;
      tried.add(`${region} ${resource}`);
      budget.requests -= 1;
      if (tried.size > MAX_TRIES || budget.requests < 0) return null;
      for (const chosen of choices) {
        const requests = actions.map((action): PolicyRequest => {
          const context = {
            ...chosen,
            ...keys,
            'aws:requestedregion': [fixedRegion(action, holder) ?? region],
          };
          return { principal: principalOf(holder), action, resource, context };
        });
        if (requests.every((request) => isAllowed(sources, request))) return requests;
      }
    }
  }
  return null;
}

/** Those that were read. */
export function policiesOf({ identity, boundary }: Sources): readonly Policy[] {
  return [...identity, ...(boundary === null ? [] : [boundary])].flatMap(({ policy }) => policy ?? []);
}

/** No policy may deny, one of the identity's must allow, and the boundary too. */
function isAllowed({ identity, boundary }: Sources, request: PolicyRequest): boolean {
  const grants = identity.map(({ policy }) => (policy === null ? null : judge(policy, request)));
  const limit =
    boundary === null ? 'allowed' : boundary.policy === null ? null : judge(boundary.policy, request);
  return limit === 'allowed' && grants.includes('allowed') && !grants.includes('denied');
}

function judge(policy: Policy, request: PolicyRequest): 'allowed' | 'denied' | null {
  const { statements } = evaluate(policy, request, { otherKeys: 'unknown' });
  if (statements.some(({ effect, matched }) => effect === 'Deny' && matched !== 'no')) return 'denied';
  return statements.some(({ effect, matched }) => effect === 'Allow' && matched === 'yes') ? 'allowed' : null;
}
