/** An OIDC issuer that gives tokens to everybody's projects, and lets them choose the audience. */
export interface SharedIssuer {
  readonly issuer: string;
  /** Subjects begin with the first, then comes the owner's name, then the second. */
  readonly owner: readonly [before: string, after: string];
  /** What no owner's name has in it, and comes between the name and the owner's number. */
  readonly mark?: string;
  /** What such a subject looks like. */
  readonly example: string;
  /** Claims with a condition key that the caller chooses himself, besides `aud`. */
  readonly chosen: readonly string[];
}

/**
 * Issuers of which AWS demands a condition on `sub`, since anybody may have a token of them.
 * Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
 */
export const SHARED_ISSUERS: readonly SharedIssuer[] = [
  // https://docs.github.com/en/actions/reference/security/oidc, and for the numbers
  // https://github.blog/changelog/2026-04-23-immutable-subject-claims-for-github-actions-oidc-tokens/
  {
    issuer: 'token.actions.githubusercontent.com',
    owner: ['repo:', '/'],
    mark: '@',
    example: 'repo:unrelated-owner/unrelated-repo:ref:refs/heads/main',
    chosen: ['environment', 'ref', 'workflow'],
  },
  // https://docs.gitlab.com/ci/secrets/id_token_authentication
  {
    issuer: 'gitlab.com',
    owner: ['project_path:', '/'],
    example: 'project_path:unrelated-group/unrelated-project:ref_type:branch:ref:main',
    chosen: [],
  },
  // https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/workload-identity-tokens
  {
    issuer: 'app.terraform.io',
    owner: ['organization:', ':'],
    example: 'organization:unrelated-organization:project:p:workspace:w:run_phase:apply',
    chosen: [],
  },
  // https://buildkite.com/docs/agent/v3/cli-oidc
  {
    issuer: 'agent.buildkite.com',
    owner: ['organization:', ':'],
    example: 'organization:unrelated-organization:pipeline:p:ref:refs/heads/main:commit:c:step:s',
    chosen: [],
  },
  // https://codefresh.io/docs/docs/integrations/oidc-pipelines/
  {
    issuer: 'oidc.codefresh.io',
    owner: ['account:', ':'],
    example: 'account:unrelated-account:pipeline:p:scm_user_name:u',
    chosen: [],
  },
];
