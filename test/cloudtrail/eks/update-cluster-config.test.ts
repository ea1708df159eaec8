import { describeEvent } from '../describe-event.ts';
import { ACCOUNT, names, record } from '../records.ts';
import { update } from './update.ts';

const key = `arn:aws:eks:eu-central-1:${ACCOUNT}:cluster/prod`;
const patch = (fields: object) => [{ op: 'patch', key, fields, sets: {} }] as never;
const asks = (request: object) => ({ requestParameters: { name: 'prod', ...request } }) as never;
const logging = { clusterLogging: [{ types: ['audit', 'authenticator'], enabled: false }] };
const missing = names('UpdateClusterConfig', 'cluster');

describeEvent('UpdateClusterConfig', {
  record: record(
    'eks',
    'UpdateClusterConfig',
    { name: 'prod', logging, clientRequestToken: 'c1f0b1e5-52d4-4a0e-8a3c-0c9b8f6c7d11' },
    update('LoggingUpdate', { ClusterLogging: JSON.stringify(logging) }),
  ),
  gives: patch({ auditLog: false, authenticatorLog: false }),
  withoutRequest: missing,
  omitted: missing,
  cases: [
    {
      name: 'one type of log',
      but: asks({ logging: { clusterLogging: [{ types: ['api', 'audit'], enabled: true }] } }),
      gives: patch({ auditLog: true }),
    },
    {
      name: 'an authentication mode',
      but: asks({ accessConfig: { authenticationMode: 'API_AND_CONFIG_MAP' } }),
      gives: patch({ authenticationMode: 'API_AND_CONFIG_MAP' }),
    },
    {
      name: 'Auto Mode',
      but: asks({
        computeConfig: { enabled: true },
        kubernetesNetworkConfig: { elasticLoadBalancing: { enabled: true } },
        storageConfig: { blockStorage: { enabled: true } },
      }),
      gives: patch({ autoMode: true }),
    },
    {
      name: 'options that a redactor covered',
      but: asks({ accessConfig: '***', logging: '***' }),
      gives: patch({ authenticationMode: '?', auditLog: '?', authenticatorLog: '?' }),
    },
    {
      name: 'something else',
      but: asks({ resourcesVpcConfig: { endpointPublicAccess: false } }),
      gives: [],
    },
  ],
});
