import { samlWay } from '@podguard/policy';
import {
  FREE,
  FREE_VALUES,
  ISSUER,
  OWN,
  PROVIDER,
  type Scene,
  SCENES as SHARED,
  SUBJECTS,
} from '../support/trust-scenes.ts';

export interface WideScene extends Scene {
  /** What of a policy hangs on keys of which no request of the way tells. */
  readonly untold?: RegExp;
}

const SAML_PROVIDER = `arn:aws:iam::${OWN}:saml-provider/corp`;

const SAML: Scene = {
  way: samlWay({ provider: SAML_PROVIDER }),
  principals: [
    { Federated: SAML_PROVIDER },
    '*',
    { Federated: '*' },
    { AWS: '*' },
    { Federated: `arn:aws:iam::${OWN}:saml-provider/other` },
    { AWS: OWN },
  ],
  actions: ['sts:AssumeRoleWithSAML', 'sts:*', '*', 'sts:AssumeRole'],
  keys: {
    'saml:aud': ['a', 'b*'],
    'SAML:iss': ['a', 'ab'],
    'aws:PrincipalOrgID': ['o-abc'],
    [`${ISSUER}:sub`]: SUBJECTS,
    ...FREE,
  },
  dimensions: { 'saml:aud': [null, 'a', 'bb'], 'saml:iss': ['a', 'ab'], ...FREE_VALUES },
};

/** The same with principals and keys that IAM refuses, or that mean nobody. */
function wider(scene: Scene, more: Pick<Scene, 'principals'> & Partial<Pick<WideScene, 'keys' | 'untold'>>) {
  return {
    ...scene,
    ...more,
    principals: [...scene.principals, ...more.principals],
    keys: { ...scene.keys, ...more.keys },
  };
}

const podIdentity = (scene: Scene): WideScene =>
  wider(scene, { principals: [{ Service: '*' }], untold: /aws:SourceIp|aws:CalledVia/ });

export const SCENES: Readonly<Record<string, WideScene>> = {
  'web identity': wider(SHARED['web identity'], {
    principals: [
      { Federated: '*' },
      { Federated: 'arn:aws:iam::1:oidc-provider/other' },
      { Federated: `arn:aws:iam::${OWN}:oidc-provider/*` },
      { Federated: [PROVIDER, 'x'] },
    ],
    keys: { [`${ISSUER.toUpperCase()}:SUB`]: [...SUBJECTS, '*'] },
  }),
  'pod identity with session tags': podIdentity(SHARED['EKS Pod Identity with session tags']),
  'pod identity without session tags': podIdentity(SHARED['EKS Pod Identity without session tags']),
  SAML,
  'AWS principals': wider(SHARED['AWS principals'], {
    principals: [
      { AWS: `arn:aws:iam::${OWN}:role/*` },
      { AWS: ['AROAEXAMPLE', `arn:aws:sts::${OWN}:federated-user/a`] },
      { CanonicalUser: 'abc' },
    ],
    keys: { 'aws:username': ['a', 'b', '*'] },
  }),
};
