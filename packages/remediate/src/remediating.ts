import { createBegin } from './begin.ts';
import { createProceed } from './proceed.ts';
import type { RemediateDeps, Remediating } from './remediate-deps.ts';
import { createPreview, createRequest } from './request.ts';
import { createReview } from './review.ts';
import { createRollback } from './rollback.ts';
import { createSweep } from './sweep.ts';
import { createWatch } from './watch.ts';

/** Creates the use cases over the account, the store and those who are told. */
export function createRemediating(deps: RemediateDeps): Remediating {
  return {
    preview: createPreview(deps),
    begin: createBegin(deps),
    request: createRequest(deps),
    ...createReview(deps),
    proceed: createProceed(deps),
    rollback: createRollback(deps),
    sweep: createSweep(deps),
    watch: createWatch(deps),
  };
}
