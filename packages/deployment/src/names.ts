import { ServiceError } from '@podguard/core';

/** Names of rules, roles, functions and schedules have at most 64 characters, and the longest has 40 besides the stage. */
const LONGEST_STAGE = 20;

/** What the names of all parts of a stage begin with; `ownParts` of a configuration can name it. */
export function prefixOf(stage: string): string {
  if (stage.length <= LONGEST_STAGE) return `podguard-${stage}`;
  throw new ServiceError(
    'config-invalid',
    `stage ${stage} has more than ${LONGEST_STAGE} characters; choose a shorter one`,
  );
}
