import { createAutoScalingGroup } from './autoscaling/create-auto-scaling-group.ts';
import { createOrUpdateTags } from './autoscaling/create-or-update-tags.ts';
import { deleteAutoScalingGroup } from './autoscaling/delete-auto-scaling-group.ts';
import { deleteTags as deleteGroupTags } from './autoscaling/delete-tags.ts';
import { updateAutoScalingGroup } from './autoscaling/update-auto-scaling-group.ts';
import { createTrail } from './cloudtrail/create-trail.ts';
import { deleteTrail } from './cloudtrail/delete-trail.ts';
import { putEventSelectors } from './cloudtrail/put-event-selectors.ts';
import { startLogging } from './cloudtrail/start-logging.ts';
import { stopLogging } from './cloudtrail/stop-logging.ts';
import { updateTrail } from './cloudtrail/update-trail.ts';
import { deleteTable } from './dynamodb/delete-table.ts';
import { updateTable } from './dynamodb/update-table.ts';
import { associateIamInstanceProfile } from './ec2/associate-iam-instance-profile.ts';
import { createLaunchTemplate } from './ec2/create-launch-template.ts';
import { createLaunchTemplateVersion } from './ec2/create-launch-template-version.ts';
import { createTags } from './ec2/create-tags.ts';
import { deleteLaunchTemplate } from './ec2/delete-launch-template.ts';
import { deleteLaunchTemplateVersions } from './ec2/delete-launch-template-versions.ts';
import { deleteTags } from './ec2/delete-tags.ts';
import { disassociateIamInstanceProfile } from './ec2/disassociate-iam-instance-profile.ts';
import { ec2InstanceStateChangeNotification } from './ec2/ec2-instance-state-change-notification.ts';
import { modifyInstanceMetadataDefaults } from './ec2/modify-instance-metadata-defaults.ts';
import { modifyInstanceMetadataOptions } from './ec2/modify-instance-metadata-options.ts';
import { modifyLaunchTemplate } from './ec2/modify-launch-template.ts';
import { replaceIamInstanceProfileAssociation } from './ec2/replace-iam-instance-profile-association.ts';
import { runInstances } from './ec2/run-instances.ts';
import { terminateInstances } from './ec2/terminate-instances.ts';
import { associateAccessPolicy } from './eks/associate-access-policy.ts';
import { associateIdentityProviderConfig } from './eks/associate-identity-provider-config.ts';
import { createAccessEntry } from './eks/create-access-entry.ts';
import { createAddon } from './eks/create-addon.ts';
import { createCapability } from './eks/create-capability.ts';
import { createCluster } from './eks/create-cluster.ts';
import { createFargateProfile } from './eks/create-fargate-profile.ts';
import { createNodegroup } from './eks/create-nodegroup.ts';
import { createPodIdentityAssociation } from './eks/create-pod-identity-association.ts';
import { deleteAccessEntry } from './eks/delete-access-entry.ts';
import { deleteAddon } from './eks/delete-addon.ts';
import { deleteCapability } from './eks/delete-capability.ts';
import { deleteCluster } from './eks/delete-cluster.ts';
import { deleteFargateProfile } from './eks/delete-fargate-profile.ts';
import { deleteNodegroup } from './eks/delete-nodegroup.ts';
import { deletePodIdentityAssociation } from './eks/delete-pod-identity-association.ts';
import { disassociateAccessPolicy } from './eks/disassociate-access-policy.ts';
import { disassociateIdentityProviderConfig } from './eks/disassociate-identity-provider-config.ts';
import { tagResource } from './eks/tag-resource.ts';
import { untagResource } from './eks/untag-resource.ts';
import { updateAccessEntry } from './eks/update-access-entry.ts';
import { updateAddon } from './eks/update-addon.ts';
import { updateCapability } from './eks/update-capability.ts';
import { updateClusterConfig } from './eks/update-cluster-config.ts';
import { updateNodegroupVersion } from './eks/update-nodegroup-version.ts';
import { updatePodIdentityAssociation } from './eks/update-pod-identity-association.ts';
import { assumeRoleForPodIdentity } from './eks-auth/assume-role-for-pod-identity.ts';
import { deleteRule } from './events/delete-rule.ts';
import { disableRule } from './events/disable-rule.ts';
import { enableRule } from './events/enable-rule.ts';
import { putRule } from './events/put-rule.ts';
import { putTargets } from './events/put-targets.ts';
import { removeTargets } from './events/remove-targets.ts';
import { addClientIDToOpenIDConnectProvider } from './iam/add-client-id-to-open-id-connect-provider.ts';
import { addRoleToInstanceProfile } from './iam/add-role-to-instance-profile.ts';
import { attachRolePolicy } from './iam/attach-role-policy.ts';
import { attachUserPolicy } from './iam/attach-user-policy.ts';
import { createAccessKey } from './iam/create-access-key.ts';
import { createInstanceProfile } from './iam/create-instance-profile.ts';
import { createOpenIDConnectProvider } from './iam/create-open-id-connect-provider.ts';
import { createPolicy } from './iam/create-policy.ts';
import { createPolicyVersion } from './iam/create-policy-version.ts';
import { createRole } from './iam/create-role.ts';
import { createServiceSpecificCredential } from './iam/create-service-specific-credential.ts';
import { createUser } from './iam/create-user.ts';
import { deleteAccessKey } from './iam/delete-access-key.ts';
import { deleteInstanceProfile } from './iam/delete-instance-profile.ts';
import { deleteOpenIDConnectProvider } from './iam/delete-open-id-connect-provider.ts';
import { deletePolicy } from './iam/delete-policy.ts';
import { deletePolicyVersion } from './iam/delete-policy-version.ts';
import { deleteRole } from './iam/delete-role.ts';
import { deleteRolePermissionsBoundary } from './iam/delete-role-permissions-boundary.ts';
import { deleteRolePolicy } from './iam/delete-role-policy.ts';
import { deleteServiceSpecificCredential } from './iam/delete-service-specific-credential.ts';
import { deleteUser } from './iam/delete-user.ts';
import { detachRolePolicy } from './iam/detach-role-policy.ts';
import { detachUserPolicy } from './iam/detach-user-policy.ts';
import { putRolePermissionsBoundary } from './iam/put-role-permissions-boundary.ts';
import { putRolePolicy } from './iam/put-role-policy.ts';
import { removeClientIDFromOpenIDConnectProvider } from './iam/remove-client-id-from-open-id-connect-provider.ts';
import { removeRoleFromInstanceProfile } from './iam/remove-role-from-instance-profile.ts';
import { setDefaultPolicyVersion } from './iam/set-default-policy-version.ts';
import { tagRole } from './iam/tag-role.ts';
import { untagRole } from './iam/untag-role.ts';
import { updateAccessKey } from './iam/update-access-key.ts';
import { updateAssumeRolePolicy } from './iam/update-assume-role-policy.ts';
import { updateOpenIDConnectProviderThumbprint } from './iam/update-open-id-connect-provider-thumbprint.ts';
import { updateRole } from './iam/update-role.ts';
import { updateServiceSpecificCredential } from './iam/update-service-specific-credential.ts';
import { updateUser } from './iam/update-user.ts';
import { deleteEventSourceMapping } from './lambda/delete-event-source-mapping.ts';
import { deleteFunction } from './lambda/delete-function.ts';
import { putFunctionConcurrency } from './lambda/put-function-concurrency.ts';
import { updateEventSourceMapping } from './lambda/update-event-source-mapping.ts';
import { updateFunctionCode } from './lambda/update-function-code.ts';
import { updateFunctionConfiguration } from './lambda/update-function-configuration.ts';
import type { EventMapper } from './mapper.ts';
import { batchGetSecretValue } from './secretsmanager/batch-get-secret-value.ts';
import { cancelRotateSecret } from './secretsmanager/cancel-rotate-secret.ts';
import { createSecret } from './secretsmanager/create-secret.ts';
import { deleteResourcePolicy } from './secretsmanager/delete-resource-policy.ts';
import { deleteSecret } from './secretsmanager/delete-secret.ts';
import { getSecretValue } from './secretsmanager/get-secret-value.ts';
import { putResourcePolicy } from './secretsmanager/put-resource-policy.ts';
import { restoreSecret } from './secretsmanager/restore-secret.ts';
import { rotateSecret } from './secretsmanager/rotate-secret.ts';
import { deleteTopic } from './sns/delete-topic.ts';
import { unsubscribe } from './sns/unsubscribe.ts';
import { deleteQueue } from './sqs/delete-queue.ts';
import { purgeQueue } from './sqs/purge-queue.ts';
import { setQueueAttributes } from './sqs/set-queue-attributes.ts';
import { getParameter } from './ssm/get-parameter.ts';
import { getParameters } from './ssm/get-parameters.ts';
import { getParametersByPath } from './ssm/get-parameters-by-path.ts';
import { assumeRole } from './sts/assume-role.ts';
import { assumeRoleWithWebIdentity } from './sts/assume-role-with-web-identity.ts';

/** Every mapper, sorted by source and event name. */
export const MAPPERS: readonly EventMapper[] = [
  createAutoScalingGroup,
  createOrUpdateTags,
  deleteAutoScalingGroup,
  deleteGroupTags,
  updateAutoScalingGroup,
  createTrail,
  deleteTrail,
  putEventSelectors,
  startLogging,
  stopLogging,
  updateTrail,
  deleteTable,
  updateTable,
  associateIamInstanceProfile,
  createLaunchTemplate,
  createLaunchTemplateVersion,
  createTags,
  deleteLaunchTemplate,
  deleteLaunchTemplateVersions,
  deleteTags,
  disassociateIamInstanceProfile,
  ec2InstanceStateChangeNotification,
  modifyInstanceMetadataDefaults,
  modifyInstanceMetadataOptions,
  modifyLaunchTemplate,
  replaceIamInstanceProfileAssociation,
  runInstances,
  terminateInstances,
  assumeRoleForPodIdentity,
  associateAccessPolicy,
  associateIdentityProviderConfig,
  createAccessEntry,
  createAddon,
  createCapability,
  createCluster,
  createFargateProfile,
  createNodegroup,
  createPodIdentityAssociation,
  deleteAccessEntry,
  deleteAddon,
  deleteCapability,
  deleteCluster,
  deleteFargateProfile,
  deleteNodegroup,
  deletePodIdentityAssociation,
  disassociateAccessPolicy,
  disassociateIdentityProviderConfig,
  tagResource,
  untagResource,
  updateAccessEntry,
  updateAddon,
  updateCapability,
  updateClusterConfig,
  updateNodegroupVersion,
  updatePodIdentityAssociation,
  deleteRule,
  disableRule,
  enableRule,
  putRule,
  putTargets,
  removeTargets,
  addClientIDToOpenIDConnectProvider,
  addRoleToInstanceProfile,
  attachRolePolicy,
  attachUserPolicy,
  createAccessKey,
  createInstanceProfile,
  createOpenIDConnectProvider,
  createPolicy,
  createPolicyVersion,
  createRole,
  createServiceSpecificCredential,
  createUser,
  deleteAccessKey,
  deleteInstanceProfile,
  deleteOpenIDConnectProvider,
  deletePolicy,
  deletePolicyVersion,
  deleteRole,
  deleteRolePermissionsBoundary,
  deleteRolePolicy,
  deleteServiceSpecificCredential,
  deleteUser,
  detachRolePolicy,
  detachUserPolicy,
  putRolePermissionsBoundary,
  putRolePolicy,
  removeClientIDFromOpenIDConnectProvider,
  removeRoleFromInstanceProfile,
  setDefaultPolicyVersion,
  tagRole,
  untagRole,
  updateAccessKey,
  updateAssumeRolePolicy,
  updateOpenIDConnectProviderThumbprint,
  updateRole,
  updateServiceSpecificCredential,
  updateUser,
  deleteEventSourceMapping,
  deleteFunction,
  putFunctionConcurrency,
  updateEventSourceMapping,
  updateFunctionCode,
  updateFunctionConfiguration,
  batchGetSecretValue,
  cancelRotateSecret,
  createSecret,
  deleteResourcePolicy,
  deleteSecret,
  getSecretValue,
  putResourcePolicy,
  restoreSecret,
  rotateSecret,
  deleteTopic,
  unsubscribe,
  deleteQueue,
  purgeQueue,
  setQueueAttributes,
  getParameter,
  getParameters,
  getParametersByPath,
  assumeRole,
  assumeRoleWithWebIdentity,
];
