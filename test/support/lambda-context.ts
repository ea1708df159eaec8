/** What Lambda tells a function of its invocation, as much as the handlers read. */
export function lambdaContext(remainingMs: number) {
  return {
    functionName: 'under-test',
    functionVersion: '1',
    invokedFunctionArn: 'arn:aws:lambda:eu-central-1:111122223333:function:under-test',
    memoryLimitInMB: '1024',
    awsRequestId: 'r-1',
    getRemainingTimeInMillis: () => remainingMs,
  };
}
