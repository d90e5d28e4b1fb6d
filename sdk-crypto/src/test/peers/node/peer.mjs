// Answers the interop tests with implementations that others wrote.
//
// One request a line: an operation and its arguments in base64, with single spaces between them. One reply a line, in the
// order of the requests: "ok" and the results in base64, or "failed" and a reason in base64. Texts are UTF-8, a number is
// a text. Libraries are loaded when an operation first needs them.

import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { gunzipSync } from 'node:zlib';

const EXPORT_BYTES = 32;

const text = (bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes);
const hex = (bytes) => '0x' + Buffer.from(bytes).toString('hex');
const unhex = (digits) => Buffer.from(digits.replace(/^0x/, ''), 'hex');

// age

const age = () => import('age-encryption');

async function ageEncrypter(recipients) {
  const encrypter = new (await age()).Encrypter();
  recipients.map(text).forEach((recipient) => encrypter.addRecipient(recipient));
  return encrypter;
}

async function ageWrite(form, encrypter, plaintext) {
  const file = await encrypter.encrypt(plaintext);
  switch (text(form)) {
    case 'binary':
      return [file];
    case 'armored':
      return [(await age()).armor.encode(file)];
    default:
      throw new Error('a form is binary or armored');
  }
}

async function ageRead(decrypter, file) {
  const binary = file[0] === 0x2d ? (await age()).armor.decode(text(file)) : file;
  return [await decrypter.decrypt(binary)];
}

// HPKE, the suite of the SDK: MLKEM768-X25519, HKDF-SHA-256, ChaCha20-Poly1305

const xWing = async () => new (await import('@hpke/hybridkem-x-wing')).XWing();

async function hpkeSuite() {
  const { CipherSuite, HkdfSha256 } = await import('@hpke/core');
  const { Chacha20Poly1305 } = await import('@hpke/chacha20poly1305');
  return new CipherSuite({ kem: await xWing(), kdf: new HkdfSha256(), aead: new Chacha20Poly1305() });
}

async function pairwise(messages, transform) {
  const results = [];
  for (let i = 0; i < messages.length; i += 2) {
    results.push(await transform(messages[i + 1], messages[i]));
  }
  return results;
}

// Ethereum

/** Reads the JSON of eth_signTypedData_v4. */
function typedData(json) {
  const { types, primaryType, domain, message } = JSON.parse(text(json));
  const { EIP712Domain, ...structs } = types;
  return { types: structs, domainType: EIP712Domain, primaryType, domain, message };
}

const ethers = () => import('ethers');

const ethersLibrary = {
  async keccak256(bytes) {
    return (await ethers()).keccak256(bytes);
  },
  async address(key) {
    return (await ethers()).computeAddress(key);
  },
  async typedHash(data) {
    const { TypedDataEncoder } = await ethers();
    const encoder = TypedDataEncoder.from(data.types);
    if (encoder.primaryType !== data.primaryType) {
      throw new Error(`ethers takes ${encoder.primaryType} for the primary type`);
    }
    return TypedDataEncoder.hash(data.domain, data.types, data.message);
  },
  async structHash(data) {
    const { TypedDataEncoder } = await ethers();
    return TypedDataEncoder.hashStruct(data.primaryType, data.types, data.message);
  },
  async typedSign(key, data) {
    const { Wallet } = await ethers();
    return new Wallet(key).signTypedData(data.domain, data.types, data.message);
  },
  async typedRecover(data, signature) {
    const { verifyTypedData } = await ethers();
    return verifyTypedData(data.domain, data.types, data.message, signature);
  },
  async personalHash(message) {
    return (await ethers()).hashMessage(message);
  },
  async personalSign(key, message) {
    const { Wallet } = await ethers();
    return new Wallet(key).signMessage(message);
  },
  async personalRecover(message, signature) {
    return (await ethers()).verifyMessage(message, signature);
  },
};

const viem = () => import('viem');

async function viemAccount(key) {
  return (await import('viem/accounts')).privateKeyToAccount(key);
}

/** viem takes the type of the domain as it is written and else infers it, so that it is handed over. */
const viemData = ({ types, domainType, ...rest }) => ({ ...rest, types: { ...types, EIP712Domain: domainType } });

const viemLibrary = {
  async keccak256(bytes) {
    return (await viem()).keccak256(bytes);
  },
  async address(key) {
    return (await viemAccount(key)).address;
  },
  async typedHash(data) {
    return (await viem()).hashTypedData(viemData(data));
  },
  async structHash({ types, primaryType, message }) {
    return (await viem()).hashStruct({ types, primaryType, data: message });
  },
  async typedSign(key, data) {
    return (await viemAccount(key)).signTypedData(viemData(data));
  },
  async typedRecover(data, signature) {
    return (await viem()).recoverTypedDataAddress({ ...viemData(data), signature });
  },
  async personalHash(message) {
    return (await viem()).hashMessage({ raw: message });
  },
  async personalSign(key, message) {
    return (await viemAccount(key)).signMessage({ message: { raw: message } });
  },
  async personalRecover(message, signature) {
    return (await viem()).recoverMessageAddress({ message: { raw: message }, signature });
  },
};

function library(name) {
  const found = { ethers: ethersLibrary, viem: viemLibrary }[text(name)];
  if (found === undefined) {
    throw new Error('a library is ethers or viem');
  }
  return found;
}

const keystoreLibraries = {
  ethers: {
    async encrypt(kdf, cost, key, password) {
      if (kdf !== 'scrypt') {
        throw new Error('ethers writes scrypt only');
      }
      const { Wallet, encryptKeystoreJson } = await ethers();
      const { address, privateKey } = new Wallet(hex(key));
      return encryptKeystoreJson({ address, privateKey }, password, { scrypt: { N: cost, r: 8, p: 1 } });
    },
    async decrypt(json, password) {
      const { decryptKeystoreJson } = await ethers();
      return unhex((await decryptKeystoreJson(json, password)).privateKey);
    },
  },
  '@ethereumjs/wallet': {
    async encrypt(kdf, cost, key, password) {
      const { Wallet } = await import('@ethereumjs/wallet');
      return Wallet.fromPrivateKey(key).toV3String(password, { kdf, c: cost, n: cost });
    },
    async decrypt(json, password) {
      const { Wallet } = await import('@ethereumjs/wallet');
      // Not strict, because ethers writes "Crypto".
      return (await Wallet.fromV3(json, password, true)).getPrivateKey();
    },
  },
};

function keystores(name) {
  const found = keystoreLibraries[text(name)];
  if (found === undefined) {
    throw new Error('a library for keystores is ethers or @ethereumjs/wallet');
  }
  return found;
}

// What others publish as test cases, one JSON text each.

function cases(name) {
  const file = new URL(`node_modules/@ethersproject/testcases/testcases/${name}.json.gz`, import.meta.url);
  return JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
}

/** The domain's type in the order that EIP-712 gives its members. */
function domainType(domain) {
  const members = { name: 'string', version: 'string', chainId: 'uint256', verifyingContract: 'address', salt: 'bytes32' };
  return Object.entries(members)
    .filter(([name]) => domain[name] !== undefined && domain[name] !== null)
    .map(([name, type]) => ({ name, type }));
}

const operations = {
  async version(name) {
    const file = new URL(`node_modules/${text(name)}/package.json`, import.meta.url);
    return [JSON.parse(readFileSync(file, 'utf8')).version];
  },

  // (kind) -> identity, recipient
  async 'age-keygen'(kind) {
    const { generateHybridIdentity, generateX25519Identity, identityToRecipient } = await age();
    const identity = await { hybrid: generateHybridIdentity, x25519: generateX25519Identity }[text(kind)]();
    return [identity, await identityToRecipient(identity)];
  },
  // (identity) -> recipient
  async 'age-recipient'(identity) {
    return [await (await age()).identityToRecipient(text(identity))];
  },
  // (form, plaintext, recipient...) -> file
  async 'age-encrypt'(form, plaintext, ...recipients) {
    return ageWrite(form, await ageEncrypter(recipients), plaintext);
  },
  // (form, plaintext, work factor, passphrase) -> file
  async 'age-encrypt-passphrase'(form, plaintext, workFactor, passphrase) {
    const encrypter = await ageEncrypter([]);
    encrypter.setPassphrase(text(passphrase));
    encrypter.setScryptWorkFactor(Number(text(workFactor)));
    return ageWrite(form, encrypter, plaintext);
  },
  // (file, identity...) -> plaintext
  async 'age-decrypt'(file, ...identities) {
    const decrypter = new (await age()).Decrypter();
    identities.map(text).forEach((identity) => decrypter.addIdentity(identity));
    return ageRead(decrypter, file);
  },
  // (file, passphrase) -> plaintext
  async 'age-decrypt-passphrase'(file, passphrase) {
    const decrypter = new (await age()).Decrypter();
    decrypter.addPassphrase(text(passphrase));
    return ageRead(decrypter, file);
  },

  // (seed) -> public key
  async 'hpke-public'(seed) {
    const kem = await xWing();
    const { publicKey } = await kem.generateKeyPairDerand(seed);
    return [await kem.serializePublicKey(publicKey)];
  },
  // (public key, info, export context, (associated data, plaintext)...) -> encapsulation, exported, ciphertext...
  async 'hpke-seal'(publicKey, info, exportContext, ...messages) {
    const suite = await hpkeSuite();
    const recipientPublicKey = await suite.kem.deserializePublicKey(publicKey);
    const sender = await suite.createSenderContext({ recipientPublicKey, info });
    const exported = await sender.export(exportContext, EXPORT_BYTES);
    return [sender.enc, exported, ...(await pairwise(messages, (plaintext, aad) => sender.seal(plaintext, aad)))];
  },
  // (seed, encapsulation, info, export context, (associated data, ciphertext)...) -> exported, plaintext...
  async 'hpke-open'(seed, enc, info, exportContext, ...messages) {
    const suite = await hpkeSuite();
    const recipientKey = await suite.kem.deserializePrivateKey(seed);
    const recipient = await suite.createRecipientContext({ recipientKey, enc, info });
    const exported = await recipient.export(exportContext, EXPORT_BYTES);
    return [exported, ...(await pairwise(messages, (ciphertext, aad) => recipient.open(ciphertext, aad)))];
  },

  // (library, bytes) -> hash
  async keccak256(name, bytes) {
    return [unhex(await library(name).keccak256(bytes))];
  },
  // (library, private key) -> address
  async address(name, key) {
    return [await library(name).address(hex(key))];
  },
  // (library, typed data) -> digest
  async 'typed-hash'(name, json) {
    return [unhex(await library(name).typedHash(typedData(json)))];
  },
  // (library, typed data) -> hashStruct of the message, whatever the domain
  async 'typed-struct'(name, json) {
    return [unhex(await library(name).structHash(typedData(json)))];
  },
  // (library, private key, typed data) -> signature
  async 'typed-sign'(name, key, json) {
    return [unhex(await library(name).typedSign(hex(key), typedData(json)))];
  },
  // (library, typed data, signature) -> address
  async 'typed-recover'(name, json, signature) {
    return [await library(name).typedRecover(typedData(json), hex(signature))];
  },
  // (library, message) -> digest
  async 'personal-hash'(name, message) {
    return [unhex(await library(name).personalHash(message))];
  },
  // (library, private key, message) -> signature
  async 'personal-sign'(name, key, message) {
    return [unhex(await library(name).personalSign(hex(key), message))];
  },
  // (library, message, signature) -> address
  async 'personal-recover'(name, message, signature) {
    return [await library(name).personalRecover(message, hex(signature))];
  },
  // (library, KDF, its cost, private key, password) -> keystore
  async 'keystore-encrypt'(name, kdf, cost, key, password) {
    return [await keystores(name).encrypt(text(kdf), Number(text(cost)), key, text(password))];
  },
  // (library, keystore, password) -> private key
  async 'keystore-decrypt'(name, json, password) {
    return [await keystores(name).decrypt(text(json), text(password))];
  },

  // () -> (typed data, digest)...
  async 'testcases-typed'() {
    return cases('eip712').flatMap(({ domain, types, primaryType, data, digest }) => [
      JSON.stringify({ types: { EIP712Domain: domainType(domain), ...types }, primaryType, domain, message: data }),
      unhex(digest),
    ]);
  },
};

const line = (word, values) =>
  [word, ...values.map((value) => Buffer.from(value).toString('base64'))].join(' ');

async function answer(request) {
  const [name, ...words] = request.split(' ');
  const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
  if (operation === undefined) {
    throw new Error(`"${name}" is no operation of this peer; is it the newest that .ci/peers makes?`);
  }
  // A Uint8Array of its own for each: some libraries look at the whole buffer behind one.
  return operation(...words.map((word) => Uint8Array.from(Buffer.from(word, 'base64'))));
}

for await (const request of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  let reply;
  try {
    reply = line('ok', await answer(request));
  } catch (error) {
    reply = line('failed', [String(error?.message ?? error)]);
  }
  process.stdout.write(reply + '\n');
}
