import type { RunProgress } from '@podguard/drift';

/** How far a run is. */
export function driftWords({ step, shards, left }: RunProgress): string {
  switch (step) {
    case 'plan':
      return 'looking for clusters';
    case 'scan':
      return `reading the account: ${shards - left} of ${shards} lists`;
    case 'reconcile':
      return 'comparing with what is recorded';
    case 'explain':
      return 'asking the event history who did it (two questions a second)';
  }
}
