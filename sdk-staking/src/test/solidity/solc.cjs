#!/usr/bin/env node
// What forge asks of a native compiler, answered by npm's solc: its version, and one compilation of standard JSON.
const solc = require('solc');

if (process.argv.includes('--version')) {
  process.stdout.write(`solc, the solidity compiler commandline interface\nVersion: ${solc.version().replace('.Emscripten.clang', '.Linux.g++')}\n`);
} else if (process.argv.includes('--standard-json')) {
  process.stdout.write(solc.compile(require('fs').readFileSync(0, 'utf8')));
} else {
  process.stderr.write(`unknown arguments: ${process.argv.slice(2).join(' ')}\n`);
  process.exitCode = 1;
}
