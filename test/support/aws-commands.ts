/** Options of every command, as far as they are used. https://docs.aws.amazon.com/cli/latest/reference/ */
export const GLOBAL_OPTIONS = '--region --query --output';

/**
 * The commands that advice on mending names, with all their own options: `!` after one that is required, `?` after one that
 * takes no value, `=` before the few values that one takes. Read out of AWS CLI 1.46.2 (PyPI `awscli`: the `arg_table` of each
 * command). The page of each is https://docs.aws.amazon.com/cli/latest/reference/SERVICE/COMMAND.html.
 */
export const AWS_COMMANDS: Readonly<Record<string, string>> = {
  'cloudtrail create-trail':
    '--name! --s3-bucket-name! --s3-key-prefix --sns-topic-name --include-global-service-events? --no-include-global-service-events? --is-multi-region-trail? --no-is-multi-region-trail? --enable-log-file-validation? --no-enable-log-file-validation? --cloud-watch-logs-log-group-arn --cloud-watch-logs-role-arn --kms-key-id --is-organization-trail? --no-is-organization-trail? --tags-list',
  'cloudtrail get-event-selectors': '--trail-name!',
  'cloudtrail put-event-selectors': '--trail-name! --event-selectors --advanced-event-selectors',
  'cloudtrail start-logging': '--name!',
  'ec2 create-launch-template-version':
    '--dry-run? --no-dry-run? --client-token --launch-template-id --launch-template-name --source-version --version-description --launch-template-data! --resolve-alias? --no-resolve-alias?',
  'ec2 describe-iam-instance-profile-associations':
    '--association-ids --filters --max-results --next-token --starting-token --page-size --max-items',
  'ec2 modify-instance-metadata-defaults':
    '--http-tokens=optional|required|no-preference --http-put-response-hop-limit --http-endpoint=disabled|enabled|no-preference --instance-metadata-tags=disabled|enabled|no-preference --dry-run? --no-dry-run? --http-tokens-enforced=disabled|enabled|no-preference',
  'ec2 modify-instance-metadata-options':
    '--instance-id! --http-tokens=optional|required --http-put-response-hop-limit --http-endpoint=disabled|enabled --dry-run? --no-dry-run? --http-protocol-ipv6=disabled|enabled --instance-metadata-tags=disabled|enabled',
  'ec2 replace-iam-instance-profile-association': '--iam-instance-profile! --association-id!',
  'eks associate-access-policy': '--cluster-name! --principal-arn! --policy-arn! --access-scope!',
  'eks create-access-entry':
    '--cluster-name! --principal-arn! --kubernetes-groups --tags --client-request-token --username --type',
  'eks create-addon':
    '--cluster-name! --addon-name! --addon-version --service-account-role-arn --resolve-conflicts=OVERWRITE|NONE|PRESERVE --client-request-token --tags --configuration-values --pod-identity-associations --namespace-config',
  'eks create-pod-identity-association':
    '--cluster-name! --namespace! --service-account! --role-arn! --client-request-token --tags --disable-session-tags? --no-disable-session-tags? --target-role-arn --policy',
  'eks delete-access-entry': '--cluster-name! --principal-arn!',
  'eks delete-pod-identity-association': '--cluster-name! --association-id!',
  'eks describe-addon': '--cluster-name! --addon-name!',
  'eks describe-fargate-profile': '--cluster-name! --fargate-profile-name!',
  'eks describe-pod-identity-association': '--cluster-name! --association-id!',
  'eks disassociate-access-policy': '--cluster-name! --principal-arn! --policy-arn!',
  'eks disassociate-identity-provider-config':
    '--cluster-name! --identity-provider-config! --client-request-token',
  'eks list-access-entries':
    '--cluster-name! --associated-policy-arn --max-results --next-token --starting-token --page-size --max-items',
  'eks list-pod-identity-associations':
    '--cluster-name! --namespace --service-account --max-results --next-token --starting-token --page-size --max-items',
  'eks update-cluster-config':
    '--name! --resources-vpc-config --logging --client-request-token --access-config --upgrade-policy --zonal-shift-config --compute-config --kubernetes-network-config --storage-config --remote-network-config --deletion-protection? --no-deletion-protection? --control-plane-scaling-config',
  'eks update-nodegroup-version':
    '--cluster-name! --nodegroup-name! --release-version --launch-template --force? --no-force? --client-request-token --kubernetes-version',
  'eks update-pod-identity-association':
    '--cluster-name! --association-id! --role-arn --client-request-token --disable-session-tags? --no-disable-session-tags? --target-role-arn --policy',
  'eks wait cluster-active': '--name!',
  'events enable-rule': '--name! --event-bus-name',
  'iam create-access-key': '--user-name',
  'iam create-role':
    '--path --role-name! --assume-role-policy-document! --description --max-session-duration --permissions-boundary --tags',
  'iam delete-access-key': '--user-name --access-key-id!',
  'iam delete-open-id-connect-provider': '--open-id-connect-provider-arn!',
  'iam delete-service-specific-credential': '--user-name --service-specific-credential-id!',
  'iam detach-role-policy': '--role-name! --policy-arn!',
  'iam detach-user-policy': '--user-name! --policy-arn!',
  'iam get-access-key-last-used': '--access-key-id!',
  'iam get-role': '--role-name!',
  'iam get-role-policy': '--role-name! --policy-name!',
  'iam list-service-specific-credentials':
    '--user-name --service-name --all-users? --no-all-users? --marker --max-items',
  'iam put-role-permissions-boundary': '--role-name! --permissions-boundary!',
  'iam put-role-policy': '--role-name! --policy-name! --policy-document!',
  'iam remove-client-id-from-open-id-connect-provider': '--open-id-connect-provider-arn! --client-id!',
  'iam update-access-key': '--user-name --access-key-id! --status!=Active|Inactive|Expired',
  'iam update-assume-role-policy': '--role-name! --policy-document!',
  'iam update-role': '--role-name! --description --max-session-duration',
  'iam update-service-specific-credential':
    '--user-name --service-specific-credential-id! --status!=Active|Inactive|Expired',
  'secretsmanager delete-resource-policy': '--secret-id!',
  'secretsmanager get-resource-policy': '--secret-id!',
  'secretsmanager put-resource-policy':
    '--secret-id! --resource-policy! --block-public-policy? --no-block-public-policy?',
  'secretsmanager rotate-secret':
    '--secret-id! --client-request-token --rotation-lambda-arn --rotation-rules --external-secret-rotation-metadata --external-secret-rotation-role-arn --rotate-immediately? --no-rotate-immediately?',
  'service-quotas list-service-quotas':
    '--service-code! --next-token --max-results --quota-code --quota-applied-at-level=ACCOUNT|RESOURCE|ALL --starting-token --page-size --max-items',
  'service-quotas request-service-quota-increase':
    '--service-code! --quota-code! --desired-value! --context-id --support-case-allowed? --no-support-case-allowed?',
};
