// As FileWork does: seals a file into another one and opens that, again and again, and prints the nanoseconds.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Decrypter, Encrypter, identityToRecipient } from 'age-encryption';

const [folder, millis] = process.argv.slice(1);
const end = performance.now() + Number(millis);
const identity = readFileSync(join(folder, 'identity'), 'utf8')
  .split('\n')
  .find((line) => line.startsWith('AGE-SECRET-KEY-'));
const recipient = await identityToRecipient(identity);

async function timed(what, from, to, transform) {
  const start = process.hrtime.bigint();
  writeFileSync(join(folder, to), await transform(readFileSync(join(folder, from))));
  console.log(what, String(process.hrtime.bigint() - start));
}

do {
  await timed('seal', 'plaintext', 'npm.sealed', (bytes) => {
    const encrypter = new Encrypter();
    encrypter.addRecipient(recipient);
    return encrypter.encrypt(bytes);
  });
  await timed('open', 'npm.sealed', 'npm.opened', (bytes) => {
    const decrypter = new Decrypter();
    decrypter.addIdentity(identity);
    return decrypter.decrypt(bytes);
  });
} while (performance.now() < end);
