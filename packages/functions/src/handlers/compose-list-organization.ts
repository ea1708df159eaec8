/** A module of its own, since the bundle takes of what is imported dynamically all exports. */
export { listOrganization } from '@podguard/inventory';
