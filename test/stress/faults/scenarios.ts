import { COMMANDS } from './runs/cli.ts';
import { DOCTOR } from './runs/doctor.ts';
import { FUNCTIONS } from './runs/functions.ts';
import { QUEUE_COMMANDS } from './runs/queue-commands.ts';
import { READS } from './runs/reads.ts';
import { REPAIRS } from './runs/repairs.ts';
import { RESULTS, STORES } from './runs/stores.ts';
import type { Scenario } from './scenario.ts';

/** Everything that calls AWS. A site is disturbed in the first of them that reaches it: the smaller come first. */
export const SCENARIOS: readonly Scenario[] = [
  ...READS,
  ...REPAIRS,
  ...STORES,
  ...DOCTOR,
  ...FUNCTIONS,
  ...COMMANDS,
  ...QUEUE_COMMANDS,
  ...RESULTS,
];
