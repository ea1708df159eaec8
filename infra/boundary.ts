import type { DeployOptions } from './options.ts';

/** Bounds every role that is made from here on, SST's own among them; that which repairs by a policy of its own, where there is one. */
export function boundRoles(
  {
    permissionsBoundary,
    remediateBoundary,
  }: Pick<DeployOptions, 'permissionsBoundary' | 'remediateBoundary'>,
  remediateRole: string,
): void {
  if (permissionsBoundary === undefined && remediateBoundary === undefined) return;
  $transform(aws.iam.Role, (role) => {
    const boundary =
      role.name === remediateRole ? (remediateBoundary ?? permissionsBoundary) : permissionsBoundary;
    if (boundary !== undefined) role.permissionsBoundary = boundary;
  });
}
