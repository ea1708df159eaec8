import type { RunProgress } from '@podguard/drift';
import ora from 'ora';
import type { Terminal } from '../terminal.ts';

const PATIENCE_MS = 1000;

/** Shows how far a run is, on stderr when it is a terminal. */
export function createDriftProgress(terminal: Terminal, quiet: boolean) {
  const start = performance.now();
  const shown = terminal.stderr.isTTY === true && !quiet;
  const spinner = ora({
    stream: terminal.stderr as NodeJS.WriteStream,
    isEnabled: shown,
    isSilent: !shown,
    discardStdin: false,
  });
  return {
    show(progress: RunProgress): void {
      if (!shown || performance.now() - start < PATIENCE_MS) return;
      spinner.text = words(progress);
      if (!spinner.isSpinning) spinner.start();
    },
    end: (): void => {
      spinner.stop();
    },
  };
}

function words({ step, shards, left }: RunProgress): string {
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
