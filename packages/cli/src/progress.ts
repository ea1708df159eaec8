import type { ArchiveProgress } from '@podguard/archive';
import ora from 'ora';
import type { Terminal } from './terminal.ts';

export interface Progress {
  show(progress: ArchiveProgress): void;
  /** A line of its own on stderr, whatever is being shown. */
  say(line: string): void;
  end(): void;
}

const PATIENCE_MS = 1000;

/** Shows how far a long reading is, on stderr when it is a terminal. */
export function createProgress(terminal: Terminal, quiet: boolean): Progress {
  const start = performance.now();
  const shown = terminal.stderr.isTTY === true && !quiet;
  const spinner = ora({
    stream: terminal.stderr as NodeJS.WriteStream,
    isEnabled: shown,
    isSilent: !shown,
    discardStdin: false,
  });
  return {
    show(progress) {
      const seconds = (performance.now() - start) / 1000;
      if (!shown || seconds * 1000 < PATIENCE_MS) return;
      spinner.text = describe(progress, seconds);
      if (!spinner.isSpinning) spinner.start();
    },
    say(line) {
      const again = spinner.isSpinning;
      spinner.stop();
      terminal.stderr.write(`${line}\n`);
      if (again) spinner.start();
    },
    end: () => {
      spinner.stop();
    },
  };
}

function describe(progress: ArchiveProgress, seconds: number): string {
  const { files, bytes, totalBytes, records, share } = progress;
  const read = `${files} files, ${(bytes / 1e6).toFixed(0)} MB, ${Math.round(records / seconds)} records/s`;
  const done = share ?? (bytes === 0 || totalBytes === undefined ? 0 : bytes / totalBytes);
  if (done === 0) return read;
  return `${read}, ${Math.max(0, Math.round((seconds * (1 - done)) / done))} s left`;
}
