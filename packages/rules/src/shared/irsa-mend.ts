import type { Mend } from '@podguard/core';
import { editTrust } from './mend-steps.ts';

/** One service account of one cluster, for STS: what the EKS guide has. */
export const pinTrust: Mend = {
  cli: editTrust(
    'the statement of {issuer} has "Condition": {"StringEquals": {"{issuer}:sub": "system:serviceaccount:NAMESPACE:NAME", "{issuer}:aud": "sts.amazonaws.com"}}',
  ),
  terraform:
    '# in place of this provider’s conditions on sub and aud\ncondition {\n  test     = "StringEquals"\n  variable = "{issuer}:sub"\n  values   = ["system:serviceaccount:NAMESPACE:NAME"]\n}\ncondition {\n  test     = "StringEquals"\n  variable = "{issuer}:aud"\n  values   = ["sts.amazonaws.com"]\n}',
  cloudformation:
    '# in place of this provider’s conditions on sub and aud\nCondition:\n  StringEquals:\n    "{issuer}:sub": system:serviceaccount:NAMESPACE:NAME\n    "{issuer}:aud": sts.amazonaws.com',
};

/** The provider of a cluster in the role's own account. */
export const nameProvider: Mend = {
  cli: editTrust(
    'the statement has "Principal": {"Federated": "arn:aws:iam::{account}:oidc-provider/ISSUER"}, with conditions on ISSUER:sub and ISSUER:aud',
  ),
  terraform:
    '# with conditions on sub and aud of this provider\nprincipals {\n  type        = "Federated"\n  identifiers = [aws_iam_openid_connect_provider.cluster.arn]\n}',
  cloudformation:
    '# with conditions on sub and aud of this provider\nPrincipal:\n  Federated: !Sub "arn:${AWS::Partition}:iam::${AWS::AccountId}:oidc-provider/ISSUER"',
};

export const ASSOCIATE =
  'https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html';
export const CONDITION_KEYS =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html#condition-keys-wif';
export const OPERATORS =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html';
export const PRINCIPAL =
  'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html';
