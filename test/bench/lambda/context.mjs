/** What Lambda hands to a handler beside the event. */
export const context = {
  awsRequestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef',
  callbackWaitsForEmptyEventLoop: true,
  functionName: 'podguard-evaluate',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:podguard-evaluate',
  memoryLimitInMB: '1024',
  logGroupName: '/aws/lambda/podguard-evaluate',
  logStreamName: '2026/01/02/[$LATEST]0123456789abcdef',
  getRemainingTimeInMillis: () => 30_000,
};

/** Fails where the handler left a message of the batch to be delivered again. */
export function check(result) {
  const failures = result?.batchItemFailures ?? [];
  if (failures.length > 0) throw new Error(`the handler failed: ${JSON.stringify(failures)}`);
}
