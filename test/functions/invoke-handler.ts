import { pathToFileURL } from 'node:url';
import { lambdaContext } from '../support/lambda-context.ts';

// Calls the handler of a bundle as Lambda does: `node invoke-handler.ts BUNDLE EVENT`. Its answer is the last line.
const [bundle = '', event = ''] = process.argv.slice(2);
const { handler } = await import(pathToFileURL(bundle).href);
const context = lambdaContext(600_000);
const answer: unknown = await handler(JSON.parse(event), context);
process.stdout.write(`\n${JSON.stringify(answer ?? null)}\n`);
