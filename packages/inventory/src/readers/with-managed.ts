/**
 * With what AWS's services manage in the account, as the nodes of EKS Auto Mode, also where it hides that.
 * Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ManagedResourceVisibilitySettings.html
 */
export const WITH_MANAGED = { IncludeManagedResources: true } as const;
