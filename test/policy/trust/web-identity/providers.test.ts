import { answerWebIdentity, findWitness, listProviders } from '@podguard/policy';
import { describe, expect, test } from 'vitest';
import { policyOf } from '../../support.ts';
import { ISSUER, irsa, PROVIDER } from '../support.ts';
import { deny } from './support.ts';

describe('providers', () => {
  test('everybody is any provider where the action is that of tokens', () => {
    const star = (principal: unknown, action: string) =>
      listProviders(policyOf(irsa({}, { Principal: principal, Action: action })));
    const path = 'Statement[0].Principal.AWS';
    expect(star({ AWS: '*' }, 'sts:*')).toMatchObject([{ provider: '*', wildcard: true, paths: [path] }]);
    expect(star('*', 'sts:AssumeRoleWithWebIdentity')).toMatchObject([{ provider: '*', wildcard: true }]);
    expect(star({ AWS: '*' }, 'sts:AssumeRole')).toEqual([]);
    expect(star({ AWS: '111122223333' }, 'sts:*')).toEqual([]);
  });

  test('are listed once, with what is known of them', () => {
    const statements = [
      irsa({}),
      irsa({}),
      irsa({}, { Principal: { Federated: ['*', 'accounts.google.com', 'arn:aws:iam::1:saml-provider/x'] } }),
      deny({}),
    ];
    expect(listProviders(policyOf(...statements))).toEqual([
      {
        provider: PROVIDER,
        issuer: ISSUER,
        account: '111122223333',
        wildcard: false,
        paths: ['Statement[0].Principal.Federated', 'Statement[1].Principal.Federated'],
      },
      {
        provider: '*',
        issuer: null,
        account: null,
        wildcard: true,
        paths: ['Statement[2].Principal.Federated[0]'],
      },
      {
        provider: 'accounts.google.com',
        issuer: null,
        account: null,
        wildcard: false,
        paths: ['Statement[2].Principal.Federated[1]'],
      },
    ]);
  });

  test('another kind of provider names its subjects as it likes', () => {
    const provider = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
    const github = 'token.actions.githubusercontent.com';
    const policy = policyOf(
      irsa(
        {
          StringLike: { [`${github}:sub`]: 'repo:example/*' },
          StringEquals: { [`${github}:job_workflow_ref`]: 'x' },
        },
        { Principal: { Federated: provider } },
      ),
    );
    const answer = answerWebIdentity(policy, { provider, cluster: false });
    if (!answer.decided) throw new Error(answer.reason);
    expect(answer.subjects).toEqual({ kind: 'pattern', prefix: 'repo:example/' });
    expect(findWitness(answer.analysis, [])).toMatchObject({ kind: 'found' });
  });

  test('so does one that IAM knows without an ARN', () => {
    const provider = 'accounts.google.com';
    const forApp = { StringEquals: { [`${provider}:aud`]: 'app' } };
    const policy = policyOf(irsa(forApp, { Principal: { Federated: provider } }));
    expect(answerWebIdentity(policy, { provider, cluster: false })).toMatchObject({ audiences: ['app'] });
  });
});
