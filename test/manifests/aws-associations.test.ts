import { manifestsToChanges, readManifests } from '@podguard/manifests';
import { describe, expect, test } from 'vitest';
import { ACCOUNT } from '../support/states.ts';
import { textOf } from './object-text.ts';

const ARN = `arn:aws:iam::${ACCOUNT}:role/team/app`;
const unknown = { unknown: true };

describe('associations of ACK and Crossplane', () => {
  const association = (spec: object, apiVersion = 'eks.services.k8s.aws/v1alpha1') => ({
    apiVersion,
    kind: 'PodIdentityAssociation',
    metadata: { name: 'a', namespace: 'infra' },
    spec,
  });
  const ROLE = `arn:aws:iam::${ACCOUNT}:role/app`;
  const SPEC = { clusterName: 'prod', namespace: 'web', serviceAccount: 'app' };
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'app', namespace: 'web' },
    spec: { serviceAccountName: 'app', containers: [{ name: 'c', image: 'i' }] },
  };
  const changesOf = (...objects: readonly object[]) =>
    manifestsToChanges(
      readManifests(textOf(...objects)).manifests.map((one) => ({ file: 'a.yaml', ...one })),
      undefined,
    ).changes.map((change) => ({ ...change, fields: 'fields' in change ? change.fields : {} }));

  test.for([
    ['ACK', association({ ...SPEC, roleARN: ROLE, targetRoleARN: ARN, disableSessionTags: true }), ''],
    [
      'Crossplane',
      association(
        {
          forProvider: {
            ...SPEC,
            region: 'eu-central-1',
            roleArn: ROLE,
            targetRoleArn: ARN,
            disableSessionTags: true,
          },
        },
        'eks.aws.m.upbound.io/v1beta1',
      ),
      'eu-central-1',
    ],
  ] as const)('of %s are resources, and give pods an identity', ([, object, region]) => {
    const key = `arn:aws:eks:${region}:${ACCOUNT}:podidentityassociation/prod/a.yaml#PodIdentityAssociation/infra/a`;
    const [made, gets] = changesOf(object, pod);
    expect(made).toMatchObject({
      kind: 'pod-identity-association',
      key,
      account: ACCOUNT,
      region,
      fields: {
        associationId: unknown,
        clusterName: { value: 'prod' },
        namespace: { value: 'web' },
        serviceAccount: { value: 'app' },
        roleArn: { value: ROLE },
        targetRoleArn: { value: ARN },
        disableSessionTags: { value: true },
        ownerArn: { value: null },
      },
    });
    expect(gets?.fields.association).toEqual({ value: key });
  });

  test('what a reference stands for is not known, nor another account beside one that is not', () => {
    const { clusterName: _, ...rest } = SPEC;
    const refs = { clusterRef: { from: { name: 'c' } }, roleRef: { from: { name: 'r' } } };
    const [made] = changesOf(association({ ...rest, ...refs, targetRoleARN: ARN }));
    expect(made?.fields).toMatchObject({ clusterName: unknown, roleArn: unknown, targetRoleArn: unknown });
    const target = { targetRoleRef: { from: { name: 't' } } };
    const [chained] = changesOf(association({ ...SPEC, roleARN: ROLE, ...target }));
    expect(chained?.fields.targetRoleArn).toEqual(unknown);
    const [plain] = changesOf(association({ ...SPEC, roleARN: ROLE }));
    expect(plain?.fields.targetRoleArn).toEqual({ value: null });
  });

  test('a service account that none is for may have one elsewhere', () => {
    const [, gets] = changesOf(association({ ...SPEC, serviceAccount: 'mail', roleARN: ROLE }), pod);
    expect(gets?.fields.association).toEqual(unknown);
  });
});
