import { recommend } from '@podguard/rules';
import { describe, expect, it } from 'vitest';
import { blanksOf, commandsOf, documentNames, KEY, owned, plan, textsOf, titlesOf } from './plans.ts';
import { adviceInput, named, type Scene } from './surroundings.ts';

const account = (roleArn: string | null) =>
  named('k8s-service-account', 'app.yaml#ServiceAccount/shop/cart', {
    state: { name: 'cart', namespace: 'shop', roleArn },
  });
const workload = (serviceAccount = 'cart') =>
  named('k8s-workload', 'app.yaml#Deployment/shop/cart', {
    state: {
      ...{ type: 'Deployment', name: 'cart', namespace: 'shop', serviceAccount },
      serviceAccountKey: 'app.yaml#ServiceAccount/shop/cart',
    },
    sets: { keys: {}, keySecrets: { 'spec.template.spec.containers[0].env[0].valueFrom': 'keys' } },
  });
const secret = named('k8s-secret', 'app.yaml#Secret/shop/keys', {
  state: { name: 'keys', namespace: 'shop' },
});
const ASSOCIATION = owned('podidentityassociation', 'a-1');
const scene = (over: Partial<Scene> = {}): Scene => ({
  ...{ rule: 'k8s-static-key', resource: workload(), around: [account(KEY)] },
  ...over,
});

const MADE =
  /create-role|create serviceaccount|annotate|create-open-id|create-pod-identity|update-assume|create-addon/;

describe('a key beside a role that its service account has already', () => {
  it.for([
    ['of a workload', scene()],
    ['of a Secret that the workload takes', scene({ resource: secret, around: [workload(), account(KEY)] })],
  ] as const)('%s is taken out, and nothing is made', ([, of]) => {
    const result = plan(of, 'irsa');
    expect(result.title).toMatch(/its service account has a role already$/);
    expect(result.notes[0]).toContain(`shop/cart has the role ${KEY} by IRSA`);
    expect(result.notes[0]).toMatch(/taking the key out is all\.$/);
    expect(blanksOf(result)).toEqual(['ACCESS_KEY_ID', 'USER_NAME', 'REGION']);
    expect(commandsOf(result)).not.toMatch(MADE);
    expect(documentNames(result)).toEqual([]);
    expect(textsOf(result)).not.toMatch(/Name it in the template|new identity may go/);
    expect(commandsOf(result)).toContain('list-attached-role-policies --role-name app');
    const titles = titlesOf(result);
    const tried = titles.indexOf('See that the service account gets the role');
    expect(tried).toBeGreaterThan(-1);
    expect(titles.indexOf('Restart the pods, one workload first')).toBeGreaterThan(tried);
    expect(titles.at(-1)).toBe('Delete the key');
    expect(recommend(adviceInput(of))).toMatchObject({
      ...{ method: 'irsa', instead: [], steps: ['irsa'] },
      line: 'Take the key out: its service account has a role by IRSA already',
    });
  });

  it('keeps that role on the way to EKS Pod Identity', () => {
    const result = plan(scene());
    expect(result.notes.slice(0, 2).join(' ')).toContain('--migrate-to irsa has the steps to that');
    expect(commandsOf(result)).toContain(`--service-account cart --role-arn ${KEY}`);
    expect(commandsOf(result)).not.toMatch(/create-role|create serviceaccount/);
    expect(blanksOf(result)).not.toContain('ROLE_NAME');
  });

  it('is taken out where an association that check was given tells of the role', () => {
    const of = scene({ evidence: [{ path: 'association', value: ASSOCIATION }] });
    const result = plan(of);
    expect(result.notes[0]).toContain(`a role by EKS Pod Identity (${ASSOCIATION})`);
    expect(commandsOf(result)).not.toMatch(MADE);
    expect(recommend(adviceInput(of))).toMatchObject({ method: 'pod-identity', steps: ['pod-identity'] });
    expect(() => plan(of, 'irsa')).toThrow(/an association wins over an annotation; use --migrate-to pod-/);
  });
});

describe('a key is replaced by a new role, and steps that are done are passed over,', () => {
  it.for<[what: string, over: Partial<Scene>]>([
    ['where the service account was not read', { around: [] }],
    ['where it has no annotation', { around: [account(null)] }],
    ['where its annotation names no role', { around: [account('arn:aws:iam::1:user/app')] }],
    ['where that is of an account nobody knows', { config: { knownAccounts: ['999999999999'] } }],
    ['where it is the namespace’s default', { resource: workload('default') }],
  ])('%s', ([, over]) => {
    const result = plan(scene(over), 'irsa');
    expect(commandsOf(result)).toContain('aws iam create-role --role-name ROLE_NAME');
    expect(result.notes[0]).toMatch(/^A key in a manifest/);
    expect(result.notes.join(' ')).toMatch(/passed over\. .* taking the key out is all\./);
    expect(recommend(adviceInput(scene(over)))?.method).toBe('pod-identity');
  });

  it('makes no service account that is there and named', () => {
    const result = plan(scene({ around: [account(null)] }), 'irsa');
    expect(commandsOf(result)).not.toContain('create serviceaccount');
    expect(textsOf(result)).not.toContain('Name it in the template');
  });
});
