/**
 * Who makes the request. `Federated` is the caller of sts:AssumeRoleWithWebIdentity or WithSAML, named by the
 * provider's ARN or, for an OIDC provider, by its host and path. `Anonymous` is an unsigned request.
 */
export type RequestPrincipal =
  | {
      readonly type: 'AWS';
      readonly arn: string;
      readonly account: string;
      /** `AIDA...`, `AROA...` or `AROA...:session`: what a policy names once the identity was deleted. */
      readonly uniqueId?: string;
    }
  | { readonly type: 'Service'; readonly name: string }
  | { readonly type: 'Federated'; readonly provider: string }
  | { readonly type: 'Anonymous' };

/** The values of a key that is there (binary ones in base64); `unknown` where the caller cannot say. */
export type ContextValue = readonly string[] | 'absent' | 'unknown';

/** One concrete request. Nothing is derived: `aws:PrincipalArn` and the like are given by the caller, or absent. */
export interface PolicyRequest {
  readonly principal: RequestPrincipal;
  readonly action: string;
  /** Left out for a trust policy, whose resource is the role it belongs to. */
  readonly resource?: string;
  /** Keys in any case. */
  readonly context: ReadonlyMap<string, ContextValue> | Readonly<Record<string, ContextValue>>;
}
