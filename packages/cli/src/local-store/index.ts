export type { Endpoint } from './endpoint-file.ts';
export type { LocalStore, LocalStoreOptions } from './open-local-store.ts';
export { openLocalStore } from './open-local-store.ts';
export { isTable, openStore, regionOf } from './open-store.ts';
export type { OpenStore } from './use-local-store.ts';
export { useLocalStore } from './use-local-store.ts';
