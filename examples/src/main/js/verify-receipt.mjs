// Checks receipts and batched receipts without the SDK, as sdk-core/RECEIPT.md says; the numbers are those of its sections.
//
// usage: node verify-receipt.mjs [--issuer ADDRESS] FILE...     (npm install, once, for ethers)
// Prints one line for each file. Ends with 0: all valid; 7: one is invalid; 8: one is no receipt; 2: wrong usage or unreadable.
// The issuer of batches is the client of each receipt unless it is named.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { concat, getAddress, keccak256, recoverAddress, toBeHex, toUtf8Bytes, TypedDataEncoder } from 'ethers';

class Malformed extends Error {}

const need = (condition, what) => {
  if (!condition) throw new Malformed(what);
};
const sha256 = (text) => '0x' + createHash('sha256').update(text, 'utf8').digest('hex');

// ---- 2. Form

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const STATUS = ['accepted', 'rejected', 'undecided'];
const STANDING = ['agrees', 'alike', 'undecided', 'dissents', 'invalid', 'silent'];
const LAYERS = ['commit_reveal', 'seal', 'signature', 'checksum', 'form', 'prefix', 'near_duplicate', 'facts', 'embedding',
  'judge', 'replay', 'canary'];
const POLICY = new RegExp('^(majority|exact|at-least:[1-9][0-9]{0,9}|agreement:[1-9][0-9]{0,9}:(0|[1-9][0-9]{0,9})'
  + '|audited:(0|[1-9][0-9]{0,6})|adaptive:(0|[1-9][0-9]{0,5}):[1-9][0-9]{0,9})$');
const BLANK = /^[ \u1680\u2000-\u2006\u2008-\u200a\u2028\u2029\u205f\u3000]*$/;
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** RFC 8785 for what receipts hold: whole numbers and strings that JSON.stringify writes as the RFC does. */
function canonical(value) {
  if (Array.isArray(value)) return '[' + value.map(canonical).join(',') + ']';
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.keys(value).sort().map((key) => JSON.stringify(key) + ':' + canonical(value[key]));
  return '{' + members.join(',') + '}';
}

function parse(bytes) {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const value = JSON.parse(text);
    // A key that is there twice, white space and other ways to write the same all differ from this.
    need(canonical(value) === text, 'it is not in canonical form');
    return value;
  } catch (e) {
    throw e instanceof Malformed ? e : new Malformed('it is not well-formed JSON');
  }
}

const text = (pattern) => (value) => typeof value === 'string' && pattern.test(value);
const number = (least, most) => (value) => Number.isSafeInteger(value) && value >= least && value <= most && !Object.is(value, -0);
const oneOf = (names) => (value) => names.includes(value);
const COUNT = number(0, 65535);
const SAFE = Number.MAX_SAFE_INTEGER;
const isHash = text(/^0x[0-9a-f]{64}$/);

function isAddress(value) {
  return text(/^0x[0-9a-fA-F]{40}$/)(value) && getAddress(value.toLowerCase()) === value;
}

/** Returns the bytes of canonical base64url, or null. */
function base64url(value, length) {
  if (!text(/^[A-Za-z0-9_-]*$/)(value)) return null;
  const bytes = Buffer.from(value, 'base64url');
  return bytes.toString('base64url') === value && (length === undefined || bytes.length === length) ? bytes : null;
}

const big = (bytes) => BigInt('0x' + bytes.toString('hex'));

function isSignatureBytes(bytes) {
  const r = big(bytes.subarray(0, 32));
  const s = big(bytes.subarray(32, 64));
  return r > 0n && r < ORDER && s > 0n && s <= ORDER / 2n && (bytes[64] === 27 || bytes[64] === 28);
}

function isSignature(value) {
  const bytes = base64url(value, 65);
  return bytes !== null && isSignatureBytes(bytes);
}

function isCid(value) {
  if (!text(/^b[a-z2-7]{58}$/)(value)) return false;
  const bits = [...value.slice(1)].reduce((sum, digit) => (sum << 5n) | BigInt(BASE32.indexOf(digit)), 0n);
  const hex = (bits >> 2n).toString(16).padStart(72, '0');
  return (bits & 3n) === 0n && /^01(55|70)1220/.test(hex);
}

function isAmount(value) {
  return text(/^(0|[1-9][0-9]{0,77})$/)(value) && BigInt(value) < 1n << 256n;
}

function isModel(value) {
  return typeof value === 'string' && value.length <= 256 && !BLANK.test(value)
    && !/[\u0000-\u001f\u007f-\u009f]/.test(value) && value.isWellFormed();
}

function isLayers(value) {
  return Array.isArray(value) && canonical(value) === canonical(LAYERS.filter((name) => value.includes(name)));
}

const BODY = {
  alike: COUNT, answer: isHash, asked: number(1, 65535), chain: number(1, SAFE), client: isAddress, evidence: isHash,
  issued: number(0, 253402300799), layers: isLayers,
  model: (value) => isModel(value) && Buffer.byteLength(JSON.stringify(value)) - 2 <= 120,
  paid: isAmount, payment: isHash, policy: text(POLICY), probability: number(0, 1000000), prompt: isCid, quorum: COUNT,
  session: number(0, SAFE), status: oneOf(STATUS), support: COUNT, task: number(0, SAFE), type: oneOf(['cortensor-receipt']),
  verdict: oneOf(STATUS), version: oneOf([2]),
};
const NODE = {
  answer: isHash, key: text(/^[0-9a-f]{64}$/), model: isModel, node: isAddress, precommit: isHash,
  reveal: text(/^[\x21\x23-\x5b\x5d-\x7e]{0,512}$/), standing: oneOf(STANDING), statement: isSignature,
  task: number(0, SAFE),
};
const isNodes = (value) => Array.isArray(value) && value.length <= 64 && value.every((node) => fields(node, NODE, ['key', 'task']));
const RECEIPT = {
  attachments: (value) => fields(value, { nodes: isNodes }),
  body: (value) => fields(value, BODY, ['model', 'payment']) && Buffer.byteLength(canonical(value)) <= 1024,
  signature: isSignature,
};

/** Exactly these fields, each of its kind. */
function fields(object, kinds, optional = []) {
  need(typeof object === 'object' && object !== null && !Array.isArray(object), 'there is something else than an object');
  for (const name of Object.keys(object)) need(Object.hasOwn(kinds, name), 'there is a field that is not known');
  for (const [name, isKind] of Object.entries(kinds)) {
    const there = Object.hasOwn(object, name);
    need(there || optional.includes(name), `field '${name}' is missing`);
    need(!there || isKind(object[name]), `field '${name}' does not have its form`);
  }
  return true;
}

// ---- 3. Checks

function digest(name, version, chainId, types, message) {
  return TypedDataEncoder.hash({ name, version, chainId }, types, message);
}

function signedBy(hash, signature, address) {
  try {
    return recoverAddress(hash, '0x' + signature.toString('hex')) === address;
  } catch {
    return false; // it is the signature of no key
  }
}

function nameOf(body) {
  const types = { Receipt: [{ name: 'body', type: 'bytes32' }] };
  return digest('Cortensor receipt', '2', body.chain, types, { body: sha256(canonical(body)) });
}

const STATEMENT = { NodeStatement: [['session', 'uint64'], ['task', 'uint64'], ['miner', 'address'], ['prompt', 'string'],
  ['answer', 'bytes32'], ['model', 'string']].map(([name, type]) => ({ name, type })) };

/** 3.3 */
function evidenceHolds(body, node) {
  const task = node.task ?? body.task;
  const reveal = /^cortensor:result:1:([0-9]+):([0-9]+):([0-9]+):(0x[0-9a-fA-F]{40}):([A-Za-z0-9_-]+):[A-Za-z0-9_-]{1,256}$/
    .exec(node.reveal);
  if (reveal === null || base64url(reveal[5], 32) === null || keccak256(toUtf8Bytes(node.reveal)) !== node.precommit
    || reveal[4] !== node.node || [body.chain, body.session, task].some((own, i) => reveal[i + 1] !== String(own))) {
    return false;
  }
  const message = { session: body.session, task, miner: node.node, prompt: body.prompt, answer: node.answer,
    model: node.model };
  const hash = digest('Cortensor node statement', '1', body.chain, STATEMENT, message);
  return signedBy(hash, base64url(node.statement, 65), node.node);
}

/** 3.8 */
function leastQuorum(policy, asked) {
  const [name, n, f] = policy.split(':');
  if (name === 'at-least') return Number(n);
  if (name === 'agreement') return Math.max(2 * Number(f) + 1, Math.floor(Math.max(asked, Number(n)) / 2) + 1);
  if (name === 'adaptive') return 1;
  return name === 'exact' ? asked : Math.floor(asked / 2) + 1;
}

/** Returns what does not hold. */
function check({ attachments, body, signature }) {
  const broken = [];
  const hold = (condition, what) => condition || broken.push(what);
  hold(signedBy(nameOf(body), base64url(signature, 65), body.client), 'the client did not sign it');
  hold(sha256(canonical(attachments)) === body.evidence, 'the attachments are others');
  const seen = new Set();
  const told = { agrees: [], alike: [] };
  for (const node of attachments.nodes) {
    hold(!seen.has(node.node), `node ${node.node} is listed twice`);
    if (seen.has(node.node)) continue;
    seen.add(node.node);
    const holds = evidenceHolds(body, node);
    const supports = holds && node.answer === body.answer;
    const right = { agrees: supports, invalid: !holds, silent: false }[node.standing] ?? (holds && !supports);
    hold(right, `node ${node.node} is called '${node.standing}'`);
    if (right) told[node.standing]?.push(node);
  }
  const support = told.agrees.length;
  const alike = told.alike.length;
  hold(support === body.support && support + alike <= body.asked, `the attachments prove a support of ${support}`);
  hold(alike === body.alike, `${alike} nodes are called alike`);
  hold(body.model === undefined || told.agrees.some((node) => node.model === body.model), 'no supporting node used that model');
  hold(body.quorum >= leastQuorum(body.policy, body.asked), 'the quorum is below that of the policy');
  hold((body.status === 'accepted') === (body.quorum >= 1 && support >= body.quorum), 'the status does not follow');
  hold(body.verdict === body.status
    || (body.verdict === 'accepted' && body.status === 'undecided' && support + alike >= body.quorum), 'the verdict does not follow');
  return broken;
}

// ---- 4. Batches

const isWord = (bytes, at) => big(bytes.subarray(at, at + 32)) < 1n << 63n;
const word = (bytes, at) => Number(big(bytes.subarray(at, at + 32)));

function batchOf(file) {
  const batch = base64url(file.batch, 193);
  const proof = base64url(file.proof);
  need(batch !== null && [0, 32, 64].every((at) => isWord(batch, at)) && word(batch, 0) === 1
    && big(batch.subarray(32, 64)) > 0n && word(batch, 64) >= 1 && word(batch, 64) <= 1048576
    && isSignatureBytes(batch.subarray(128)), 'the batch does not have its form');
  need(proof !== null && proof.length >= 96 && proof.length % 32 === 0 && [0, 32, 64].every((at) => isWord(proof, at))
    && word(proof, 0) === 1 && word(proof, 32) <= 1048576 && word(proof, 64) < word(proof, 32), 'the proof does not have its form');
  const path = [];
  for (let at = 96; at < proof.length; at += 32) path.push(proof.subarray(at, at + 32));
  const steps = [];
  for (let index = word(proof, 64), last = word(proof, 32) - 1; last > 0; index >>= 1, last >>= 1) {
    if (index % 2 === 1 || index < last) steps.push(index % 2 === 1);
  }
  need(steps.length === path.length, 'the proof does not have as many hashes as it needs');
  return { chain: big(batch.subarray(32, 64)), size: word(batch, 64), proofSize: word(proof, 32), root: batch.subarray(96, 128),
    signature: batch.subarray(128), path, steps };
}

function checkBatch(batch, body, issuer) {
  const types = { ReceiptBatch: [{ name: 'size', type: 'uint64' }, { name: 'root', type: 'bytes32' }] };
  const hash = digest('Cortensor receipt batch', '1', batch.chain, types, { size: batch.size, root: batch.root });
  let node = keccak256(concat(['0x00', nameOf(body)]));
  batch.steps.forEach((isRight, i) => {
    node = keccak256(concat(isRight ? ['0x01', batch.path[i], node] : ['0x01', node, batch.path[i]]));
  });
  const holds = batch.chain === BigInt(body.chain) && signedBy(hash, batch.signature, issuer) && batch.size === batch.proofSize
    && node === toBeHex(big(batch.root), 32);
  return holds ? [] : [`it is in no batch that ${issuer} signed`];
}

// ---- The program

/** Returns what does not hold of a file's bytes; throws Malformed if they are no receipt. */
export function verify(bytes, issuer) {
  need(bytes.length <= 133120, 'it is too large');
  const file = parse(bytes);
  const batched = typeof file === 'object' && file !== null && Object.hasOwn(file, 'batch');
  need(batched || bytes.length <= 131072, 'it is too large');
  if (!batched) {
    fields(file, RECEIPT);
    return check(file);
  }
  const isText = (value) => typeof value === 'string';
  fields(file, { batch: isText, proof: isText, receipt: (value) => fields(value, RECEIPT) });
  return [...checkBatch(batchOf(file), file.receipt.body, issuer ?? file.receipt.body.client), ...check(file.receipt)];
}

function main(words) {
  const named = words[0] === '--issuer' ? words.splice(0, 2)[1] : undefined;
  if (words.length === 0 || (named !== undefined && !isAddress(named))) {
    console.error('usage: node verify-receipt.mjs [--issuer ADDRESS] FILE...');
    return 2;
  }
  const codes = words.map((file) => {
    try {
      const broken = verify(readFileSync(file), named);
      console.log(broken.length === 0 ? `valid ${file}` : `INVALID ${file}: ${broken.join('; ')}`);
      return broken.length === 0 ? 0 : 7;
    } catch (e) {
      console.error(e instanceof Malformed ? `${file}: not a receipt: ${e.message}` : `${file}: ${e.message}`);
      return e instanceof Malformed ? 8 : 2;
    }
  });
  return [2, 8, 7].find((code) => codes.includes(code)) ?? 0;
}

process.exitCode = main(process.argv.slice(2));
