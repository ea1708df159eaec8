import { ACCOUNT, REGION } from '../../support/states.ts';
import { KEY } from './plans.ts';
import { named } from './surroundings.ts';

export const NODE = `arn:aws:iam::${ACCOUNT}:role/nodes`;
export const deployment = (
  state: object = {},
  sets: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
) =>
  named('k8s-workload', 'app.yaml#Deployment/shop/cart', {
    state: { type: 'Deployment', name: 'cart', namespace: 'shop', serviceAccount: 'cart', ...state },
    sets,
  });
export const annotated = (arn: string) =>
  deployment({}, { iamAnnotations: { 'spec.template.metadata.annotations["iam.amazonaws.com/role"]': arn } });
export const association = (serviceAccount: string, state: object = {}) =>
  named('pod-identity-association', `arn:aws:eks:${REGION}:${ACCOUNT}:podidentityassociation/prod/a-1`, {
    state: { namespace: 'shop', serviceAccount, roleArn: KEY, targetRoleArn: null, ...state },
  });
