export {
  type DocumentRead,
  documentsToChanges,
  policyNameOf,
  type RolesRead,
} from './documents-to-changes.ts';
export { type ClusterObject, isMadeOrOver, readClusterObject } from './kubernetes/cluster-object.ts';
export { type ManifestReading, readManifests } from './kubernetes/read-manifests.ts';
export { type ManifestFile, type ManifestsRead, manifestsToChanges } from './manifests-to-changes.ts';
export { DOCUMENT_KINDS, type DocumentKind, type PolicyDocument } from './policy-document.ts';
export { decidingPaths, membersAlone, type PolicyPart, statementsAlone } from './policy-parts.ts';
export { type Associations, joinAssociations, readAssociations } from './read-associations.ts';
export { isDockerfile, looksLikeDockerfile, readDockerfile } from './read-dockerfile.ts';
export { type Reading, readPolicies } from './read-policies.ts';
export { policyPathOf, type Statement, statementOf, statementPath } from './statement-of.ts';
