export { STSClient } from '@aws-sdk/client-sts';
export { HttpMethod, KubeConfig, RequestContext } from '@kubernetes/client-node';
export { SignatureV4 } from '@smithy/signature-v4';
