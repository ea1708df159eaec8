import { type Config, knownIssuers } from './config.ts';

/**
 * `oidc.eks.REGION.SUFFIX/id/ID`, of dual-stack endpoints `oidc-eks.REGION.SUFFIX`: each partition has its own suffix
 * (`amazonaws.com`, `amazonaws.com.cn`, `amazonaws.eu`, `api.aws`, `c2s.ic.gov`, ...), and new ones come.
 */
const EKS_ISSUER = /^oidc[.-]eks(\.[a-z0-9-]+){2,}\/id\/[A-Za-z0-9]+$/;

/** Whether an issuer (host and path) is a cluster's: EKS's, or one that the configuration names. */
export function isClusterIssuer(issuer: string, config: Config): boolean {
  return EKS_ISSUER.test(issuer) || knownIssuers(config).has(issuer);
}
