/** Lets in what the canary's own role does to rules, and nobody else's calls. */
export function canaryPattern(roleArn: string): Readonly<Record<string, unknown>> {
  return {
    source: ['aws.events'],
    'detail-type': ['AWS API Call via CloudTrail'],
    detail: {
      eventSource: ['events.amazonaws.com'],
      eventName: ['TagResource'],
      errorCode: [{ exists: false }],
      userIdentity: { sessionContext: { sessionIssuer: { arn: [roleArn] } } },
    },
  };
}
