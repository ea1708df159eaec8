import { runCli } from '../support/run-cli.ts';
import { ISSUER, irsa, trust } from '../support/trusts.ts';

export const AUD = { [`${ISSUER}:aud`]: 'sts.amazonaws.com' };
export const OPEN = trust(irsa({ StringEquals: AUD }));

export const check = (paths: readonly string[], options: readonly string[] = [], stdin?: string) =>
  runCli(['check', ...paths, ...options], stdin === undefined ? {} : { stdin });
