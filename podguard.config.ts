import { defineConfig } from '@podguard/core';

export default defineConfig({});
