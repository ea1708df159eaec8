import { plain } from '@podguard/report';
import ora from 'ora';
import type { Terminal } from './terminal.ts';

export interface Progress<T> {
  show(progress: T): void;
  /** A line of its own on stderr, whatever is being shown. */
  say(line: string): void;
  end(): void;
}

const PATIENCE_MS = 1000;

/** Shows how far a long work is, on stderr when it is a terminal. */
export function createProgress<T>(
  terminal: Terminal,
  quiet: boolean,
  wordsOf: (progress: T, seconds: number) => string,
): Progress<T> {
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
      spinner.text = plain(wordsOf(progress, seconds));
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
