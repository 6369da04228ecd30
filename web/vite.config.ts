import { defineConfig } from "vitest/config";

// `npm run dev` asks a server that is already running: `salname serve -r RECORD`.
const api = process.env.SALNAME_API ?? "http://127.0.0.1:8080";

export default defineConfig({
  build: {
    target: "es2022",
    // No inlined files: the server's Content-Security-Policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1200,
  },
  worker: { format: "es" },
  server: { proxy: { "/api": { target: api, changeOrigin: true } } },
  test: { include: ["tests/**/*.test.ts"], environment: "node" },
});
