export {
  type DocumentRead,
  documentsToChanges,
  policyNameOf,
  type RolesRead,
} from './documents-to-changes.ts';
export { DOCUMENT_KINDS, type DocumentKind, type PolicyDocument } from './policy-document.ts';
export { type Reading, readPolicies } from './read-policies.ts';
export { policyPathOf, type Statement, statementOf, statementPath } from './statement-of.ts';
