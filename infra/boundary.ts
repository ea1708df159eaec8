/** Bounds every role that is made from here on, SST's own among them. */
export function boundRoles(permissionsBoundary: string | undefined): void {
  if (permissionsBoundary === undefined) return;
  $transform(aws.iam.Role, (role) => {
    role.permissionsBoundary = permissionsBoundary;
  });
}
