import { pathToFileURL } from 'node:url';
import { lambdaContext } from '../../support/lambda-context.ts';

/** One call of one of the functions. */
export interface Invocation {
  readonly name: string;
  readonly event: unknown;
}

export interface Answer {
  readonly answer?: unknown;
  readonly error?: string;
}

// Lambda's runtime in small: `node function-life.ts NAME=BUNDLE...` calls the handlers of bundles, as its parent says.
const context = lambdaContext(60_000);
const handlers = new Map<string, (event: unknown, given: typeof context) => Promise<unknown>>();
for (const given of process.argv.slice(2)) {
  const at = given.indexOf('=');
  const { handler } = await import(pathToFileURL(given.slice(at + 1)).href);
  handlers.set(given.slice(0, at), handler);
}
process.on('message', async ({ name, event }: Invocation) => {
  const answer = await handlers
    .get(name)?.(event, context)
    .then(
      (answer) => ({ answer }),
      (error: unknown) => ({
        error: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
    );
  process.send?.(answer);
});
process.send?.('ready');
