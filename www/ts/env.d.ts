// What Vite adds to a module: `import.meta.env` and imports of files by address.
/// <reference types="vite/client" />
