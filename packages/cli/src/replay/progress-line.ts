import type { Terminal } from '../terminal.ts';

/** Shows a count on stderr where it is a terminal. */
export function createProgressLine({ stderr }: Terminal, quiet: boolean, what: string) {
  const shown = stderr.isTTY === true && !quiet;
  return {
    show: (count: number): void => void (shown && stderr.write(`\r\u001b[2Kpodguard: ${count} ${what}`)),
    end: (): void => void (shown && stderr.write('\r\u001b[2K')),
  };
}
