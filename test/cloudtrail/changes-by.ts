import { ACCOUNT } from './records.ts';

const DEPLOYER = `arn:aws:iam::${ACCOUNT}:role/ci/deployer`;

/** What a call to one of the service's parts leaves in its set `changes`. */
export const changed = (call: string, detail: string | null) => ({
  changes: { [call]: detail === null ? DEPLOYER : `${DEPLOYER} ${detail}` },
});

/** Who set these parts of an event rule. */
export const setBy = (...parts: readonly string[]) =>
  Object.fromEntries(parts.map((part) => [part, DEPLOYER]));
