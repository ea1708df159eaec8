/** Says at once that a command is interrupted: what was begun may still take its time. */
export function tellInterruption(signal: AbortSignal, say: (line: string) => void, what = 'records'): void {
  const told = () => say(`podguard: interrupted: what follows is of the ${what} read so far`);
  if (signal.aborted) told();
  else signal.addEventListener('abort', told, { once: true });
}
