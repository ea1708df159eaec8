import { describe, expect, it } from 'vitest';
import { deployment } from './plan-resources.ts';
import { blanksOf, commandsOf, documentOf, plan, stepOf } from './plans.ts';
import { named } from './surroundings.ts';

describe('a secret store', () => {
  const store = (state: object) =>
    named('k8s-secret-store', 'a.yaml#Store', { state: { keySecret: 'keys', name: 'aws', ...state } });
  const of = (state: object) => plan({ rule: 'k8s-secret-store-static', resource: store(state) }, 'irsa');

  it('by IRSA is pointed at a service account that no pod runs with', () => {
    const result = of({ type: 'SecretStore', namespace: 'shop', provider: 'aws' });
    expect(documentOf(result, 'in spec.provider.aws.auth')).toBe(
      'jwt:\n  serviceAccountRef:\n    name: "SERVICE_ACCOUNT"\n',
    );
    expect(commandsOf(result)).toContain('kubectl get secretstore aws --namespace shop');
    expect(commandsOf(result)).not.toMatch(/rollout restart|kubectl run|get pods/);
    expect(blanksOf(result)).not.toContain('WORKLOAD');
  });

  it('of the whole cluster names the namespace, too', () => {
    const result = of({ type: 'ClusterSecretStore', namespace: null, provider: 'aws' });
    expect(documentOf(result, 'in spec.provider.aws.auth')).toContain('    namespace: "NAMESPACE"\n');
    expect(commandsOf(result)).toContain('kubectl get clustersecretstore aws');
    expect(blanksOf(result)).toContain('EXTERNAL_SECRET_NAMESPACE');
  });

  it('of Vault has its auth where Vault’s is', () => {
    const result = of({ type: 'ClusterSecretStore', namespace: null, provider: 'vault' });
    expect(documentOf(result, 'in spec.provider.vault.auth.iam')).toContain('serviceAccountRef');
    expect(stepOf(result, 'Let the store').text.join()).toContain('bound_iam_principal_arn');
  });
});

describe('what is told of a key in a manifest', () => {
  it('is the whole entry of its variable', () => {
    const workload = deployment({}, { keySecrets: { 'spec.containers[0].env[1].valueFrom': 'keys' } });
    const result = plan({ rule: 'k8s-static-key', resource: workload });
    expect(stepOf(result, 'Restart').text.join('\n')).toContain('spec.containers[0].env[1].\n');
  });

  it('leaves the other variables of its envFrom', () => {
    const workload = deployment({}, { keySecrets: { 'spec.containers[0].envFrom[0].secretRef': 'keys' } });
    const { text } = stepOf(plan({ rule: 'k8s-static-key', resource: workload }), 'Restart');
    expect(text.join('\n')).toContain(
      'spec.containers[0].envFrom[0].\nWhere its envFrom brings other variables',
    );
  });
});
