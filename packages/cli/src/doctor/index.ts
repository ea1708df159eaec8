export { createAwsClients } from './aws-clients.ts';
export { loggedBy } from './checks/trail.ts';
export { CHECKS, runChecks, TEST_MESSAGES } from './checks.ts';
export { givesUp } from './give-up.ts';
export type { Line } from './line.ts';
export { needsOf } from './needs.ts';
export { findWorld } from './world.ts';
