export { DescribeParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
