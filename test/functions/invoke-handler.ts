import { pathToFileURL } from 'node:url';

// Calls the handler of a bundle as Lambda does: `node invoke-handler.ts BUNDLE EVENT`. Its answer is the last line.
const [bundle = '', event = ''] = process.argv.slice(2);
const { handler } = await import(pathToFileURL(bundle).href);
const context = {
  functionName: 'under-test',
  functionVersion: '1',
  invokedFunctionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:under-test',
  memoryLimitInMB: '1024',
  awsRequestId: 'r-1',
  getRemainingTimeInMillis: () => 600_000,
};
const answer: unknown = await handler(JSON.parse(event), context);
process.stdout.write(`\n${JSON.stringify(answer ?? null)}\n`);
