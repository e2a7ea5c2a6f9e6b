// Runs first in every script, in plain JavaScript that old versions can read: one clear line instead of a syntax error.
const major = Number(process.versions.node.split(".")[0]);
if (major < 24) {
  console.error(
    `These scripts need Node 24 (found ${process.versions.node}). On Linux x64/arm64 and Windows x64 "npm ci" brings its own; elsewhere install Node 24.`,
  );
  process.exit(1);
}
