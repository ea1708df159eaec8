import { ServiceError } from '@podguard/core';

/** What `podguard drift` is asked to do. */
export type DriftMode = 'run' | 'approve' | 'unapprove' | 'export' | 'import';

const ASKED: readonly (readonly [option: string, mode: DriftMode])[] = [
  ['approve', 'approve'],
  ['unapprove', 'unapprove'],
  ['exportApproved', 'export'],
  ['importApproved', 'import'],
];

const RESULTS = ['lookups', 'rule', 'method', 'severity', 'failOn', 'failOnDrift', 'format'];
const APPROVING = ['author', 'reason'];

/** What has no meaning there. */
const IDLE: Readonly<Record<DriftMode, readonly string[]>> = {
  run: ['kind', ...APPROVING],
  approve: RESULTS,
  unapprove: [...RESULTS, ...APPROVING],
  export: [...RESULTS, ...APPROVING, 'output', 'dryRun'],
  import: [...RESULTS, ...APPROVING, 'kind'],
};

/** By the options that were given. An option that would do nothing is a mistake. */
export function driftModeOf(given: readonly string[]): DriftMode {
  const asked = ASKED.filter(([option]) => given.includes(option));
  if (asked.length > 1)
    throw new ServiceError(
      'usage',
      '--approve, --unapprove, --export-approved and --import-approved are done one at a time',
    );
  const [option, mode] = asked[0] ?? [undefined, 'run' as const];
  const idle = IDLE[mode].find((name) => given.includes(name));
  if (idle === undefined) return mode;
  throw new ServiceError(
    'usage',
    option === undefined
      ? `${flagOf(idle)} is for approving: name resources with --approve`
      : `${flagOf(idle)} does nothing with ${flagOf(option)}: leave it out`,
  );
}

function flagOf(option: string): string {
  return `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
