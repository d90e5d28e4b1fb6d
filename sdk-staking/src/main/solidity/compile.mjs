// Compiles the contracts of this folder with npm's solc and writes one artifact for each that can be deployed.
//
// usage: node compile.mjs [--check] [NODE_MODULES [SOURCES OUTPUT [CONTRACT…]]]
//
// NODE_MODULES   where `solc` and `@openzeppelin/contracts` are; default: the environment variable
//                CORTENSOR_NODE_MODULES. sdk-staking/src/test/peers/chain pins both and .ci/peers installs them.
// --check        writes nothing: exits 1 if an artifact is not what the sources give
//
// Each contract is compiled on its own, with only what it imports, so that an artifact changes exactly when its sources
// do. What the compiler numbers anew with every unrelated line (AST ids) is left out.

import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, posix, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const DEPLOYED_CODE_LIMIT = 24576; // EIP-170
const COMPILER = "0.8.37";

// A facade passes its call data on, so that parameters and results of its reads are named for the ABI alone.
const EXPECTED_WARNINGS = new Set(["5667", "6321"]);

const settings = {
  optimizer: { enabled: true, runs: 200 },
  viaIR: true,
  evmVersion: "cancun",
  metadata: { appendCBOR: false, bytecodeHash: "none" },
};

const args = process.argv.slice(2);
const check = args[0] === "--check";
if (check) args.shift();
const here = dirname(fileURLToPath(import.meta.url));
const nodeModules = args[0] ?? process.env.CORTENSOR_NODE_MODULES;
const sources = resolve(args[1] ?? here);
const output = resolve(args[2] ?? join(here, "../resources/network/cortensor/sdk/staking/contracts"));
const only = args.slice(3);
if (!nodeModules) fail("usage: node compile.mjs [--check] NODE_MODULES");

const solc = createRequire(join(resolve(nodeModules), "x.js"))("solc");
if (!solc.version().startsWith(`${COMPILER}+`)) fail(`expected solc ${COMPILER}, found ${solc.version()}`);

function fail(message) {
  console.error(message);
  process.exit(2);
}

function read(path) {
  const file = path.startsWith("@") ? join(nodeModules, path) : join(sources, path);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

/** A source and all that it imports, directly or not. */
function closure(path, found = {}) {
  if (path in found) return found;
  const content = read(path);
  if (content === undefined) fail(`${path}: not found`);
  found[path] = { content };
  for (const [, target] of content.matchAll(/^import\s[^;]*?"([^"]+)";/gm)) {
    closure(target.startsWith(".") ? posix.join(posix.dirname(path), target) : target, found);
  }
  return found;
}

function compile(path) {
  const name = path.slice(0, -".sol".length);
  const selection = ["abi", "evm.bytecode.object", "evm.deployedBytecode.object", "storageLayout"];
  const input = {
    language: "Solidity",
    sources: closure(path),
    settings: { ...settings, outputSelection: { [path]: { [name]: selection } } },
  };
  const answer = JSON.parse(solc.compile(JSON.stringify(input)));
  const problems = (answer.errors ?? []).filter((problem) => problem.severity === "error" || !expected(problem));
  for (const problem of problems) console.error(problem.formattedMessage);
  if (problems.length > 0) fail(`${path}: ${problems.length} problems`);
  return answer.contracts?.[path]?.[name];
}

/** Warnings about what others wrote are theirs to heed. */
function expected(warning) {
  return EXPECTED_WARNINGS.has(warning.errorCode) || warning.sourceLocation?.file.startsWith("@");
}

function artifact(path) {
  const contract = compile(path);
  // Libraries that are only inlined, interfaces and abstract contracts are not deployed.
  if (!contract || contract.evm.bytecode.object === "" || !deployable(path)) return undefined;
  const size = contract.evm.deployedBytecode.object.length / 2;
  if (size > DEPLOYED_CODE_LIMIT) fail(`${path}: ${size} bytes of code, above the limit of ${DEPLOYED_CODE_LIMIT}`);
  return {
    size,
    json: {
      contractName: path.slice(0, -".sol".length),
      sourceName: path,
      compiler: { version: solc.version(), settings },
      abi: contract.abi,
      bytecode: `0x${contract.evm.bytecode.object}`,
      deployedBytecode: `0x${contract.evm.deployedBytecode.object}`,
      storageLayout: withoutIds(contract.storageLayout),
    },
  };
}

function deployable(path) {
  return new RegExp(`^contract ${path.slice(0, -".sol".length)}\\b`, "m").test(read(path));
}

function withoutIds(value) {
  if (typeof value === "string") return value.replace(/(t_(?:struct|contract|enum)\([^()]*\))\d+/g, "$1");
  if (Array.isArray(value)) return value.map(withoutIds);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "astId")
      .map(([key, inner]) => [withoutIds(key), withoutIds(inner)]),
  );
}

const paths = readdirSync(sources)
  .filter((name) => name.endsWith(".sol") && (only.length === 0 || only.includes(name.slice(0, -".sol".length))))
  .filter(deployable)
  .sort();
if (!check) mkdirSync(output, { recursive: true });

let different = 0;
for (const path of paths) {
  const made = artifact(path);
  if (!made) continue;
  const file = join(output, `${made.json.contractName}.json`);
  const text = `${JSON.stringify(made.json, null, 1)}\n`;
  if (!check) {
    writeFileSync(file, text);
  } else if (!existsSync(file) || readFileSync(file, "utf8") !== text) {
    console.error(`${made.json.contractName}: the artifact is not what ${path} gives; run compile.mjs`);
    different++;
  }
  console.log(`${made.json.contractName}  ${made.size} bytes`);
}
if (check && only.length === 0) {
  const known = new Set(paths.map((path) => `${path.slice(0, -".sol".length)}.json`));
  for (const name of readdirSync(output).filter((file) => file.endsWith(".json") && !known.has(file))) {
    console.error(`${name}: no source gives this artifact`);
    different++;
  }
}
process.exitCode = different > 0 ? 1 : 0;
