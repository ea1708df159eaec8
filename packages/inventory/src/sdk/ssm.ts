export { DescribeParametersCommand, paginateDescribeParameters, SSMClient } from '@aws-sdk/client-ssm';
