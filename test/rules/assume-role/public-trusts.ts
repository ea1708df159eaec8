import { aws, trust } from '../../support/trusts.ts';

export const OWN = '111122223333';
export const GITHUB = 'token.actions.githubusercontent.com';
export const github = `arn:aws:iam::${OWN}:oidc-provider/${GITHUB}`;
export const forSts = { [`${GITHUB}:aud`]: 'sts.amazonaws.com' };
export const subject = (...patterns: readonly string[]) => ({
  StringEquals: forSts,
  StringLike: { [`${GITHUB}:sub`]: patterns },
});

export const saml = (principal: unknown, condition?: unknown) =>
  trust({ ...aws(principal, condition), Action: 'sts:AssumeRoleWithSAML' });
